"""Answers that are kept under an Idempotency-Key, in the transaction of what they answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import Response, request
from sqlalchemy.exc import IntegrityError

from app.api import authentication
from app.api.models import ApiAnswer
from app.clock import now
from app.extensions import db
from app.problems import KEY_REUSED, Fault, Problem

HEADER = "Idempotency-Key"
FORM = re.compile(r"[!-~]{1,200}")
KEPT = timedelta(days=7)
CONDITIONS = ("If-Match", "If-None-Match")
KEPT_HEADERS = ("ETag", "Location")


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that this request has for itself, or that another one was answered under."""

    answer: ApiAnswer

    @property
    def is_answered(self) -> bool:
        """Whether the same request was answered before."""
        return self.answer.status != 0

    def again(self) -> Response:
        """The answer of that time."""
        found = Response(self.answer.body, self.answer.status, content_type="application/json")
        for name, value in self.answer.headers.items():
            found.headers[name] = value
        found.headers["Idempotency-Replayed"] = "true"
        return found

    def keep(self, response: Response) -> None:
        """Keep the answer; it is stored with what it tells of, or not at all."""
        self.answer.status = response.status_code
        self.answer.body = response.get_data(as_text=True)
        self.answer.headers = {
            name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
        }
        db.session.flush()


def claim() -> Claim | None:
    """Claim the key that the request names; None where it names none.

    Two requests with one key wait for each other: the second gets the first one's answer.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not FORM.fullmatch(key):
        expected = "1 to 200 signs of ASCII without spaces, such as a UUID"
        raise Problem(
            422, "The Idempotency-Key is no key.", [Fault(HEADER, "", expected, "header")]
        )
    token_id, digest = authentication.token().id, _digest()
    db.session.execute(sa.delete(ApiAnswer).where(ApiAnswer.created_at < now() - KEPT))
    answer = ApiAnswer(token_id=token_id, key=key, request_digest=digest, headers={}, body="")
    answer.status = 0
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError:
        query = sa.select(ApiAnswer).where(ApiAnswer.token_id == token_id, ApiAnswer.key == key)
        answer = db.session.scalars(query).one()
    if answer.request_digest != digest:
        raise Problem(
            422,
            "This key was sent with another request before.",
            [Fault(HEADER, "It belongs to another body or address.", "a new key", "header")],
            kind=KEY_REUSED,
        )
    return Claim(answer)


def _digest() -> str:
    """What the key is bound to: method, address, conditions and body."""
    parts = [request.method, request.full_path, *(request.headers.get(n, "") for n in CONDITIONS)]
    head = "\n".join(parts).encode()
    return hashlib.sha256(head + b"\n" + request.get_data(cache=True)).hexdigest()
