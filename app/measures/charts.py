"""A series' chart as pages use it: drawing, sentences, verdict, table and passport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup

from app import access
from app.access import May
from app.measures import own_words, passport, periods, reading
from app.measures.addresses import series_url
from app.measures.contents import Contents, contents_of
from app.measures.drawing import Drawing
from app.measures.models import Frequency, Measure, Series
from app.measures.reading import SignalLine
from app.measures.series import Row, analyze, baselines_of, method_of
from app.pdsa import queries as pdsa
from app.pdsa.models import Decision
from app.strata import published
from charts import data_table
from charts.control.key import KeyEntry
from charts.formats import NumberFormat, number_format
from charts.table import Column
from qi.results import Analysis

KEYED = ("full", "sheet")
"""Sizes whose chart numbers its signals."""
MOST_REMARKS = 4
DAYS_BEFORE = 90
"""How far before an event others are told of; of a calendar it is some periods."""
EMPTY_SENTENCE = "No values yet. The first one draws a point; ten make a chart that can be judged."

NOTHING_YET = reading.Says("too_young", None, "No data yet", None)


@dataclass(frozen=True)
class SeriesChart:
    """Everything that a page says about one series, each said when it is first asked for."""

    series: Series
    measure: Measure
    analysis: Analysis | None
    rows: tuple[Row, ...]
    flags: tuple[pdsa.CycleFlag, ...]
    size: str
    uid: str | None
    draft: Row | None
    linked: bool
    hidden: int
    """Values left out because they are too small to be shown to this reader."""
    full_access: bool
    """Whether the reader sees the team's own words: notes, reasons, annotations, phase labels."""

    @cached_property
    def svg(self) -> Markup:
        """The drawing."""
        drawing = Drawing(
            self.series, self.analysis, self.flags, self.draft, self.full_access, self.linked
        )
        return drawing.mini() if self.size == "mini" else drawing.full(self.size, self.uid)

    @cached_property
    def _says(self) -> reading.Says:
        if self.analysis is None:
            return NOTHING_YET
        return reading.says(self.analysis, self.measure.frequency)

    @property
    def verdict(self) -> str:
        """What the rules say, as a key of the signals' icons."""
        return self._says.verdict

    @property
    def direction(self) -> str | None:
        """The way the data went, "up" or "down"."""
        return self._says.direction

    @property
    def caption(self) -> str:
        """The verdict in a few words."""
        return self._says.caption

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What the chart says, the most important first."""
        if self.analysis is None:
            return (EMPTY_SENTENCE,)
        return reading.sentences(self.analysis, self.measure.frequency, self.measure.unit)

    @cached_property
    def key(self) -> tuple[KeyEntry, ...]:
        """The signals that are numbered on the chart, with their sentences."""
        if self.analysis is None or self.size not in KEYED:
            return ()
        return reading.key(self.analysis, self.measure.frequency)

    @cached_property
    def formats(self) -> NumberFormat:
        """How its values are written."""
        values = self.analysis.values.tolist() if self.analysis else ()
        return number_format(values, self.measure.unit)

    @property
    def latest(self) -> str:
        """The latest value."""
        index = reading.latest_index(self.analysis) if self.analysis else None
        return _value(self.analysis, index, self.formats)

    @property
    def latest_period(self) -> str:
        """The period of the latest value."""
        return periods.name(self.rows[-1].period, self.measure.frequency) if self.rows else ""

    @property
    def center(self) -> str:
        """The center line of the latest phase, with its unit."""
        return self.formats.full_label(self.analysis.phases[-1].center) if self.analysis else ""

    @cached_property
    def passport(self) -> passport.Rows:
        """How the chart was made."""
        return passport.passport(self.series, self.analysis, reasons=self.full_access)

    @cached_property
    def signals(self) -> tuple[SignalLine, ...]:
        """Every signal, told: those that still hold first, then from the latest back."""
        if self.analysis is None:
            return ()
        return reading.signal_lines(self.analysis, self.measure.frequency, self.measure.unit)

    @cached_property
    def href(self) -> str:
        """The chart's page."""
        return series_url(self.series)

    @property
    def sentence(self) -> str:
        """The most important sentence."""
        return self.sentences[0]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else is said under the chart; where signals are numbered, their key tells them."""
        if not self.key or self.analysis is None:
            return self.sentences[1:MOST_REMARKS]
        return reading.remarks(self.analysis, self.sentences)

    @property
    def since(self) -> str:
        """Pace and first period: "Monthly, since January 2024"."""
        pace = periods.adverb(self.measure.frequency)
        if not self.rows:
            return pace
        return f"{pace}, since {periods.name(self.rows[0].period, self.measure.frequency)}"

    @property
    def table(self) -> Table:
        """The chart as a table, written when it is asked for."""
        return table_of(self)


@dataclass(frozen=True, slots=True)
class Table:
    """Caption, headings and rows, the latest first."""

    caption: str
    head: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...]
    """Each the period's name, its numbers with their class, and what its point says."""


def series_chart(
    series: Series,
    *,
    size: str = "full",
    uid: str | None = None,
    flags: Sequence[pdsa.CycleFlag] | None = None,
    full_access: bool = True,
    draft: Row | None = None,
    stored: Sequence[Row] | None = None,
    linked: bool = False,
    rows: Sequence[Row] | None = None,
) -> SeriesChart:
    """Make the chart of a series whose observations, phases and annotations are loaded.

    `size` is "full", "compact", "mini" or "sheet": full on the screen, low on paper. Without `flags` the full chart asks for the team's
    cycles. Without `full_access`, values over too small denominators are left out, and so are the
    team's own words: notes, reasons, annotations and the labels of phases. A `draft` is a value that was typed and is not
    stored; rows given as `stored` stand in for all that are. `rows` are those of an earlier state,
    which the door let through already. `linked` lets each point and annotation lead to the page of
    its point.
    """
    measure = series.measure
    if rows is None:
        rows = published.rows(series, sees_all=full_access, stored=stored)
    starts = [phase.starts_on for phase in series.phases]
    analysis = analyze(method_of(measure), rows, starts, baselines_of(series))
    if flags is None:
        flags = flags_of(series) if size == "full" else ()
    return SeriesChart(
        series=series,
        measure=measure,
        analysis=analysis,
        rows=tuple(rows),
        flags=tuple(flags),
        size=size,
        uid=uid,
        draft=draft,
        linked=linked,
        hidden=len(series.observations if stored is None else stored) - len(rows),
        full_access=full_access,
    )


def table_of(chart: SeriesChart) -> Table:
    """The chart as a table: caption, headings and rows, the latest first."""
    measure = chart.measure
    if chart.analysis is None:
        return Table(f"{measure.name}, no data yet", (("Period", ""),), ())
    table = data_table(
        chart.analysis,
        title=measure.name,
        unit=measure.unit,
        period=reading.PACES[measure.frequency],
        numerator_name=measure.numerator_label or "Numerator",
        denominator_name=measure.denominator_label or "Denominator",
        point_notes=own_words.point_notes(
            chart.series, chart.analysis, full_access=chart.full_access
        ),
    )
    head = tuple((column.name, _column_class(column)) for column in table.columns)
    kinds = [kind for _, kind in head[1:-1]]
    rows = tuple(
        (row.cells[0], tuple(zip(kinds, row.cells[1:-1], strict=True)), row.cells[-1])
        for row in table.rows
    )
    return Table(table.caption, head, rows)


def _column_class(column: Column) -> str:
    """A phone has no room for the limits, which the chart and its sentences tell."""
    kind = "number" if column.numeric else ""
    return f"{kind} hide-phone" if column.name in {"Lower limit", "Upper limit"} else kind


def _value(analysis: Analysis | None, index: int | None, formats: NumberFormat) -> str:
    if analysis is None or index is None:
        return ""
    return formats.full(float(analysis.values[index]))


def flags_of(
    series: Series,
    there: Contents | None = None,
    named: Mapping[int, Set[int]] | None = None,
) -> tuple[pdsa.CycleFlag, ...]:
    """The flags of the team's cycles.

    `there` is what there is of the series, and `named` the cycles named as the cause of a signal;
    the database is asked for what is not given.
    """
    team = series.team
    if not access.may(May.SEE_TEAM, team):
        return ()
    there = there or contents_of(series)
    if not there.cycles:
        return ()
    if named is None:
        named = pdsa.named_causes([series.id]) if there.causes else {}
    aims, slugs = {team.id: there.aim_measure_id}, {team.id: (team.network.slug, team.slug)}
    return pdsa.flags_among((series,), pdsa.cycles_of({team.id}), aims, slugs, named)[series.id]


def nearby(chart: SeriesChart, line_first: date, reach: int = 4) -> list[tuple[date, str, str]]:
    """Cycles and events in the periods before a signal's first point: day, what, and where it leads."""
    frequency = chart.measure.frequency
    steps = DAYS_BEFORE if frequency is Frequency.EVENT else reach
    since = periods.step(line_first, frequency, -steps)
    until = periods.last_day(line_first, frequency)
    found = [(flag.on, _told(flag), flag.href) for flag in chart.flags if since <= flag.on <= until]
    found += [
        (note.on, note.text, "")
        for note in own_words.notes(chart.series, full_access=chart.full_access)
        if since <= note.on <= until
    ]
    return sorted(found, key=lambda each: each[0], reverse=True)


def _told(flag: pdsa.CycleFlag) -> str:
    words = {
        Decision.ADOPT: "Adopted",
        Decision.ADAPT: "Adapted",
        Decision.ABANDON: "Abandoned",
        None: "Running",
    }
    return f"Cycle {flag.number}: {flag.title.rstrip('.')}. {words[flag.decision]}"
