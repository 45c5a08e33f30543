"""A session of the cast's network, and what tests do to it."""

from __future__ import annotations

from datetime import date, time
from html.parser import HTMLParser
from typing import Any

from app.extensions import db
from app.learning import services
from app.learning.models import Check, LearningSession
from app.learning.services import Plan
from tests.factories import Cast

DAY = date(2024, 4, 9)


def plan(cast: Cast, **fields: Any) -> Plan:
    values: dict[str, Any] = {
        "title": "First learning session",
        "purpose": "",
        "on": DAY,
        "last_day": None,
        "starts": time(9),
        "ends": time(12),
        "time_zone": "UTC",
        "place": "",
        "link": "",
        "prework": "",
        "prework_due": None,
        "action_from": None,
        "action_until": None,
    }
    return Plan(
        fields=values | fields,
        measure_ids=[cast.measure.id],
        checks=[Check.AIM, Check.DATA, Check.CYCLE, Check.STORYBOARD, Check.THEORY],
        own=["Bring one thing that did not work"],
    )


def make_session(cast: Cast, *, announced: bool = True, **fields: Any) -> LearningSession:
    teams = [cast.team.id, cast.other_team.id]
    session = services.create(cast.network, plan(cast, **fields), teams, actor=cast.frank)
    if announced:
        services.announce(session, actor=cast.frank)
    db.session.commit()
    return session


def url(session: LearningSession, page: str = "") -> str:
    return f"/networks/river/sessions/{session.number}{page}"


class _Fields(HTMLParser):
    """What a browser sends of the page's first large form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.inside = False
        self.area = self.select = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.inside = True
            self.forms.append({})
        if not self.inside:
            return
        if (
            tag == "input"
            and name
            and (given.get("type") not in {"checkbox", "radio"} or "checked" in given)
        ):
            if given.get("type") == "checkbox":
                self.forms[-1].setdefault(name, []).append(given.get("value", "y"))
            else:
                self.forms[-1][name] = given.get("value", "")
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif (
            tag == "option"
            and self.select
            and ("selected" in given or self.select not in self.forms[-1])
        ):
            self.forms[-1][self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.forms[-1][self.area] = self.text.removeprefix("\r\n").removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def fields_of(answer: Any) -> dict[str, Any]:
    """The fields of the largest form of a page, as a browser sends them unchanged."""
    reader = _Fields()
    reader.feed(answer.get_data(as_text=True))
    return max(reader.forms, key=len)
