"""The coach's huddle, and the rules behind it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for

from app import access, navigation
from app.access import May
from app.clock import today
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.htmx import go_to
from app.huddle import services
from app.huddle.forms import RulesForm
from app.huddle.page import huddle
from app.huddle.queries import rules_of
from app.huddle.rules import BY_KEY, LEVELS, SEVERAL
from app.networks.models import Network

bp = Blueprint("huddle", __name__, template_folder="templates")

RULES = "/networks/<network_slug>/attention"


@bp.get("/huddle")
@access.signed_in
def show() -> str:
    """Show the teams that the person coaches, by how much they need attention today."""
    day = today()
    found = huddle(access.standing(), day)
    return render_template(
        "huddle/show.html",
        huddle=found,
        today_words=f"{day:%A}, {day:%B} {day.day}",
        levels=LEVELS,
        several=SEVERAL,
    )


@bp.get(RULES)
@access.network(May.SEE_NETWORK)
def rules(network: Network) -> str:
    """Show the rules; who runs the network may set them."""
    form = RulesForm()
    form.show(rules_of([network.id])[network.id])
    return _page(network, form)


@bp.post(RULES)
@access.network(May.RUN_NETWORK)
def save_rules(network: Network) -> Any:
    """Set the rules."""
    form = RulesForm()
    if not form.validate():
        return _page(network, form), 422
    try:
        services.set_rules(access.actor(), network, form.wanted(), opened=form.opened.data or "")
    except Conflict as error:
        db.session.rollback()
        stored = rules_of([network.id])[network.id]
        page = _page(network, form, conflict=error.message, stored=stored)
        return page, 409
    except ServiceError as error:
        db.session.rollback()
        form[error.field or "opened"].errors = [error.message]
        return _page(network, form), 422
    db.session.commit()
    flash("The rules are set. The next huddle uses them.", "saved")
    return go_to(url_for("huddle.rules", network_slug=network.slug))


def _page(network: Network, form: RulesForm, **more: Any) -> str:
    navigation.within(network)
    if "stored" in more:
        # Sent again, what was typed takes the place of what is stored now, which is shown beside it.
        form.show_opened(more["stored"])
    return render_template(
        "huddle/rules.html",
        network=network,
        form=form,
        rules=rules_of([network.id])[network.id],
        comes=BY_KEY,
        levels=LEVELS,
        several=SEVERAL,
        **more,
    )
