"""The analysis as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from qi.results import Analysis


def to_frame(analysis: Analysis) -> pd.DataFrame:
    """One row per plotted point.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Returns
    -------
    pandas.DataFrame
        Columns x, value, numerator, denominator, phase, included, center, lower, upper,
        sigma_units and signals: a tuple with the names of all rules the point is part of.
    """
    import pandas as pd  # noqa: PLC0415 - pandas only when it is needed

    named: list[list[str]] = [[] for _ in range(len(analysis))]
    for signal in analysis.signals:
        for position in signal.indices:
            if signal.rule not in named[position]:
                named[position].append(signal.rule)
    denominators = analysis.denominators
    return pd.DataFrame(
        {
            "x": list(analysis.x),
            "value": analysis.values,
            "numerator": analysis.numerators,
            "denominator": float("nan") if denominators is None else denominators,
            "phase": analysis.phase,
            "included": analysis.included,
            "center": analysis.center,
            "lower": analysis.lower,
            "upper": analysis.upper,
            "sigma_units": analysis.sigma_units,
            "signals": [tuple(rules) for rules in named],
        }
    )
