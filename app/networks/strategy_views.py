"""The strategies of the network's common agenda."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from app import access, navigation
from app.access import May
from app.extensions import db
from app.forms import attempt
from app.networks import people as network_people
from app.networks import services
from app.networks.blueprint import NETWORK, back_to, bp, step_asked
from app.networks.forms import StrategyForm
from app.networks.models import Network, Strategy

STRATEGY = f"{NETWORK}/strategies/<int:strategy_id>"


@bp.get(f"{NETWORK}/strategies/new")
@access.network(May.RUN_NETWORK)
def strategy_new(network: Network) -> Any:
    return _strategy_page(network, StrategyForm(formdata=None))


@bp.post(f"{NETWORK}/strategies/new")
@access.network(May.RUN_NETWORK)
def strategy_new_post(network: Network) -> Any:
    form = _strategy_form(network)
    status = attempt(form, lambda: services.add_strategy(access.actor(), network, form.values()))
    if status:
        return _strategy_page(network, form, status=status)
    flash("The strategy is added.", "saved")
    return back_to(network, "edit", "strategies")


@bp.get(f"{STRATEGY}/edit")
@access.strategy(May.RUN_NETWORK)
def strategy_edit(strategy: Strategy) -> Any:
    form = StrategyForm(formdata=None)
    form.show(strategy)
    return _strategy_page(strategy.network, form, strategy)


@bp.post(f"{STRATEGY}/edit")
@access.strategy(May.RUN_NETWORK)
def strategy_edit_post(strategy: Strategy) -> Any:
    form = _strategy_form(strategy.network)
    status = attempt(
        form,
        lambda: services.edit_strategy(
            access.actor(), strategy, form.values(), version=form.opened_at
        ),
    )
    if status:
        return _strategy_page(strategy.network, form, strategy, status)
    flash("The strategy is changed.", "saved")
    return back_to(strategy.network, "edit", "strategies")


def _strategy_form(network: Network) -> StrategyForm:
    form = StrategyForm()
    form.offer(_person_choices(network))
    return form


def _person_choices(network: Network) -> list[tuple[str, str]]:
    return [(str(person.id), person.name) for person in network_people.people_of(network)]


def _strategy_page(
    network: Network, form: StrategyForm, strategy: Strategy | None = None, status: int = 200
) -> Any:
    navigation.within(network)
    form.offer(_person_choices(network))
    conflict = form.lay_beside(strategy) if strategy and status == 409 else None
    page = render_template(
        "networks/strategy.html", network=network, form=form, strategy=strategy, conflict=conflict
    )
    return page, status


@bp.post(f"{STRATEGY}/move")
@access.strategy(May.RUN_NETWORK)
def strategy_move(strategy: Strategy) -> Any:
    services.move(access.actor(), strategy, step_asked())
    db.session.commit()
    return back_to(strategy.network, "edit", "strategies")


@bp.get(f"{STRATEGY}/delete")
@access.strategy(May.RUN_NETWORK)
def strategy_delete(strategy: Strategy) -> Any:
    navigation.within(strategy.network)
    return render_template("networks/strategy_delete.html", strategy=strategy)


@bp.post(f"{STRATEGY}/delete")
@access.strategy(May.RUN_NETWORK)
def strategy_delete_post(strategy: Strategy) -> Any:
    network, name = strategy.network, strategy.name
    services.delete_strategy(access.actor(), strategy)
    db.session.commit()
    flash(f"“{name}” is no longer a strategy of the network.", "saved")
    return back_to(network, "edit", "strategies")
