"""Statistics for improvement: run charts, control charts, and the rules that read them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from qi.analysis import analyze
from qi.errors import InvalidValueError, QIError, ShapeError, UnknownNameError
from qi.pareto import Pareto, pareto
from qi.results import Analysis, Assurance, PhaseSummary, Side, Signal, Variation, Verdict
from qi.rules.rulesets import RuleSet, Zone

if TYPE_CHECKING:
    from qi.batch import Batch, analyze_batch
    from qi.comparison import Funnel, funnel
    from qi.sequential import BernoulliCusum, Cusum, Ewma, bernoulli_cusum, cusum, ewma
    from qi.simulate import (
        OperatingCharacteristics,
        expected_false_signals,
        operating_characteristics,
    )
    from qi.suggest import Suggestion, suggest_chart

# A page that draws one chart should not wait for the rest: these come when first asked for.
_LATER: Final = {
    "Batch": "qi.batch",
    "BernoulliCusum": "qi.sequential",
    "Cusum": "qi.sequential",
    "Ewma": "qi.sequential",
    "Funnel": "qi.comparison",
    "OperatingCharacteristics": "qi.simulate",
    "Suggestion": "qi.suggest",
    "analyze_batch": "qi.batch",
    "bernoulli_cusum": "qi.sequential",
    "cusum": "qi.sequential",
    "ewma": "qi.sequential",
    "expected_false_signals": "qi.simulate",
    "funnel": "qi.comparison",
    "operating_characteristics": "qi.simulate",
    "suggest_chart": "qi.suggest",
}

__all__ = [
    "Analysis",
    "Assurance",
    "Batch",
    "BernoulliCusum",
    "Cusum",
    "Ewma",
    "Funnel",
    "InvalidValueError",
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


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module 'qi' has no attribute {name!r}")
    value = getattr(import_module(_LATER[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, also those that come later."""
    return sorted({*globals(), *__all__})
