"""Answers that are a whole page or, for htmx, the part of it that changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request

from app.extensions import htmx

WORK_CHANGED = "work-changed"
"""The event, sent in HX-Trigger, on which My work counts anew what waits."""


def is_htmx() -> bool:
    """Whether htmx asked for a fragment; a history restore wants the whole page."""
    return bool(htmx) and not htmx.history_restore_request


def page_path() -> str:
    """The path of the page that the reader sees, from which relative links lead.

    A fragment becomes part of the page that asked for it.
    """
    if is_htmx() and htmx.current_url:
        return str(urlsplit(htmx.current_url).path)
    return request.script_root + request.path


def page_or_fragment(page: str, fragment: str, /, *, status: int = 200, **context: Any) -> Response:
    """Render `fragment` for htmx and `page`, which includes it, for everybody else."""
    response = make_response(render_template(fragment if is_htmx() else page, **context), status)
    response.headers.add("Vary", "HX-Request")
    return response


def go_to(url: str) -> Any:
    """After a form that changed something: send the browser to `url`."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, code=303)
