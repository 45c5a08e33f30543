"""Designed answers for what goes wrong."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, current_app
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app import problems
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
    """Answer errors with pages that say what happened and what to do; programs with problems."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        code = error.code or 500
        kept = [(name, value) for name, value in error.get_headers() if name in KEPT_HEADERS]
        if problems.are_wanted() and code >= 400:
            db.session.rollback()
            return problems.of_status(code, headers=dict(kept))
        if code not in PAGES or error.response is not None:
            return error
        return error_page(str(code)), code, kept

    @app.errorhandler(problems.Problem)
    def _problem(problem: problems.Problem) -> Any:
        db.session.rollback()
        return problems.answer(problem)

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Any:
        return error_page("csrf"), 400

    @app.errorhandler(StaleDataError)
    def _conflict(_error: StaleDataError) -> Any:
        db.session.rollback()
        if problems.are_wanted():
            return problems.of_status(409, "Somebody else changed this in the same moment.")
        return error_page("409"), 409

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> Any:
        db.session.rollback()
        log.error("database", error=str(error.orig))
        if problems.are_wanted():
            return problems.of_status(503, headers={"Retry-After": "10"})
        return error_page("503"), 503, {"Retry-After": "10"}


KEPT_HEADERS = frozenset({"Allow", "Retry-After"})


def error_page(name: str, **words: str) -> str:
    """An error's page. It asks neither session nor database, and is the same for everybody."""
    return current_app.jinja_env.get_template(f"errors/{name}.html").render(**words)
