"""What a program reads where a person would see an error page: problem details of RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Response, request

API = "/api/v1"
MEDIA_TYPE = "application/problem+json"
DOCUMENTED = "/api#problem-"
"""Where each kind of problem is explained."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the end of its address, its title, and what to do about it."""

    name: str
    title: str
    do: str


MALFORMED = Kind("malformed", "The request cannot be read", "Send the body as JSON, in UTF-8.")
UNAUTHORIZED = Kind(
    "unauthorized",
    "A token is needed",
    "Send “Authorization: Bearer” and a token that works. Make one under Account, API tokens.",
)
SCOPE = Kind(
    "scope", "The token may not do this", "Make a token that may, under Account, API tokens."
)
FORBIDDEN = Kind(
    "forbidden", "You may not do this", "Ask who leads the team, or who runs the network."
)
NOT_FOUND = Kind(
    "not-found",
    "There is no such thing",
    "Check the address. What you may not see answers the same as what does not exist.",
)
METHOD = Kind("method", "The address does not take this method", "Use one that Allow names.")
CONFLICT = Kind(
    "conflict",
    "Something else is stored",
    "Look at what is stored. To replace it, name its version and give a reason.",
)
GONE = Kind("gone", "This is over", "Use what took its place.")
STALE = Kind(
    "stale",
    "Somebody else changed this",
    "Read it again. If your change still holds, send it with the new ETag in If-Match.",
)
TOO_LARGE = Kind("too-large", "The request is too large", "Send it in several parts.")
MEDIA = Kind("media-type", "This is not JSON", "Send “Content-Type: application/json”.")
INVALID = Kind("invalid", "Something in the request is not right", "Mend what `errors` names.")
PRECONDITION = Kind(
    "precondition",
    "Say which version you change",
    "Read it, and send its ETag in If-Match.",
)
KEY_REUSED = Kind(
    "key-reused",
    "The Idempotency-Key belongs to another request",
    "Make a new key for each new request; repeat one only with the very same request.",
)
TOO_MANY = Kind("too-many", "Too many wrong tokens", "Wait as long as Retry-After says.")
BROKEN = Kind("broken", "Something broke here", "Try again later; tell who runs this installation.")
BUSY = Kind(
    "unavailable", "The database cannot be reached", "Try again after what Retry-After says."
)

BY_STATUS = {
    400: MALFORMED,
    401: UNAUTHORIZED,
    403: FORBIDDEN,
    404: NOT_FOUND,
    405: METHOD,
    409: CONFLICT,
    410: GONE,
    412: STALE,
    413: TOO_LARGE,
    415: MEDIA,
    422: INVALID,
    428: PRECONDITION,
    429: TOO_MANY,
    500: BROKEN,
    503: BUSY,
}
KINDS = (*BY_STATUS.values(), SCOPE, KEY_REUSED)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a request.

    Parameters
    ----------
    field : str
        Where: a JSON pointer into the body (RFC 6901), or the name of a parameter or header.
    detail : str
        What is wrong, and what to do about it.
    expected : str
        What would be right; empty where the detail says it.
    place : str
        "body", "query", "header" or "path".
    row : int or None
        Number of the item in the list that was sent, from 1.
    stored : mapping or None
        What is stored, where the fault is that it differs.
    """

    field: str
    detail: str
    expected: str = ""
    place: str = "body"
    row: int | None = None
    stored: Mapping[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON; without what is empty."""
        found: dict[str, Any] = {"in": self.place, "field": self.field, "detail": self.detail}
        if self.row is not None:
            found["row"] = self.row
        if self.expected:
            found["expected"] = self.expected
        if self.stored is not None:
            found["stored"] = dict(self.stored)
        return found


@dataclass(slots=True)
class Problem(Exception):  # noqa: N818  # the RFC's word for it
    """A request that the API refuses."""

    status: int
    detail: str
    errors: Sequence[Fault] = ()
    kind: Kind | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def are_wanted() -> bool:
    """Whether a program is being answered."""
    return request.path == API or request.path.startswith(f"{API}/")


def answer(problem: Problem) -> Response:
    """The answer to a refused request."""
    kind = problem.kind or BY_STATUS.get(problem.status)
    name, title = "about:blank", HTTPStatus(problem.status).phrase
    if kind is not None:
        name, title = DOCUMENTED + kind.name, kind.title
    body: dict[str, Any] = {
        "type": name,
        "title": title,
        "status": problem.status,
        "detail": problem.detail or title,
    }
    if kind is not None:
        body["do"] = kind.do
    if problem.errors:
        body["errors"] = [each.plain() for each in problem.errors]
    text = json.dumps(body, ensure_ascii=True)
    response = Response(text, problem.status, content_type=MEDIA_TYPE)
    for header, value in problem.headers.items():
        response.headers[header] = value
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Centerline"'
    return response


def of_status(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that failed with this status."""
    return answer(Problem(status, detail, headers=headers or {}))
