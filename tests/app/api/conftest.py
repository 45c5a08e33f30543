"""A program that speaks with the API for a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import User
from app.api.scopes import Scope
from app.api.tokens import services
from app.extensions import db
from app.networks.models import Network
from tests.app.api.program import Program
from tests.page import Client


@pytest.fixture
def program(app: Flask) -> Callable[..., Program]:
    """A program with a token: `program(cast.alice, Scope.READ).get("/networks")`."""

    def opened(user: User, *scopes: Scope, network: Network | None = None) -> Program:
        _token, secret = services.make(user, "Test", scopes or tuple(Scope), 30, network)
        db.session.commit()
        return Program(Client(app, app.response_class), secret)

    return opened
