"""The gallery's pages; outside the demonstration they are not there."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from app import access
from app.gallery import queries

bp = Blueprint("gallery", __name__, template_folder="templates")

WHY = "invented data only, in the demonstration; elsewhere it answers 404"


@bp.before_request
def _only_in_the_demonstration() -> None:
    if not current_app.config["DEMO"]:
        access.not_found()


@bp.get("/gallery")
@access.public(WHY)
def show() -> str:
    """Show every kind of drawing in one theme and at one width."""
    chosen = queries.read_choice(request.args)
    return render_template(
        "gallery/show.html",
        theme=chosen.theme,
        width=chosen.width,
        themes=queries.THEMES,
        widths=tuple(queries.LAYOUTS),
        drawings=queries.shown(chosen.width),
    )


@bp.get("/gallery/file")
@access.public(WHY)
def file() -> Response:
    """Answer one drawing as the file that a page's download would give."""
    found = queries.file(
        queries.read_choice(request.args),
        request.args.get("drawing", ""),
        request.args.get("format", "png"),
    )
    if found is None:
        access.not_found()
    return Response(found.data, mimetype=found.mimetype)
