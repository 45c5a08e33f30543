"""The session pack: asking for it, watching it being made, fetching its files."""

from __future__ import annotations

from typing import Any

from flask import Response

from app import access, navigation
from app.access import May
from app.extensions import db
from app.htmx import go_to, page_or_fragment
from app.learning import packing
from app.learning.blueprint import ONE, bp, session_url
from app.learning.kept_models import SessionPack
from app.learning.models import LearningSession
from app.storyboard.slides import MIMETYPE


@bp.get(f"{ONE}/pack")
@access.learning_session(May.RUN_SESSIONS)
def pack(session: LearningSession) -> Response:
    """Show how far the pack is, or its files; for htmx the part that changes."""
    navigation.within(session.network)
    return page_or_fragment(
        "learning/pack.html",
        "learning/_pack.html",
        session=session,
        pack=packing.pack_of(session),
        is_stuck=packing.is_stuck,
        teams=packing.teams_in(session),
    )


@bp.post(f"{ONE}/pack")
@access.learning_session(May.RUN_SESSIONS)
def make_pack(session: LearningSession) -> Any:
    """Begin to make the pack; who leaves finds it later."""
    # Asked before the commit: afterwards it would hold the database while the pack is made.
    key, run = session.id, packing.begin(session, actor=access.actor())
    db.session.commit()
    if run:
        packing.start(key, run)
    return go_to(session_url(session, "pack"))


@bp.get(f"{ONE}/pack.pptx")
@access.learning_session(May.FETCH_PACK)
def pack_slides(session: LearningSession) -> Response:
    """Answer the pack as slides; of a session that was held to everybody of the network."""
    return _file(session, SessionPack.slides.key, MIMETYPE, "pptx")


@bp.get(f"{ONE}/pack.pdf")
@access.learning_session(May.FETCH_PACK)
def pack_paper(session: LearningSession) -> Response:
    """Answer the pack as PDF; of a session that was held to everybody of the network."""
    return _file(session, SessionPack.paper.key, "application/pdf", "pdf")


def _file(session: LearningSession, column: str, kind: str, ending: str) -> Response:
    found = packing.pack_of(session)
    content = getattr(found, column) if found is not None else None
    if content is None:
        access.not_found()
    answer = Response(content, content_type=kind)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=packing.file_name(session, ending)
    )
    return answer
