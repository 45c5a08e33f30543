"""The inbox: what arrived, once each, with what to do."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import access
from app.clock import today
from app.extensions import db
from app.htmx import go_to, is_htmx
from app.inbox import services
from app.inbox.queries import inbox_of

bp = Blueprint("inbox", __name__, template_folder="templates")


@bp.get("/inbox")
@access.signed_in
def show() -> str:
    """Show what arrived for the person."""
    items = inbox_of(access.actor(), access.standing(), today())
    groups = [(kind, list(found)) for kind, found in groupby(items, key=lambda item: item.kind)]
    return render_template("inbox/show.html", groups=groups, count=len(items))


@bp.post("/inbox/seen")
@access.signed_in
def seen() -> Any:
    """Put an item away; one that stays until it is done cannot be put away."""
    key = request.form.get("item", "")
    items = inbox_of(access.actor(), access.standing(), today())
    item = next((each for each in items if each.key == key and not each.stays), None)
    if item is None:
        access.not_found()
    services.see(access.actor(), item)
    db.session.commit()
    if is_htmx():
        return Response(render_template("inbox/_seen.html", item=item))
    flash(f"Seen: {item.about}, {item.team}.", "saved")
    return go_to(url_for("work.home" if request.form.get("back") == "work" else "inbox.show"))
