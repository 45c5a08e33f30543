"""The page on which a person makes and revokes their tokens."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, render_template, request, url_for
from sqlalchemy import select

from app import access
from app.addresses import id_from
from app.api.scopes import NAMES
from app.api.tokens import services
from app.api.tokens.forms import TokenForm
from app.errors import ServiceError
from app.extensions import db
from app.forms import refuse
from app.htmx import go_to
from app.networks.models import Network

bp = Blueprint("api_tokens", __name__, template_folder="../templates")

PAGE = "/account/tokens"


@bp.get(PAGE)
@access.signed_in
def index() -> Any:
    return _page()


@bp.post(PAGE)
@access.signed_in
def make() -> Any:
    """Make a token and show it this once."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    network = _network(form.network_id.id_value)
    try:
        token, secret = services.make(
            access.actor(), form.name.data or "", form.chosen, form.lives, network
        )
    except ServiceError as error:
        db.session.rollback()
        refuse(form, error)
        return _page(form, status=422)
    db.session.commit()
    return _page(made=token.name, secret=secret)


@bp.post(f"{PAGE}/revoke")
@access.signed_in
def revoke() -> Any:
    """End one of the person's own tokens."""
    found = services.own(access.actor(), request.form.get("token", 0, type=id_from))
    if found is None:
        access.not_found()
    services.revoke(access.actor(), found)
    db.session.commit()
    flash(f"“{found.name}” works no longer.", "saved")
    return go_to(url_for("api_tokens.index"))


def _form(**more: Any) -> TokenForm:
    form = TokenForm(**more)
    form.offer(_networks())
    return form


def _networks() -> list[Network]:
    ids = access.standing().reachable
    return list(
        db.session.scalars(select(Network).where(Network.id.in_(ids)).order_by(Network.name))
    )


def _network(network_id: int | None) -> Network | None:
    return next((each for each in _networks() if each.id == network_id), None)


def _page(
    form: TokenForm | None = None, made: str = "", secret: str = "", status: int = 200
) -> Any:
    if form is None:
        form = _form(formdata=None)
        form.scopes.data, form.days.data = ["read"], "90"
    tokens = services.of_person(access.actor())
    page = render_template(
        "api/tokens.html", form=form, tokens=tokens, made=made, secret=secret, scope_names=NAMES
    )
    return make_response(page, status)
