"""The blueprint of /api/v1: what holds for each of its requests."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from flask_security import current_user
from werkzeug.exceptions import BadRequest

from app import problems
from app.api import authentication
from app.api.scopes import Scope
from app.catalog.services import RefusedError
from app.conflicts import Conflict
from app.database import SAFE_METHODS
from app.errors import ServiceError
from app.extensions import csrf, db
from app.problems import Fault, Problem

bp = Blueprint("api", __name__, url_prefix=problems.API, template_folder="templates")
csrf.exempt(bp)  # no cookie is believed here, so that no other site has one to abuse

LARGEST = 1024 * 1024
"""Bytes of a body."""
MOST = 500
"""Items in one request."""


@bp.before_request
def _open() -> None:
    """Ask for a token with the scope that the route declares, then for a body that can be read."""
    scope: Scope | None = getattr(current_app.view_functions[request.endpoint or ""], "scope", None)
    if scope is None:  # the document describes the API to everybody
        return
    if not current_user.is_authenticated:
        authentication.refuse()
    authentication.need(scope)
    if "\x00" in request.path:
        raise Problem(404, "")
    request.max_content_length = LARGEST
    if request.method not in SAFE_METHODS and request.method != "DELETE":
        _read_body()  # proxies and clients may drop what is sent with a DELETE


def _read_body() -> None:
    if request.mimetype != "application/json":
        raise Problem(
            415,
            f"The body is sent as “{request.mimetype[:60] or 'nothing'}”.",
            [Fault("Content-Type", "It says what the body is.", "application/json", "header")],
        )
    try:
        request.get_json()
    except (BadRequest, RecursionError, UnicodeDecodeError):
        raise Problem(400, "The body is no JSON that can be read.") from None


@bp.errorhandler(ServiceError)
def _refused(error: ServiceError) -> Response:
    db.session.rollback()
    if isinstance(error, Conflict):
        return problems.answer(Problem(412, error.message))
    refused = error.refused if isinstance(error, RefusedError) else {error.field: error.message}
    faults = [Fault(f"/{name}" if name else "", text) for name, text in refused.items()]
    return problems.answer(Problem(422, error.message, faults))
