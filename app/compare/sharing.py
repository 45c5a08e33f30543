"""A team's choice of how the network sees one of its charts, and the form that asks for it."""

from __future__ import annotations

from flask_wtf import FlaskForm

from app import audit
from app.accounts.models import User
from app.conflicts import Difference, differences, expect
from app.errors import ServiceError
from app.extensions import db
from app.measures.models import Series, Share
from app.measures.sharing import choices, share_of
from app.plain_fields import AnswerField, VersionField

WORDS = {
    Share.OPEN: "By name: the network sees our chart and our numbers",
    Share.BLINDED: "By a code: the network sees the course of our values, without name or size",
    Share.CLOSED: "Not at all: only we and our coach see it",
}


class SharingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """How others see the series."""

    share = AnswerField("How the network sees this chart")
    version = VersionField()

    def offer(self, series: Series) -> None:
        """Let the team choose among what the network's rule leaves to it."""
        self.share.choices = [(each.value, WORDS[each]) for each in choices(series.measure)]

    @property
    def chosen(self) -> Share | None:
        """What was chosen; None where nothing was."""
        return Share(self.share.data) if self.share.data else None

    def lay_beside(self, series: Series) -> list[Difference]:
        """After a conflict: what is stored now. Saving again takes its place."""
        self.version.move_to(series.version)
        return differences({"share": share_of(series).value}, self)


def choose(actor: User, series: Series, share: Share | None, *, version: int | None = None) -> None:
    """Store the team's choice.

    Raises
    ------
    Conflict
        Where the series changed since the form was opened.
    ServiceError
        Where nothing was chosen, or what the network's rule does not leave to the team.
    """
    db.session.refresh(series, with_for_update={"of": Series})
    if version is not None:
        expect(series, version)
    if share is None or share not in choices(series.measure):
        raise ServiceError("Choose one of these ways.", field="share")
    before = share_of(series)
    if series.share is share:
        return
    series.share = share
    audit.record(
        actor,
        "share chart",
        series,
        network=series.team.network,
        before={"share": before.value},
        after={"share": share.value},
    )
