"""A team's series by strata, ready for its page and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app import access
from app.access import May
from app.measures import periods, reading
from app.measures.models import Measure, Series
from app.measures.past import queries as past
from app.measures.past.moments import Moment
from app.measures.past.revive import series_then
from app.measures.series import Row, analyze, baselines_of, display, method_of
from app.strata import published, queries
from app.strata.models import Breakdown
from app.strata.reading import Gap, gap_of, panels, sentences
from app.templating import number
from charts import responsive_svg
from charts.formats import number_format
from charts.layouts import FULL, RESPONSIVE, Layout
from charts.strata import Stratum as Panel
from charts.strata import strata_chart
from charts.view import Drawing

NOT_SHOWN = "not shown"
GAP_SAYS = {
    "improvement": "The gap narrows",
    "concern": "The gap widens",
    "no_signal": "The gap: no signal",
    "too_young": "The gap: too young to judge",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One stratum: its rows as the reader may see them."""

    name: str
    rows: dict[date, Row]
    hidden: frozenset[date]


@dataclass(frozen=True, slots=True)
class StrataPage:
    """The page of a series by one breakdown."""

    series: Series
    breakdowns: tuple[Breakdown, ...]
    breakdown: Breakdown
    groups: tuple[Group, ...]
    whole: dict[date, Row]
    held: frozenset[date]
    drawn: tuple[Panel, ...]
    gap: Gap | None
    sentences: tuple[str, ...]
    sees_all: bool
    may_enter: bool
    threshold: int
    moment: Moment | None = None
    """When it was so; None is now."""

    @property
    def title(self) -> str:
        """What banner and files say of an earlier state: "as it was on March 12, 2026"."""
        return f"as it was {self.moment.name}" if self.moment else ""

    @property
    def gap_words(self) -> str:
        """What the icon of the gap says, in words."""
        if self.gap is None:
            return ""
        return GAP_SAYS.get(self.gap.says.verdict, GAP_SAYS["no_signal"])

    @property
    def measure(self) -> Measure:
        """The measure that is broken down."""
        return self.series.measure

    @property
    def hidden(self) -> int:
        """How many values are not shown to this reader."""
        return sum(len(group.hidden) for group in self.groups)

    @property
    def svg(self) -> Markup:
        """The chart in the sizes of a page."""
        drawings = [self.drawing(size) for size in RESPONSIVE]
        return responsive_svg(drawings, uid="strata")

    def drawing(self, size: Layout = FULL) -> Drawing:
        """The chart: a panel for each stratum, and the gap."""
        return strata_chart(
            self.drawn,
            title=", ".join(part for part in (self.measure.name, self.title) if part),
            unit=self.measure.unit,
            size=size,
            period=reading.PACES[self.measure.frequency],
        )

    @property
    def days(self) -> list[date]:
        """Every period of the table, the latest first."""
        found = set(self.whole) | self.held
        for group in self.groups:
            found |= set(group.rows) | group.hidden
        return sorted(found, reverse=True)

    @property
    def head(self) -> list[tuple[str, str]]:
        """Headings of the table."""
        names = ["Whole team", *(group.name for group in self.groups)]
        return [(self.measure.frequency.value.capitalize(), ""), *((n, "number") for n in names)]

    @property
    def table(self) -> list[tuple[str, ...]]:
        """Each period with the whole team and its strata, in the measure's unit and as counts."""
        rows = [row for group in self.groups for row in group.rows.values()]
        shown = [display(self.measure, row.value, row.denominator) for row in rows]
        formats = number_format([each for each in shown if each is not None], self.measure.unit)

        def cell(row: Row | None, *, hidden: bool) -> str:
            if row is None:
                return NOT_SHOWN if hidden else "no value"
            value = display(self.measure, row.value, row.denominator)
            if row.denominator is None:
                return number(row.value)
            counts = f"{number(row.value)} of {number(row.denominator)}"
            return counts if value is None else f"{formats.data(value)} ({counts})"

        return [
            (
                periods.name(day, self.measure.frequency),
                cell(self.whole.get(day), hidden=day in self.held),
                *(cell(each.rows.get(day), hidden=day in each.hidden) for each in self.groups),
            )
            for day in self.days
        ]


def strata_page(
    series: Series,
    breakdowns: Sequence[Breakdown],
    breakdown: Breakdown,
    moment: Moment | None = None,
) -> StrataPage:
    """The page of a series by one of its breakdowns; its observations are loaded.

    With a `moment`, what was recorded then.
    """
    sees_all = access.may(May.SEE_TEAM, series.team)
    if moment is None:
        found = published.strata(series, breakdown.id, sees_all=sees_all)
    else:
        now, series = series, series_then(series, past.record(series).at(moment.at))
        found = published.strata_then(now, series, breakdown.id, moment.at, sees_all=sees_all)
    measure = series.measure
    groups = tuple(
        Group(
            stratum.name,
            {row.period: row for row in found.parts.get(stratum.id, ())},
            found.hidden.get(stratum.id, frozenset()),
        )
        for stratum in breakdown.strata
        if stratum.retired_at is None or stratum.id in found.parts or stratum.id in found.hidden
    )
    drawn = panels(measure, [(each.name, tuple(each.rows.values())) for each in groups])
    starts = [phase.starts_on for phase in series.phases]
    whole = analyze(method_of(measure), found.whole, starts, baselines_of(series))
    gap = gap_of(measure, drawn)
    return StrataPage(
        series=series,
        breakdowns=tuple(breakdowns),
        breakdown=breakdown,
        groups=groups,
        whole={row.period: row for row in found.whole},
        held=found.held,
        drawn=tuple(drawn),
        gap=gap,
        sentences=sentences(measure, whole, gap),
        sees_all=sees_all,
        may_enter=moment is None and access.may(May.ENTER_DATA, series),
        moment=moment,
        threshold=queries.thresholds(measure.network_id).now,
    )
