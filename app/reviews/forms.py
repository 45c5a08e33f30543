"""The forms of a chart review: what the coach says or asks, and what the team answers."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from app.guarded import Guarded
from app.plain_fields import ChoiceField, VersionField, prose
from app.reviews.better import NAMES


class ReviewForm(Guarded):
    """A note to sign off with, or a question; which of them the button says."""

    note = prose("Note or question to the team", render_kw={"rows": 3})
    better_chart = ChoiceField("Ask for", choices=[(key, name) for key, name in NAMES.items()])
    seen = HiddenField()
    """The chart as it was when the form was opened."""

    def offer(self, charts: Any) -> None:
        """The charts that may be asked for."""
        self.better_chart.choices = list(charts)


class AnswerForm(Guarded):
    """The team's answer."""

    answer = prose("Answer", render_kw={"rows": 3})
    version = VersionField()
