"""The blueprint of learning sessions, its addresses, and what its views share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from app.learning.models import LearningSession

bp = Blueprint("learning", __name__, template_folder="templates")

SESSIONS = "/networks/<network_slug>/sessions"
ONE = f"{SESSIONS}/<int:session_number>"
PLACE = f"{ONE}/teams/<team_slug>"


def session_url(session: LearningSession, page: str = "show", **more: Any) -> str:
    """The address of one of a session's pages."""
    return url_for(f"learning.{page}", **session.where, **more)
