"""Statistics for improvement: run charts, control charts, and the rules that read them."""

from qi.analysis import analyze
from qi.batch import Batch, analyze_batch
from qi.errors import InvalidValueError, NotYetError, QIError, ShapeError, UnknownNameError
from qi.results import Analysis, Assurance, PhaseSummary, Side, Signal, Variation, Verdict
from qi.rules.rulesets import RuleSet, Zone
from qi.simulate import expected_false_signals

__all__ = [
    "Analysis",
    "Assurance",
    "Batch",
    "InvalidValueError",
    "NotYetError",
    "PhaseSummary",
    "QIError",
    "RuleSet",
    "ShapeError",
    "Side",
    "Signal",
    "UnknownNameError",
    "Variation",
    "Verdict",
    "Zone",
    "analyze",
    "analyze_batch",
    "expected_false_signals",
]
