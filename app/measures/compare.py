"""All teams on one measure: read by rules, grouped by what they say, in an order that means something."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from markupsafe import Markup

from app import access
from app.access import Standing
from app.measures import chance, compare_words, periods, queries, reading
from app.measures.catalog import BETTER
from app.measures.compare_words import GROUPS, JUDGED, NAMES
from app.measures.models import Frequency, Measure
from app.measures.queries import TeamRows
from app.measures.reading import Says
from app.measures.series import analyze, method_of
from app.networks.models import WorkingGroup
from app.strata import published
from charts import panel_view, shared_scale
from charts.formats import NumberFormat, number_format
from charts.outliers import highest_beyond
from charts.small_multiples import SharedScale, panel_plot
from charts.words import sentence_case
from qi.chart_types import CHART_TYPES
from qi.results import Analysis
from qi.rules.rulesets import RuleSet, rule_set

STALE = 3
"""Periods behind the newest data after which a chart says nothing about now."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which teams are shown, and how: a part of their name, a working group, one scale or own."""

    name: str
    group: int | None
    own_scale: bool = False


def read_filter(args: Mapping[str, str]) -> Filter:
    """Read the filter from a query string; what can be no group's number names no group."""
    group = args.get("group", "")
    known = group.isdecimal() and len(group) < 10
    return Filter(
        args.get("q", "").strip()[:80], int(group) if known else None, args.get("scale") == "own"
    )


@dataclass(frozen=True, slots=True)
class Panel:
    """One team's small chart."""

    name: str
    href: str
    verdict: str
    direction: str | None
    latest: str
    foot: str
    own: bool
    svg: Markup
    team: TeamRows
    """What it is drawn of: the rows that this reader may see, and what is marked on them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Teams whose charts say the same."""

    key: str
    verdict: str
    direction: str | None
    name: str
    rule: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison page."""

    measure: Measure
    sentence: str
    chance: str
    span: str
    groups: tuple[Group, ...]
    total: int
    closed: bool
    """Whether other teams' charts are left out because the measure is not open."""
    foot: str

    @property
    def meta(self) -> str:
        """Span of the data and which way is better."""
        better = BETTER[self.measure.direction] if self.measure.direction else ""
        return "".join(f"{part}. " for part in (self.span, better) if part).strip()


@dataclass(frozen=True, slots=True)
class _Read:
    team: TeamRows
    analysis: Analysis | None
    says: Says
    last: date | None
    own: bool
    evidence: float


def comparison(
    measure: Measure,
    who: Standing,
    *,
    name: str = "",
    groups: Sequence[WorkingGroup] = (),
    group_id: int | None = None,
    own_scale: bool = False,
) -> Comparison:
    """Compare the teams that the person may see, by name and working group."""
    is_open = access.is_open(measure, who)
    own = access.own_teams(who)
    teams = queries.rows_by_team(
        measure,
        only_teams=None if is_open else own,
        name=name,
        groups=None if group_id is None else queries.within_group(groups, group_id),
    )
    seen = published.rows_of_many(
        measure,
        {team.series_id: team.rows for team in teams},
        {team.series_id for team in teams if team.team_id in own},
    )
    read = [
        _read(measure, replace(team, rows=seen[team.series_id]), own=team.team_id in own)
        for team in teams
    ]
    newest = max((each.last for each in read if each.last), default=None)
    found = {key: [each for each in read if _key(each, measure, newest) == key] for key in GROUPS}
    rules = _Rules.of(measure, read)
    draw = _Draw(
        measure,
        [each.analysis for each in read if each.analysis is not None],
        newest,
        own_scale=own_scale,
    )
    return Comparison(
        measure=measure,
        sentence=compare_words.sentence({key: len(found[key]) for key in GROUPS}),
        chance=_chance(measure, rules, found),
        span=_span(measure, read, newest),
        groups=tuple(_group(rules, key, found[key], draw, newest) for key in GROUPS if found[key]),
        total=len(read),
        closed=not is_open,
        foot=_foot(draw) if draw.analyses else "",
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules that the comparison's charts are judged by."""

    rules: RuleSet
    limits: bool

    @classmethod
    def of(cls, measure: Measure, read: Sequence[_Read]) -> _Rules:
        kind = CHART_TYPES[measure.chart]
        rules = rule_set(measure.rules, limits=kind.limits)
        if kind.only_outside:
            rules = RuleSet(rules.name, outside=rules.outside)
        vary = [each.analysis.phases[-1].limits_vary for each in read if each.analysis]
        return cls(chance.applied(rules, limits_vary=2 * sum(vary) > len(vary)), kind.limits)

    def words(self, words: dict[str, str]) -> str:
        return chance.rule_words(self.rules, words, limits=self.limits)


def _read(measure: Measure, team: TeamRows, *, own: bool) -> _Read:
    rows = team.rows
    analysis = analyze(method_of(measure), rows, team.phase_starts, team.baselines)
    if analysis is None:
        return _Read(team, None, Says("too_young", None, "No data yet", None), None, own, 0.0)
    says = reading.says(analysis, measure.frequency)
    return _Read(
        team, analysis, says, rows[-1].period, own, reading.evidence(analysis, says.signal)
    )


def _key(each: _Read, measure: Measure, newest: date | None) -> str:
    paced = measure.frequency is not Frequency.EVENT
    if paced and each.last is not None and newest is not None:
        behind = periods.count_between(each.last, newest, measure.frequency)
        if behind > STALE:
            return "stale"
    return each.says.verdict


def _order(each: _Read) -> tuple[bool, int, float, str]:
    """One's own team first; then the latest data, the strongest evidence, the name."""
    last = each.last.toordinal() if each.last else 0
    return (not each.own, -last, -each.evidence, each.team.name)


class _Draw:
    """Draws panels on the scale of the page."""

    def __init__(
        self, measure: Measure, analyses: list[Analysis], newest: date | None, *, own_scale: bool
    ) -> None:
        self.measure = measure
        self.analyses = analyses
        self.newest = newest
        self.own_scale = own_scale
        self.pace = reading.PACES[measure.frequency]
        self.scale: SharedScale = shared_scale(analyses, unit=measure.unit, period=self.pace)
        values = (value for each in analyses for value in each.values.tolist())
        self.formats: NumberFormat = number_format(values, measure.unit)
        self.url = url_for(
            "measures.show",
            network_slug=measure.network.slug,
            team_slug="TEAM-SLUG",
            measure_slug=measure.slug,
        )

    def panel(self, each: _Read, key: str) -> Panel:
        analysis = each.analysis
        latest, svg = "", Markup()
        if analysis is not None:
            index = reading.latest_index(analysis)
            latest = "" if index is None else self.formats.data(float(analysis.values[index]))
            svg = panel_plot(panel_view(analysis, self._scale_of(analysis), title=each.team.name))
        quiet = key == "stale"
        return Panel(
            name=each.team.name,
            # One address is built for the page; building 140 costs more than drawing 20 charts.
            href=self.url.replace("TEAM-SLUG", each.team.slug),
            verdict="too_young" if quiet else each.says.verdict,
            direction=None if quiet else each.says.direction,
            latest=latest,
            foot=self._foot(each, key),
            own=each.own,
            svg=svg,
            team=each.team,
        )

    def _scale_of(self, analysis: Analysis) -> SharedScale:
        """The page's scale, or the team's own on the page's calendar."""
        if not self.own_scale:
            return self.scale
        own = shared_scale([analysis], unit=self.measure.unit, period=self.pace)
        return replace(self.scale, axis=own.axis, grid=own.grid)

    def beyond(self, high: str) -> str:
        """Say which values the scale leaves out."""
        tops = (highest_beyond(each, self.scale.axis) for each in self.analyses)
        far = sorted(top for top in tops if top is not None)
        return compare_words.beyond([self.formats.data(top) for top in far], high)

    def _foot(self, each: _Read, key: str) -> str:
        analysis = each.analysis
        if each.last is None or analysis is None:
            return each.says.caption
        highest = highest_beyond(analysis, self.scale.axis)
        above = "" if highest is None else f". Values up to {self.formats.data(highest)}"
        if self.own_scale:
            above = ". {}\u00a0to\u00a0{}".format(
                *compare_words.ends(self._scale_of(analysis).axis, self.measure.unit)
            )
        up_to = f"ata up to {periods.name(each.last, self.measure.frequency)}"
        if key == "stale":
            return f"D{up_to}{above}"
        caption = each.says.caption
        if key == "no_signal" and analysis.signals:
            last = max(signal.indices[-1] for signal in analysis.signals)
            caption = f"No signal since {periods.name(analysis.x[last], self.measure.frequency)}"
        caption += above
        return caption if each.last == self.newest else f"{caption}. D{up_to}"


def _group(rules: _Rules, key: str, found: list[_Read], draw: _Draw, newest: date | None) -> Group:
    measure = draw.measure
    better = measure.direction.value if measure.direction else None
    directions = {"improvement": better, "concern": _other(better)}
    return Group(
        key=key,
        verdict="too_young" if key == "stale" else key,
        direction=directions.get(key),
        name=NAMES[key],
        rule=_rule(measure, rules, key, newest),
        panels=tuple(draw.panel(each, key) for each in sorted(found, key=_order)),
    )


def _other(direction: str | None) -> str | None:
    return {"up": "down", "down": "up"}.get(direction or "")


def _rule(measure: Measure, rules: _Rules, key: str, newest: date | None) -> str:
    word = measure.frequency.value
    still = f" in {periods.name(newest, measure.frequency)}" if newest else ""
    sided = sentence_case(rules.words(chance.SIDED))
    unsided = rules.words(chance.UNSIDED)
    change = f"Signals without a better side{f': {unsided}' if unsided else ''}"
    if measure.direction is None:
        change = f"{sided}{f', or {unsided}' if unsided else ''}, still true{still}"
    return {
        "improvement": f"{sided}, on the better side, still true{still}.",
        "concern": "The same rules, on the worse side.",
        "change": f"{change}; or signals that point both ways.",
        "no_signal": "Change is within what chance alone would give. Not “no effect”.",
        "too_young": f"Fewer than 10 {word}s off the center line, so not judged. "
        "Center lines are trial lines.",
        "stale": f"No value in the last {STALE} {word}s, so nothing is said about now.",
    }[key]


def _chance(measure: Measure, rules: _Rules, found: dict[str, list[_Read]]) -> str:
    """How many of the teams that are judged now would show a signal now by chance alone."""
    lengths = [
        each.analysis.phases[-1].n_points
        for key in JUDGED
        for each in found[key]
        if each.analysis is not None
    ]
    if not lengths:
        return ""
    typical = round(statistics.median(lengths))
    share = chance.share_at_latest(rules.rules, typical, limits=rules.limits)
    expected = round(share * len(lengths))
    many = f"about {expected}" if expected else "fewer than 1"
    teams = "1 team" if len(lengths) == 1 else f"{len(lengths)} teams"
    return (
        f"By chance alone {many} of {teams} would show a signal at their latest "
        f"{measure.frequency.value}."
    )


def _span(measure: Measure, read: Iterable[_Read], newest: date | None) -> str:
    first = min((each.team.rows[0].period for each in read if each.team.rows), default=None)
    if first is None or newest is None:
        return ""
    start = periods.name(first, measure.frequency)
    return f"{start} to {periods.name(newest, measure.frequency)}"


def _foot(draw: _Draw) -> str:
    measure = draw.measure
    low, high = compare_words.ends(draw.scale.axis, measure.unit)
    scale = f"Every chart runs from {low} to {high}. {draw.beyond(high)}"
    if draw.own_scale:
        scale = "Every chart has a scale of its own, named under it: compare courses, not heights. "
    limits = "each team's own values"
    if measure.baseline_points:
        limits = f"each team's first {periods.count(measure.baseline_points, measure.frequency)}"
    lines = "Center lines" if measure.chart == "run" else "Center lines and limits"
    return f"{scale}The number is the latest value. {lines} come from {limits}."
