"""The comparison of a session under the session's own codes: as it is, and then as it was shown."""

from __future__ import annotations

from typing import Any

from flask import render_template

from app import access, navigation
from app.access import May
from app.compare import resolving
from app.compare.codes import scope_of
from app.compare.page import Comparison
from app.extensions import db
from app.learning import frozen
from app.learning.blueprint import ONE, bp, session_url
from app.learning.models import LearningSession, Status
from app.measures.models import Measure

SHOWN = f"{ONE}/shown/<measure_slug>"
CODED = "Team "
"""What stands before a code."""


@bp.get(SHOWN)
@access.learning_session(May.SEE_SESSION)
def shown(session: LearningSession, measure_slug: str) -> Any:
    """Show a measure as the room sees it: as it is now, and of a closed session as it was shown."""
    measure, name, comparison = _comparison(session, measure_slug)
    navigation.within(session.network)
    who = access.standing()
    resolves = access.resolves(session.network_id, who)
    return render_template(
        "learning/shown.html",
        session=session,
        measure=measure,
        name=name,
        comparison=comparison,
        others=frozen.shown_of(session),
        held=session.status is Status.HELD,
        asks=bool(_codes(comparison)) and access.may(May.ASK_CODES, session),
        resolves=resolves,
        coded=frozen.coded_words(comparison),
    )


@bp.post(f"{SHOWN}/codes")
@access.learning_session(May.ASK_CODES)
def codes(session: LearningSession, measure_slug: str) -> Any:
    """Tell who runs sessions all codes of the session, a team and its coach their own; audited."""
    measure, name, comparison = _comparison(session, measure_slug)
    who = access.standing()
    found = resolving.resolve_shown(
        access.actor(),
        measure,
        _codes(comparison),
        scope=scope_of(session),
        team_ids=None if access.resolves(session.network_id, who) else access.own_teams(who),
    )
    db.session.commit()
    navigation.within(session.network)
    return render_template(
        "compare/codes.html",
        measure=measure,
        found=found,
        name=f"{session.title}: {name}",
        back=session_url(session, "shown", measure_slug=measure_slug),
    )


def _comparison(
    session: LearningSession, slug: str
) -> tuple[Measure, str, frozen.Kept | Comparison]:
    """The measure, what it was called, and the comparison; not found where it is none of these."""
    if session.status is Status.HELD:
        kept = frozen.one_shown(session, slug)
        if kept is None:
            access.not_found()
        found = frozen.read(kept)
        return kept.measure, found.name, found
    measure = next((one.measure for one in session.measures if one.measure.slug == slug), None)
    if measure is None:
        access.not_found()
    return measure, measure.name, frozen.comparison_now(session, measure)


def _codes(comparison: frozen.Kept | Comparison) -> set[str]:
    """The codes that stand on it."""
    panels = (panel for group in comparison.groups for panel in group.panels)
    return {panel.name.removeprefix(CODED) for panel in panels if panel.coded}
