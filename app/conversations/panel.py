"""The comments on one thing, ready for the panel that stands with it."""

from __future__ import annotations

from dataclasses import dataclass

from app import access
from app.access import May
from app.accounts.models import User
from app.conversations.about import About
from app.conversations.forms import CommentForm
from app.conversations.mentions import Piece, pieces, readers_of
from app.conversations.models import Comment, CommentAction, Thread
from app.conversations.queries import threads_about


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a comment said before it was edited."""

    until: object
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment as the person may read it."""

    comment: Comment
    author: str
    pieces: tuple[Piece, ...]
    """Nothing of what was withdrawn."""
    earlier: tuple[Earlier, ...]
    is_own: bool
    asks_me: bool
    """Whether it mentions the person, who has not said that they read it."""
    told: tuple[str, ...]
    """Whom it mentions besides those whom its text names."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took it back."""
        return self.comment.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread as the panel shows it."""

    thread: Thread
    entries: tuple[Entry, ...]

    @property
    def is_folded(self) -> bool:
        """Whether it stands closed, to be opened."""
        return not self.thread.is_open

    @property
    def first(self) -> Entry:
        """The comment that opened it."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Writing:
    """A form that was sent and not stored: a new thread's, or the answer to one."""

    form: CommentForm
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """The comments on one thing."""

    about: About
    talks: tuple[Talk, ...]
    people: tuple[User, ...]
    """Whom the person can mention: everybody else who may see the team's work."""
    may_write: bool
    may_ask: bool
    """Whether the person may ask for help in the team's name."""
    coaches: tuple[str, ...]
    writing: Writing | None = None

    @property
    def waiting(self) -> tuple[Talk, ...]:
        """The threads that are open."""
        return tuple(talk for talk in self.talks if talk.thread.is_open)

    @property
    def done(self) -> tuple[Talk, ...]:
        """The threads that are resolved or withdrawn."""
        return tuple(talk for talk in self.talks if not talk.thread.is_open)

    @property
    def count_words(self) -> str:
        """How many wait: "2 open, 1 resolved"."""
        waiting, done = len(self.waiting), len(self.done)
        words = ([f"{waiting} open"] if waiting else []) + ([f"{done} done"] if done else [])
        return ", ".join(words)

    @property
    def fresh(self) -> CommentForm:
        """The form of a new comment: empty, or as it was sent."""
        return self.form_for(None)

    def form_for(self, thread_id: int | None) -> CommentForm:
        """The form of an answer, or of a new comment; as it was sent where it was refused."""
        if self.writing is not None and self.writing.thread_id == thread_id:
            form = self.writing.form
        else:
            form = CommentForm(formdata=None)
        form.offer(self.people)
        return form


def panel_of(
    about: About, writing: Writing | None = None, *, is_silent: bool = False
) -> Panel | None:
    """The comments on a thing for the signed-in person; None for who may not see the team's work.

    `is_silent` says that there are none, which spares asking for them.
    """
    if not access.may(May.SEE_TEAM, about.team):
        return None
    me, readers = access.actor(), readers_of(about.team)
    people = [each.user for each in readers]
    threads = [] if is_silent else threads_about(about)
    return Panel(
        about=about,
        talks=tuple(talk_of(each, me, people) for each in threads),
        people=tuple(person for person in people if person.id != me.id),
        may_write=access.may(May.COMMENT, about.team),
        may_ask=access.may(May.EDIT_TEAM, about.team),
        coaches=tuple(each.user.name for each in readers if each.coaches),
        writing=writing,
    )


def talk_of(thread: Thread, me: User, people: list[User]) -> Talk:
    """A thread as `me` may read it."""
    return Talk(thread, tuple(_entry(each, me, people) for each in thread.comments))


def _entry(comment: Comment, me: User, people: list[User]) -> Entry:
    gone = comment.withdrawn_at is not None
    named = [each.user for each in comment.mentions]
    cut = () if gone else pieces(comment.text, [*people, *(u for u in named if u not in people)])
    in_text = {piece.text.removeprefix("@").casefold() for piece in cut if piece.is_mention}
    changes = comment.changes if comment.edited_at is not None else []
    edits = [each for each in changes if each.action is CommentAction.EDIT]
    return Entry(
        comment=comment,
        author=comment.author.name if comment.author else "Somebody",
        pieces=cut,
        earlier=() if gone else tuple(Earlier(each.at, each.before) for each in edits),
        is_own=comment.author_id == me.id,
        asks_me=not gone
        and comment.thread.resolved_at is None
        and any(each.user_id == me.id and each.read_at is None for each in comment.mentions),
        told=()
        if gone
        else tuple(
            user.name
            for user in named
            if not {user.name.casefold(), user.name.split()[0].casefold()} & in_text
        ),
    )
