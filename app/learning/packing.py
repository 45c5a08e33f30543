"""Making a session's files, stage by stage, while its row says how far it is."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g
from sqlalchemy import select

from app import audit, clock
from app.accounts.models import User
from app.extensions import db
from app.learning import frozen, pack_slides, presenting, queries, timing
from app.learning.kept_models import SessionPack
from app.learning.models import LearningSession, Status
from app.storyboard import slides as boards
from app.storyboard.material import material_of
from app.teams.models import Team
from charts import deck_figure, slides
from charts.slides.view import Slide

STUCK = timedelta(minutes=2)
"""Without a step for so long, whoever was making it is gone."""
BEAT = timedelta(seconds=2)
MOST_TEAMS = 60
WHOLE = 100
"""What `SessionPack.total` is: how far it is stands as a percentage of the work."""
DRAWN, WRITTEN = 5, 35
"""Percent of the work that is done once all is laid out, and once the slides are written. With 60
storyboards laying out took 4%, the slides 27% and the PDF 69% of the processor's time."""


def pack_of(session: LearningSession) -> SessionPack | None:
    """The session's pack, if one was asked for."""
    query = select(SessionPack).where(SessionPack.session_id == session.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def is_ready(session: LearningSession) -> bool:
    """Whether both files are there, of a session that was held: everybody of the network may read them."""
    if session.status is not Status.HELD:
        return False
    query = select(SessionPack.id).where(
        SessionPack.session_id == session.id,
        SessionPack.slides.is_not(None),
        SessionPack.paper.is_not(None),
    )
    return db.session.scalar(query) is not None


def teams_in(session: LearningSession) -> list[Team]:
    """The teams whose storyboards the pack has."""
    return presenting.boards_of(session)[:MOST_TEAMS]


def is_stuck(pack: SessionPack) -> bool:
    """Whether nobody makes it any more, though it is not finished."""
    return pack.finished_at is None and clock.now() - pack.touched_at > STUCK


def file_name(session: LearningSession, ending: str) -> str:
    """The name of one of the files: network, session and day."""
    return f"{session.network.slug}-session-{session.number}-{session.on.isoformat()}.{ending}"


def begin(session: LearningSession, *, actor: User | None) -> str:
    """Mark the pack as being made; "" where somebody is making it already. Flushes."""
    db.session.execute(
        select(LearningSession.id).where(LearningSession.id == session.id).with_for_update()
    )
    pack = pack_of(session)
    if pack is not None and pack.finished_at is None and not pack.problem and not is_stuck(pack):
        return ""
    if pack is None:
        pack = SessionPack(session=session)
        db.session.add(pack)
    pack.run, pack.stage, pack.done, pack.problem = secrets.token_hex(16), "Getting ready", 0, ""
    pack.total = WHOLE
    pack.started_at = pack.touched_at = clock.now()
    pack.finished_at, pack.slides, pack.paper = None, None, None
    pack.by_id = actor.id if actor else None
    db.session.flush()
    audit.record(actor, "make session pack", session, network=session.network)
    return pack.run


def start(session_id: int, run: str) -> None:
    """Make the files beside the request: the page that asked may be closed."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a thread needs the app itself
    maker = threading.Thread(target=make, args=(app, session_id, run), daemon=True)
    maker.start()
    if current_app.config.get("PACK_AT_ONCE"):
        maker.join()


def make(app: Flask, session_id: int, run: str) -> None:
    """Make the files, committing each step; what goes wrong is told on the page."""
    with app.test_request_context():
        try:
            _make(session_id, run)
        except _OvertakenError:
            db.session.rollback()
        except Exception:
            db.session.rollback()
            app.logger.exception("session pack %s", session_id)
            with suppress(_OvertakenError):
                _write(
                    session_id,
                    run,
                    problem="Something went wrong while it was made. Try again.",
                    finished_at=clock.now(),
                )
        finally:
            db.session.remove()


class _OvertakenError(Exception):
    """Somebody began anew: this making writes no more."""


def _make(session_id: int, run: str) -> None:
    session = db.session.get_one(LearningSession, session_id)
    # The connection is given back between stages, so that nobody waits for a lock.
    _draw(session, partial(_write, session_id, run), db.session.commit)


def keep(session: LearningSession, *, actor: User | None) -> SessionPack:
    """Make the pack at once, for who loads a session with all that belongs to it. Flushes."""
    begin(session, actor=actor)
    pack = pack_of(session)
    if pack is None:  # begun above
        raise LookupError(session.title)
    before = g.get("standing")

    def tell(**values: Any) -> None:
        for name, value in values.items():
            setattr(pack, name, value)

    try:
        _draw(session, tell, db.session.flush)
    finally:
        g.pop("standing")
        if before is not None:
            g.standing = before
    db.session.flush()
    return pack


Tell = Callable[..., None]
"""Stores how far it is, as values of `SessionPack`."""


def _draw(session: LearningSession, tell: Tell, rest: Callable[[], None]) -> None:
    """Make both files; `rest` is called where there is something to let go."""
    # Whoever reads the files is somebody of the network, so the network's eyes make them.
    g.standing = frozen.eyes_of(session.network)
    queries.load(session)
    made: list[Slide] = []
    day = clock.today()
    title, subtitle = session.title, f"{session.network.name}, {timing.dates(session)}"
    stages = list(_stages(session, day))
    for number, (stage, slides_of) in enumerate(stages):
        tell(stage=stage, done=DRAWN * number // len(stages))
        made += slides_of()
        rest()
    say = _Beat(tell, len(made))
    deck = slides.deck(
        made,
        title=title,
        subtitle=subtitle,
        print_date=day,
        tick=say.of("Writing the slides", DRAWN, WRITTEN),
    )
    tell(stage="Drawing the PDF", done=WRITTEN, slides=deck)
    del deck  # some megabytes, which the PDF has no use for
    paper = deck_figure.render(
        made,
        title=title,
        subtitle=subtitle,
        print_date=day,
        tick=say.of("Drawing the PDF", WRITTEN, WHOLE),
    )
    tell(stage="Done", done=WHOLE, paper=paper, finished_at=clock.now())


class _Beat:
    """Says now and then how many pages are written, so that a large pack is not taken for stuck."""

    def __init__(self, tell: Tell, total: int) -> None:
        self.tell, self.total = tell, total
        self.last = clock.now()

    def of(self, what: str, first: int, last: int) -> Callable[[int], None]:
        """Tell the page that is written, and what percentage from `first` to `last` that makes."""
        self.tell(stage=what, done=first)

        def tick(number: int) -> None:
            if clock.now() - self.last > BEAT:
                self.last = clock.now()
                page = min(number, self.total)
                words = f"{what}, page {page} of {self.total}"
                done = first + (last - first) * page // (self.total + 1)
                self.tell(stage=words, done=done)

        return tick


def _stages(session: LearningSession, day: date) -> Iterator[tuple[str, Any]]:
    """What is made one after the other: its name, and what makes its slides."""
    yield "The agenda", lambda: pack_slides.agenda(session)
    kept = []
    if session.status is Status.HELD:
        sources: list[tuple[str, Any]] = [
            (each.content["name"], each.content) for each in frozen.shown_of(session)
        ]
    else:
        sources = [(each.measure.name, None) for each in session.measures]
    for number, (name, content) in enumerate(sources):

        def comparison(number: int = number, content: Any = content) -> Sequence[Slide]:
            if content is None:
                measure = session.measures[number].measure
                content = frozen.content_of(measure, frozen.comparison_now(session, measure))
            kept.append(frozen.read_content(content))
            return pack_slides.comparison(session, kept[-1])

        yield f"Comparing: {name}", comparison
    yield "Bright spots", lambda: pack_slides.bright_spots(session, kept)
    yield "Who talks with whom", lambda: pack_slides.talks(session, kept)
    for team in teams_in(session):

        def board(team: Team = team) -> Sequence[Slide]:
            found = material_of(team, day, outside=True)
            return [
                replace(each, title=f"{team.name}: {each.title}")
                for each in boards.slides_of(found, day)
            ]

        yield f"Storyboard: {team.name}", board


def _write(session_id: int, run: str, **values: Any) -> None:
    """Store how far it is, in a transaction of its own, unless another making began."""
    statement = (
        sa.update(SessionPack)
        .where(SessionPack.session_id == session_id, SessionPack.run == run)
        .values(touched_at=clock.now(), **values)
    )
    with db.engine.connect().execution_options(writes=True) as connection:
        if connection.execute(statement).rowcount == 0:
            raise _OvertakenError
        connection.commit()
