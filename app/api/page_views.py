"""The readable page of the API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from app import access
from app.api import page
from app.api.blueprint import LARGEST, MOST
from app.api.document import document
from app.api.scopes import NAMES
from app.problems import BY_STATUS, KEY_REUSED, SCOPE

bp = Blueprint("api_page", __name__, template_folder="templates")


@bp.get("/api")
@access.public("what the API is like is no secret; it names nobody's data")
def show() -> Any:
    whole = document()
    kinds = sorted([*BY_STATUS.items(), (403, SCOPE), (422, KEY_REUSED)], key=lambda one: one[0])
    shapes = page.shapes(whole)
    return render_template(
        "api/page.html",
        sections=page.sections(whole),
        shapes=shapes,
        kind=lambda text: page.linked(text, shapes),
        kinds=kinds,
        scopes=NAMES,
        most=MOST,
        largest=LARGEST // 1024,
    )
