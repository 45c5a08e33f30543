"""What those are answered who may not, or who have not said who they are."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlsplit

from flask import abort, redirect, request, url_for

from app import problems
from app.errors import error_page


def not_found() -> NoReturn:
    """Answer as for an object that does not exist."""
    abort(404)


FILES = (".png", ".pdf", ".svg", ".csv", ".xlsx", ".pptx")


def to_sign_in() -> Any:
    """Lead to where one signs in, or say so where no page is expected."""
    if problems.are_wanted():
        abort(401)
    if request.headers.get("HX-Request"):
        # A redirect would be swapped into the page; this header makes htmx leave it.
        return "", 401, {"HX-Redirect": url_for("accounts.sign_in", next=_here())}
    if request.method not in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in"), code=303)
    if request.path.endswith(FILES):
        # A program that fetches a file would keep the sign-in page under the file's name.
        return error_page("401", sign_in_url=url_for("accounts.sign_in", next=_here())), 401
    return redirect(url_for("accounts.sign_in", next=_here()))


def _here() -> str:
    """Where to lead back: the page at hand, or the one whose fragment was asked for."""
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return f"{page.path}?{page.query}".rstrip("?")
    return request.full_path.rstrip("?")
