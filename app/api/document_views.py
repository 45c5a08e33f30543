"""The OpenAPI document, for programs."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from app import access
from app.api.blueprint import bp
from app.api.document import document


@bp.get("/openapi.json")
@access.public("what the API is like is no secret; it names nobody's data")
def openapi() -> Any:
    """Give the OpenAPI document."""
    return jsonify(document())
