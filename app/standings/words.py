"""What is kept of a signal, in words: no analysis is asked again."""

from __future__ import annotations

from collections.abc import Iterable

from app.measures import periods
from app.measures.models import Frequency
from app.measures.reading import RULE_TITLES, SignalLine
from app.standings.facts import Signal

WHERE = {
    ("outside", "up"): "Above the limits",
    ("outside", "down"): "Below the limits",
    ("shift", "up"): "Shift above the center line",
    ("shift", "down"): "Shift below the center line",
    ("trend", "up"): "Trend upward",
    ("trend", "down"): "Trend downward",
    ("two of three", "up"): "Close to the upper limit",
    ("two of three", "down"): "Close to the lower limit",
}


def told(signal: Signal, frequency: Frequency) -> str:
    """A signal in a few words: "Shift below the center line since April 2025"."""
    what = WHERE.get((signal.rule, signal.direction or ""))
    what = what or RULE_TITLES.get(signal.rule, signal.rule.capitalize())
    first = periods.name(signal.first, frequency)
    if signal.rule in {"runs", "crossings"}:
        return f"{what}, {'now' if signal.current else 'until lately'}"
    if signal.first == signal.last:
        return f"{what} in {first}" if frequency is not Frequency.WEEK else f"{what}, {first}"
    if signal.current:
        return f"{what} since {first}"
    return f"{what}, {first} to {periods.name(signal.last, frequency)}"


def lines(signals: Iterable[Signal], frequency: Frequency) -> tuple[SignalLine, ...]:
    """Signals as cards and icons take them."""
    return tuple(
        SignalLine(
            key=each.key,
            rule=each.rule,
            title=told(each, frequency),
            sentence=f"{told(each, frequency)}.",
            verdict=each.verdict,
            direction=each.direction,
            first=each.first,
            last=each.last,
            current=each.current,
            detected=each.detected,
        )
        for each in signals
    )
