"""How many wrong passwords are let pass: counted in the database, so that all workers count as one.

A guess is stored, and committed, before the password is looked at. Who then finds more guesses
than allowed has their own taken back unanswered. However many guesses run at once, the last of
them to be stored sees all others, so that no more than `GUESSES` at one account are ever answered.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import SignInAttempt
from app.clock import now
from app.extensions import db

GUESSES = 10
"""At one account's password, from wherever."""
GUESSES_FROM_ADDRESS = 100
"""At anybody's password: a clinic or school may sit behind one address."""
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess that was stored."""

    id: int
    account: str
    address: str


def store(email: str, address: str) -> Guess:
    """Count a guess at the password of `email` from `address`. The caller commits at once.

    Without an address it counts for the account only.
    """
    at = now()
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < at - KEPT))
    attempt = SignInAttempt(account=_account(email), address=_place(address), at=at)
    db.session.add(attempt)
    db.session.flush()
    return Guess(attempt.id, attempt.account, attempt.address)


def wait_of(guess: Guess) -> timedelta | None:
    """How long to wait before guessing again, where there were too many; else None."""
    waits = [_wait(SignInAttempt.account == guess.account, GUESSES)]
    if guess.address:
        waits.append(_wait(SignInAttempt.address == guess.address, GUESSES_FROM_ADDRESS))
    return max((wait for wait in waits if wait is not None), default=None)


def forget(guess: Guess) -> None:
    """Take back a guess: it was right, or it was refused unanswered."""
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.id == guess.id))


def _wait(same: sa.ColumnElement[bool], room: int) -> timedelta | None:
    at = now()
    times: list[datetime] = list(
        db.session.scalars(
            sa.select(SignInAttempt.at)
            .where(same, SignInAttempt.at > at - WINDOW)
            .order_by(SignInAttempt.at.desc())
            .limit(room + 1)
        )
    )
    if len(times) <= room:
        return None
    # The newest is the guess at hand; room is made when the oldest of the others is out of sight.
    return max(times[-1] + WINDOW - at, timedelta(seconds=1))


def _account(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def _place(address: str) -> str:
    """An address as it is counted: a household or site has a whole IPv6 network to itself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == 6:
        return str(ipaddress.ip_network(f"{known}/64", strict=False))
    return str(known)
