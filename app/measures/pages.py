"""What the measure page shows, ready for its templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app import access, clock
from app.access import May
from app.causes.cards import Card, cards_of
from app.causes.models import SignalCause
from app.causes.panel import card_url, told
from app.causes.queries import causes_of
from app.conversations.about import of_thing
from app.conversations.panel import Panel, panel_of
from app.measures import definition, periods, reading, recent
from app.measures.addresses import series_url
from app.measures.changes import ChartChange, changes_of
from app.measures.charts import SeriesChart, flags_of, nearby, series_chart
from app.measures.contents import Contents
from app.measures.entry import EntryRow, entry_row
from app.measures.forms import CorrectionForm, RemovalForm
from app.measures.models import Direction, Measure, Observation, Series
from app.measures.other_rules import beside
from app.measures.passport import Rows, reviewed
from app.measures.point import Point
from app.measures.reading import SignalLine
from app.measures.told import stored as told_of
from app.measures.versions import Candidate, candidates
from app.reviews.models import ChartReview
from app.reviews.queries import reviews_of
from charts.formats import number_format
from charts.meaning import MIN_USEFUL
from qi.results import Analysis

RECENT = 6
CARDS = 4
BETTER = {Direction.UP: "higher is better", Direction.DOWN: "lower is better"}

Events = tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class SignalCard:
    """A signal, what happened just before it, and how it is shown."""

    verdict: str
    direction: str | None
    title: str
    sentence: str
    events: Events
    cause: str = ""
    """What the team says caused it."""
    cause_href: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction that is open in the table, and what somebody else stored meanwhile."""

    observation: Observation
    form: CorrectionForm
    action: str
    removal: RemovalForm
    remove_action: str
    conflict: str = ""

    @property
    def is_removal(self) -> bool:
        """Whether it was sent to be removed, and was not."""
        form = self.removal
        return bool(form.errors or form.is_asked or (self.conflict and form.reason.data))

    @property
    def title(self) -> str:
        """The period that is corrected."""
        frequency = self.observation.series.measure.frequency
        return f"Correct {periods.name(self.observation.period, frequency)}"

    @property
    def remarks(self) -> tuple[str, ...]:
        """The note and what was stored before."""
        return recent.remarks_of(self.observation)

    @property
    def stored_words(self) -> str:
        """What is stored now."""
        return told_of(self.observation)

    @property
    def typed_words(self) -> str:
        """What was typed against an older version."""
        if self.is_removal:
            return "to remove it"
        below = self.form.denominator
        typed = self.form.value.data or ""
        if self.form.moved_to is not None:
            frequency = self.observation.series.measure.frequency
            day = periods.name(self.form.moved_to, frequency)
            events = self.form.events.data if self.form.events else ""
            many = f"{events} events" if events not in {"", "1"} else ""
            since = f"{typed} cases since the one before" if typed else ""
            return ", ".join(part for part in (day, many, since) if part)
        return f"{typed} of {below.data or ''}" if below else typed

    @property
    def stored_by(self) -> str:
        """Who stored what is there now."""
        corrections = self.observation.corrections
        by = corrections[-1].corrected_by if corrections else self.observation.entered_by
        return by.name if by else ""


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """The measure page of one team."""

    series: Series
    measure: Measure
    chart: SeriesChart
    meta: tuple[str, ...]
    entry: EntryRow | None
    full_access: bool
    recent: tuple[recent.Recent, ...]
    recent_head: tuple[tuple[str, str], ...]
    more_recent: int
    correction: Correction | None
    cards: tuple[SignalCard, ...]
    earlier: tuple[SignalCard, ...]
    lookalike: SignalCard | None
    other_rules: int
    """How many rule sets can be asked beside the chart's own; their answers come when looked at."""
    teams: int
    definition: tuple[tuple[str, str], ...]
    saved: str = ""
    point: Point | None = None
    """The point of the chart that is open."""
    versions: tuple[Candidate, ...] = ()
    """Where its definition changed."""
    by_group: bool = False
    """Whether the measure is reported by groups as well."""
    changes: tuple[ChartChange, ...] = ()
    """What was changed on the chart; only for its team and coach."""
    has_talk: bool = True
    """Whether anybody commented on the chart."""

    @property
    def talk(self) -> Panel | None:
        """What is said of the chart; only for its team and coach. Fragments of the page leave it."""
        here = of_thing(self.series, self.series.team)
        return panel_of(here, is_silent=not self.has_talk)

    reviews: tuple[ChartReview, ...] = ()
    """What its coach said of it, the latest first; only for its team and coach."""

    @property
    def passport(self) -> Rows:
        """How the chart was made, and who signed it off."""
        return (*self.chart.passport, *reviewed(self.reviews))

    @property
    def all_href(self) -> str:
        """The page with every value in its table."""
        return series_url(self.series, values="all", _anchor="recent")

    @property
    def rules_href(self) -> str:
        """What every rule set says about the same data."""
        return series_url(self.series, "measures.rules")

    @property
    def no_signal(self) -> str:
        """What is said where no signal is: why none can be found, or what that means."""
        analysis = self.chart.analysis
        if analysis is not None and analysis.phases[-1].all_equal and len(self.chart.rows) > 1:
            return "The values never vary, so there is no signal to find."
        if self.chart.verdict == "too_young":
            return f"Too few values to judge: that takes {MIN_USEFUL} off the center line."
        return (
            "No signal: the values vary as chance alone makes them vary. "
            "That is not the same as no effect."
        )

    @property
    def count_words(self) -> str:
        """How many signals there are: "1 signal, 1 look-alike"."""
        count = len(self.cards) + len(self.earlier)
        words = [f"{count} signal{'' if count == 1 else 's'}"] if count else []
        return ", ".join(words + (["1 look-alike"] if self.lookalike else []))


def series_page(
    series: Series,
    there: Contents,
    *,
    entry: EntryRow | None = None,
    correction: Correction | None = None,
    everything: bool = False,
    saved: str = "",
    point: Point | None = None,
) -> SeriesPage:
    """The page of a series; `queries.load_for_page` has loaded it and said what is `there`."""
    measure = series.measure
    full_access = access.may(May.SEE_TEAM, series.team)
    told = full_access and there.causes
    said = causes_of([series.id]).get(series.id, []) if told else []
    named = {series.id: {cycle.id for cause in said for cycle in cause.cycles}}
    chart = series_chart(
        series, flags=flags_of(series, there, named), full_access=full_access, linked=True
    )
    reviews = tuple(reviews_of(series.id)) if full_access and there.reviews else ()
    analysis = chart.analysis
    if entry is None and access.may(May.ENTER_DATA, series):
        entry = entry_row(series, clock.today())
    cards = _cards(chart, said)
    span = recent.span(series) if full_access else 0
    if correction is not None:
        period = correction.observation.period
        last = series.observations[-1].period
        everything = len(recent.between(series, period, last)) > RECENT
    shown = span if everything else min(span, RECENT)
    teams = there.teams if measure.is_shared else 0
    return SeriesPage(
        series=series,
        measure=measure,
        chart=chart,
        meta=_meta(measure, teams),
        entry=entry,
        full_access=full_access,
        recent=recent.latest(series, shown),
        recent_head=recent.head(measure),
        more_recent=span - shown,
        correction=correction,
        cards=cards[:CARDS],
        earlier=cards[CARDS:],
        lookalike=_lookalike(chart, analysis) if analysis else None,
        other_rules=len(beside(analysis.options["rules"].name)) if analysis else 0,
        teams=teams,
        definition=definition.counting(measure),
        saved=saved,
        point=point,
        versions=candidates(series, may_mark=access.may(May.MARK_CHART, series)),
        by_group=there.by_group,
        changes=changes_of(
            series, audited=there.changes, may_enter=access.may(May.ENTER_DATA, series)
        )
        if full_access
        else (),
        has_talk=there.talk,
        reviews=reviews,
    )


def _meta(measure: Measure, teams: int) -> tuple[str, ...]:
    shared = f"shared by {teams} teams" if teams != 1 else "kept by one team so far"
    parts = [measure.role.value.capitalize(), shared if measure.is_shared else "the team's own"]
    if measure.direction:
        parts.append(BETTER[measure.direction])
    return tuple(parts)


def _cards(chart: SeriesChart, said: Sequence[SignalCause]) -> tuple[SignalCard, ...]:
    """The signals, told; for those who see the team's work with what it says caused them."""
    if not chart.full_access:
        return tuple(_card(chart, line) for line in chart.signals)
    cause = {line.key: card for card in cards_of(chart.signals, said) for line in card.lines}
    return tuple(_card(chart, line, cause.get(line.key)) for line in chart.signals)


def _card(chart: SeriesChart, line: SignalLine, cause: Card | None = None) -> SignalCard:
    return SignalCard(
        line.verdict,
        line.direction,
        line.title,
        line.sentence,
        _events(chart, line.first),
        cause=told(cause.decision) if cause and cause.decision else "",
        cause_href=card_url(chart, cause) if cause else "",
    )


def _events(chart: SeriesChart, first: date) -> Events:
    return tuple((f"{day:%b %Y}", what, href or None) for day, what, href in nearby(chart, first))


def _lookalike(chart: SeriesChart, analysis: Analysis) -> SignalCard | None:
    index = reading.lookalike(analysis)
    if index is None:
        return None
    measure = chart.measure
    formats = number_format(analysis.values.tolist(), measure.unit)
    value, center = float(analysis.values[index]), float(analysis.center[index])
    name = periods.name(analysis.x[index], measure.frequency)
    low, high = float(analysis.lower[index]), float(analysis.upper[index])
    return SignalCard(
        verdict="no_signal",
        direction=None,
        title=f"{name} looks {'high' if value > center else 'low'}, but is not a signal",
        sentence=(
            f"{formats.full(value)} is inside the limits ({formats.label(low)} to "
            f"{formats.label(high)}). A {measure.frequency.value} like this comes by chance; "
            "no need to explain it."
        ),
        events=_events(chart, analysis.x[index]),
    )
