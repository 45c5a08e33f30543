"""Answering a long piece of work: with a page once it is done, or line by line while it is.

The lines are JSON. Each says how far the work has come; the last one where to go, or that the form
should be sent again without following it, for the page that says what is wrong.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import Response, request
from flask.globals import request_ctx
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to
from app.imports.progress import COMPARING, READING, Steps, finish

if TYPE_CHECKING:
    from flask.ctx import RequestContext

LINES = "application/x-ndjson"
OFTEN = 0.1
"""Seconds between two lines."""
WORDS = {READING: "Reading row {done:,} of about {parts:,}.", COMPARING: "Comparing with what is stored."}  # fmt: skip
STORING_WORDS = "Storing {done:,} of {parts:,}. All of it or nothing is stored."

log = structlog.get_logger()


def answer(steps: Steps[str]) -> Any:
    """Do the work and go to the address that it gives; whoever asks for lines sees it go on."""
    if not _is_followed():
        return go_to(finish(steps))
    lines = _within_request(_lines(steps))
    # A proxy that waits for the end of an answer would show nothing until then.
    return Response(lines, content_type=LINES, headers={"X-Accel-Buffering": "no"})


def _within_request(lines: Iterator[str]) -> Iterator[str]:
    """The lines, written while the request and its database session stay open.

    Flask's own `stream_with_context` opens them anew, without what the view has loaded.
    """
    context = cast("RequestContext", request_ctx._get_current_object())  # type: ignore[attr-defined]  # a proxy's

    def inside() -> Iterator[str]:
        with context:
            yield ""
            try:
                yield from lines
            finally:
                cast("Generator[str, None, None]", lines).close()

    found = inside()
    next(found)  # enters the context again before the view leaves it
    return found


def went(url: str) -> Any:
    """Send the browser on after work that took no time."""
    return Response(_line(go=url), content_type=LINES) if _is_followed() else go_to(url)


def _is_followed() -> bool:
    return LINES in request.headers.get("Accept", "")


def _lines(steps: Steps[str]) -> Iterator[str]:
    told, stage = 0.0, ""
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                yield _line(go=end.value)
                return
            now = time.monotonic()
            if step.stage != stage or now - told >= OFTEN:
                told, stage = now, step.stage
                words = WORDS.get(stage, STORING_WORDS).format(done=step.done, parts=step.parts)
                yield _line(stage=stage, done=step.done, parts=step.parts, words=words)
    except (ServiceError, StaleDataError, IntegrityError):
        db.session.rollback()
        yield _line(again=True)
    except Exception:
        # The answer has begun, so no page can say this any more; the form sent again shows it.
        db.session.rollback()
        log.exception("import failed")
        yield _line(again=True)


def _line(**said: Any) -> str:
    return json.dumps(said) + "\n"
