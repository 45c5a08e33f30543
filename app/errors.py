"""Designed answers for what goes wrong."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.extensions import db

log = structlog.get_logger()

PAGES = frozenset({400, 403, 404, 405, 409, 410, 413, 429, 500, 503})


class ServiceError(Exception):
    """A request that a service refuses, with the sentence that the person reads.

    `field` names the form field at fault, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def init_app(app: Flask) -> None:
    """Answer errors with pages that say what happened and what to do."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        code = error.code or 500
        if code not in PAGES or error.response is not None:
            return error
        return render_template(f"errors/{code}.html", error=error), code

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> Any:
        return render_template("errors/400.html", error=error), 400

    @app.errorhandler(StaleDataError)
    def _conflict(_error: StaleDataError) -> Any:
        db.session.rollback()
        return render_template("errors/409.html"), 409

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> Any:
        db.session.rollback()
        log.error("database", error=str(error.orig))
        return render_template("errors/503.html"), 503, {"Retry-After": "10"}
