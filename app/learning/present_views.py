"""The presenter's screen."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from app import access, navigation
from app.access import May
from app.clock import today
from app.learning import presenting, queries
from app.learning.blueprint import ONE, bp, session_url
from app.learning.models import LearningSession


@bp.get(f"{ONE}/present")
@access.learning_session(May.SEE_SESSION)
def present(session: LearningSession) -> Any:
    """Show one screen of the session; arrow keys and links lead to the next."""
    queries.load(session)
    navigation.within(session.network)
    stop = presenting.stop_at(session, _whole("item", 0), _whole("part", 0), today())

    def address(place: tuple[int, int] | None) -> str:
        if place is None:
            return ""
        return session_url(session, "present", item=place[0], part=place[1])

    return render_template(
        "learning/present.html",
        session=session,
        stop=stop,
        screen=stop.screen,
        back=address(stop.back),
        on=address(stop.on),
        evaluation_url=session_url(session, "evaluate", _external=True),
    )


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if text == "-1":
        return -1
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else default
