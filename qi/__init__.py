"""Statistics for improvement: run charts, control charts, and the rules that read them."""

from qi.analysis import analyze
from qi.batch import Batch, analyze_batch
from qi.comparison import Funnel, funnel
from qi.errors import InvalidValueError, NotYetError, QIError, ShapeError, UnknownNameError
from qi.pareto import Pareto, pareto
from qi.results import Analysis, Assurance, PhaseSummary, Side, Signal, Variation, Verdict
from qi.rules.rulesets import RuleSet, Zone
from qi.sequential import BernoulliCusum, Cusum, Ewma, bernoulli_cusum, cusum, ewma
from qi.simulate import (
    OperatingCharacteristics,
    expected_false_signals,
    operating_characteristics,
)
from qi.suggest import Suggestion, suggest_chart

__all__ = [
    "Analysis",
    "Assurance",
    "Batch",
    "BernoulliCusum",
    "Cusum",
    "Ewma",
    "Funnel",
    "InvalidValueError",
    "NotYetError",
    "OperatingCharacteristics",
    "Pareto",
    "PhaseSummary",
    "QIError",
    "RuleSet",
    "ShapeError",
    "Side",
    "Signal",
    "Suggestion",
    "UnknownNameError",
    "Variation",
    "Verdict",
    "Zone",
    "analyze",
    "analyze_batch",
    "bernoulli_cusum",
    "cusum",
    "ewma",
    "expected_false_signals",
    "funnel",
    "operating_characteristics",
    "pareto",
    "suggest_chart",
]
