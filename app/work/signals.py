"""Signals on My work: those whose cause is to be said, and those that are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.causes.cards import Card, cards_of, open_cards
from app.causes.panel import CardPanel, panel_of
from app.causes.queries import causes_of
from app.measures import periods
from app.measures.charts import SeriesChart, nearby, series_chart
from app.measures.signals import NewSignal

Events = tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class SignalItem:
    """A new signal with its chart and what happened just before."""

    signal: NewSignal
    chart: SeriesChart
    since: str
    events: Events
    above: bool
    """Whether the series' chart stands on the page already, beside its entry row."""


@dataclass(frozen=True, slots=True)
class CauseItem:
    """A signal whose cause the person's team has not said yet, with its chart."""

    panel: CardPanel
    chart: SeriesChart
    above: bool
    """Whether the series' chart stands on the page already, beside its entry row."""


def undecided(charts: Sequence[SeriesChart]) -> list[tuple[SeriesChart, Card]]:
    """The signals of the person's own charts that wait for their cause, concerns first."""
    with_signals = [chart for chart in charts if chart.signals]
    if not with_signals:
        return []
    said = causes_of(chart.series.id for chart in with_signals)
    found = [
        (chart, card)
        for chart in with_signals
        for card in open_cards(
            cards_of(chart.signals, said.get(chart.series.id, ())),
            chart.rows[-1].period,
            chart.measure.frequency,
        )
    ]
    found.sort(key=lambda pair: (pair[1].top.verdict != "concern", -pair[1].last.toordinal()))
    return found


def cause_item(chart: SeriesChart, card: Card, *, above: bool) -> CauseItem:
    return CauseItem(panel_of(chart, card), chart if above else _compact(chart), above)


def _compact(chart: SeriesChart) -> SeriesChart:
    uid = f"signal-{chart.series.id}"
    return series_chart(chart.series, size="compact", uid=uid, flags=chart.flags)


def signal_item(signal: NewSignal, chart: SeriesChart, *, above: bool) -> SignalItem:
    line = next(line for line in chart.signals if line.key == signal.key)
    return SignalItem(
        signal=signal,
        chart=chart if above else _compact(chart),
        since=f"since {periods.name(line.first, chart.measure.frequency)}",
        events=tuple(
            (f"{day:%b %Y}", what, href or None) for day, what, href in nearby(chart, line.first)
        ),
        above=above,
    )
