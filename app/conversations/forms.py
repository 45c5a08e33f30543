"""The form of a comment."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField
from wtforms.validators import DataRequired

from app.accounts.models import User
from app.conversations.models import Comment
from app.guarded import Guarded
from app.plain_fields import TicksField, VersionField, prose


class CommentForm(Guarded):
    """What is said, who is to read it, and whether the team would like help."""

    text = prose("Comment", render_kw={"rows": 3})
    tell = TicksField("Who should read it?")
    help = BooleanField("We would like help with this")
    version = VersionField()

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        # Kept apart from `prose`, whose fields may all stay empty.
        self.text.validators = [DataRequired("Write what you want to say."), *self.text.validators]

    def offer(self, people: Iterable[User]) -> None:
        """Let the person choose whom to mention among these."""
        self.tell.choices = [(str(person.id), person.name) for person in people]

    def show(self, comment: Comment) -> None:
        """Fill the form from what is stored."""
        self.text.data = comment.text
        self.tell.data = [str(each.user_id) for each in comment.mentions]
        self.version.data = str(comment.version)
