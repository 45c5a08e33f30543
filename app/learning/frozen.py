"""The comparison as it was shown at the session: kept as values and words, drawn again from them.

What is kept is what anybody of the network may see, since all in the room saw it: published rows
only, and no team's own view. Drawing it again asks nothing of what is stored of the teams.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access, audit, clock
from app.accounts.models import User
from app.compare import words
from app.compare.blinding import kept_course, method_of_course
from app.compare.codes import scope_of
from app.compare.drawing import Panel
from app.compare.page import Comparison, Group, comparison
from app.compare.seen import FEWEST
from app.extensions import db
from app.learning.action_periods import action_spans
from app.learning.kept_models import ShownComparison
from app.learning.models import LearningSession, Status
from app.measures import reading
from app.measures.models import Frequency, Measure
from app.measures.series import Method, Row, analyze, method_of
from app.networks.models import Network
from app.pairings.bright import Bright, lasting
from app.pairings.candidates import candidates
from app.pairings.proposing import pairs
from charts import Span, panel_view, shared_scale
from charts.small_multiples import panel_plot
from qi.results import Analysis

FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeptPanel:
    """One team's small chart as it was shown."""

    name: str
    verdict: str
    direction: str | None
    latest: str
    foot: str
    coded: bool
    """Whether a code stands for the team."""
    svg: Markup
    analysis: Analysis | None
    spot: Bright | None
    """Its lasting improvement, by evidence that chance seldom gives."""
    tested: tuple[str, ...] = ()
    """What the network may know that it tested before that improvement began."""


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """Teams whose charts said the same."""

    key: str
    verdict: str
    direction: str | None
    name: str
    rule: str
    panels: tuple[KeptPanel, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A comparison as it was shown."""

    name: str
    unit: str
    frequency: Frequency
    meta: str
    sentence: str
    chance: str
    foot: str
    groups: tuple[KeptGroup, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    """Teams that could use an answer with those that may have it: both names, and why."""
    spans: tuple[Span, ...] = ()
    """The network's action periods as they were then."""

    @property
    def total(self) -> int:
        return sum(len(group.panels) for group in self.groups)


def coded_words(found: Kept | Comparison) -> str:
    """What the codes on a session's comparison hide and what they do not; "" where none are."""
    coded = sum(panel.coded for group in found.groups for panel in group.panels)
    return words.coded(coded, 0, fewest=FEWEST, picks=False)


def eyes_of(network: Network) -> access.Standing:
    """Somebody of the network who is on no team: what they may see, all in the room may see."""
    return access.Standing({}, {}, frozenset(), frozenset({network.id}))


def comparison_now(session: LearningSession, measure: Measure) -> Comparison:
    """The comparison of a measure as everybody in the room may see it, with the session's codes."""
    return comparison(measure, eyes_of(measure.network), scope=scope_of(session))


def hold(session: LearningSession, *, actor: User | None) -> None:
    """Close the session, and keep what its comparison shows. Flushes; closing twice changes nothing."""
    # Whoever closes it at the same moment waits here, and then finds it closed.
    db.session.refresh(session, with_for_update=True)
    if session.status is Status.HELD:
        return
    session.status, session.held_at = Status.HELD, clock.now()
    for position, each in enumerate(session.measures):
        made = ShownComparison(
            session=session,
            measure=each.measure,
            position=position,
            content=content_of(each.measure, comparison_now(session, each.measure)),
        )
        db.session.add(made)
    db.session.flush()
    names = ", ".join(each.measure.name for each in session.measures)
    audit.record(
        actor, "close session", session, network=session.network, after={"kept": names or "nothing"}
    )


def content_of(measure: Measure, shown: Comparison) -> dict[str, Any]:
    """A comparison as JSON: the values and words that were on the screen, and how they were judged."""
    method = method_of(measure)
    found = candidates(measure, eyes_of(measure.network))
    return {
        "format": FORMAT,
        "name": measure.name,
        "unit": measure.unit,
        "definition_version": measure.definition_version,
        "method": {
            "chart": method.chart,
            "rules": method.rules,
            "frequency": method.frequency.value,
            "has_denominator": method.has_denominator,
            "multiplier": method.multiplier,
            "target": method.target,
            "direction": method.direction,
            "baseline": method.baseline,
        },
        "meta": shown.meta,
        "sentence": shown.sentence,
        "chance": shown.chance,
        "foot": shown.foot,
        "groups": [_group(group) for group in shown.groups],
        "periods": [
            [each.first.isoformat(), each.last.isoformat(), each.name, each.short]
            for each in action_spans(measure.network_id)
        ],
        "tested": {each.name: [one.text for one in each.tested] for each in found if each.tested},
        "pairs": [
            [f"{each.asks.name} and {each.bright.name}", each.reason] for each in pairs(found)
        ],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "verdict": group.verdict,
        "direction": group.direction,
        "name": group.name,
        "rule": group.rule,
        "panels": [_panel(panel) for panel in group.panels],
    }


def _panel(panel: Panel) -> dict[str, Any]:
    team = panel.team
    return {
        "name": panel.name,
        "verdict": panel.verdict,
        "direction": panel.direction,
        "latest": panel.latest,
        "foot": panel.foot,
        "coded": panel.coded,
        "rows": [
            [row.period.isoformat(), row.value, row.denominator, row.excluded]
            + ([list(row.raw)] if row.raw else [])
            for row in team.rows
        ],
        "starts": [day.isoformat() for day in team.phase_starts],
        "baselines": [
            [day.isoformat() if day else None, points] for day, points in team.baselines.items()
        ],
    }


def read(shown: ShownComparison) -> Kept:
    """What was kept, drawn again."""
    return read_content(shown.content)


def read_content(content: Mapping[str, Any]) -> Kept:
    """A comparison out of JSON, drawn again."""
    said = content["method"]
    method = Method(**{**said, "frequency": Frequency(said["frequency"])})
    kept = [[_series(method, panel) for panel in group["panels"]] for group in content["groups"]]
    analyses = [[_analysis(*each) for each in group] for group in kept]
    known = [each for group in analyses for each in group if each is not None]
    pace = reading.PACES[method.frequency]
    # Sessions that were closed by an earlier version kept no action periods, tests and pairs.
    spans = tuple(
        Span(date.fromisoformat(first), date.fromisoformat(last), name, short)
        for first, last, name, short in content.get("periods", ())
    )
    unit = content["unit"]
    scale = shared_scale(known, unit=unit, period=pace, spans=spans) if known else None

    def drawn(name: str, analysis: Analysis | None) -> Markup:
        if analysis is None or scale is None:
            return Markup()
        return panel_plot(panel_view(analysis, scale, title=name))

    tested = content.get("tested", {})
    groups = tuple(
        KeptGroup(
            panels=tuple(
                KeptPanel(
                    svg=drawn(panel["name"], analysis),
                    analysis=analysis,
                    spot=_spot(group["key"], series),
                    tested=() if panel["coded"] else tuple(tested.get(panel["name"], ())),
                    **{
                        key: panel[key]
                        for key in ("name", "verdict", "direction", "latest", "foot", "coded")
                    },
                )
                for panel, series, analysis in zip(group["panels"], told, found, strict=True)
            ),
            **{key: group[key] for key in ("key", "verdict", "direction", "name", "rule")},
        )
        for group, told, found in zip(content["groups"], kept, analyses, strict=True)
    )
    texts = ("name", "unit", "meta", "sentence", "chance", "foot")
    more = {key: content[key] for key in texts}
    told = tuple((names, reason) for names, reason in content.get("pairs", ()))
    return Kept(groups=groups, pairs=told, spans=spans, frequency=method.frequency, **more)


_Series = tuple[Method, Method, list[Row], list[date], dict[date | None, int]]
"""The measure's method, that of what was shown, and the rows with what is marked on them."""


def _series(method: Method, panel: Mapping[str, Any]) -> _Series:
    rows = [_row(each) for each in panel["rows"]]
    starts = [date.fromisoformat(day) for day in panel["starts"]]
    baselines = {
        date.fromisoformat(day) if day else None: points for day, points in panel["baselines"]
    }
    # Of a team under a code the values alone were kept, as they alone were shown.
    own = method_of_course(method) if panel["coded"] else method
    return method, own, rows, starts, baselines


def _spot(key: str, series: _Series) -> Bright | None:
    """The lasting improvement: of a chart that shows one, or that was phased anew since it began."""
    _, method, rows, starts, baselines = series
    if key != "improvement" and (not starts or key in {"stale", "concern"}):
        return None
    return lasting(method, rows, starts, baselines)


def _analysis(
    method: Method,
    own: Method,
    rows: list[Row],
    starts: list[date],
    baselines: dict[date | None, int],
) -> Analysis | None:
    if own is method:
        return analyze(method, rows, starts, baselines)
    return kept_course(method, rows, starts, baselines)


def _row(each: Sequence[Any]) -> Row:
    raw = each[4] if len(each) > 4 else None
    return Row(date.fromisoformat(each[0]), each[1], each[2], bool(each[3]), raw)


def shown_of(session: LearningSession) -> list[ShownComparison]:
    """What was shown at a session, in its order."""
    query = (
        select(ShownComparison)
        .where(ShownComparison.session_id == session.id)
        .options(joinedload(ShownComparison.measure))
        .order_by(ShownComparison.position, ShownComparison.id)
    )
    return list(db.session.scalars(query))


def one_shown(session: LearningSession, slug: str) -> ShownComparison | None:
    """What was shown of one measure."""
    return next((each for each in shown_of(session) if each.measure.slug == slug), None)


def room_sees(session: LearningSession, slug: str) -> tuple[Measure, Kept] | None:
    """A measure of the session as the room sees it, in the form in which it is kept.

    Of a session that was held it is what was shown, before that what would be shown now; None where
    the measure is none of the session's.
    """
    if session.status is Status.HELD:
        kept = one_shown(session, slug)
        return None if kept is None else (kept.measure, read(kept))
    measure = next((each.measure for each in session.measures if each.measure.slug == slug), None)
    if measure is None:
        return None
    return measure, read_content(content_of(measure, comparison_now(session, measure)))
