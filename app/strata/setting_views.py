"""What the backbone sets: breakdowns, the threshold, and by what each measure is reported."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.extensions import db
from app.forms import attempt
from app.measures.models import Measure
from app.networks.models import Network
from app.strata import queries, services
from app.strata.blueprint import MEASURE, NETWORK, bp
from app.strata.forms import BreakdownForm, MeasureForm, ThresholdForm
from app.strata.models import Breakdown


@bp.get(f"{NETWORK}/breakdowns")
@access.network(May.RUN_NETWORK)
def settings(network: Network) -> Any:
    form = ThresholdForm(formdata=None)
    form.threshold.data = str(queries.thresholds(network.id).now)
    return _settings(network, form)


@bp.post(f"{NETWORK}/breakdowns")
@access.network(May.RUN_NETWORK)
def set_threshold(network: Network) -> Any:
    form = ThresholdForm()
    chosen = form.threshold.data or ""
    status = attempt(
        form,
        lambda: services.set_threshold(
            access.actor(), network, int(chosen) if chosen.isdecimal() else 0
        ),
    )
    if status:
        return _settings(network, form), status
    flash(f"Counts from 1 to {int(chosen) - 1} are hidden from now on.", "saved")
    return redirect(url_for("strata.settings", network_slug=network.slug), code=303)


def _settings(network: Network, form: ThresholdForm) -> str:
    navigation.within(network)
    return render_template(
        "strata/settings.html",
        network=network,
        form=form,
        breakdowns=queries.breakdowns_of(network.id),
        used=queries.measures_by_breakdown(network.id),
    )


@bp.get(f"{NETWORK}/breakdowns/new")
@access.network(May.RUN_NETWORK)
def new(network: Network) -> Any:
    return _edit_page(network, BreakdownForm(formdata=None), None)


@bp.post(f"{NETWORK}/breakdowns/new")
@access.network(May.RUN_NETWORK)
def add(network: Network) -> Any:
    form = BreakdownForm()
    status = attempt(
        form,
        lambda: services.add_breakdown(
            access.actor(), network, form.name.data or "", form.wishes(None, request.form)
        ),
    )
    if status:
        return _edit_page(network, form, None), status
    flash(
        "The breakdown is added. Say on a measure’s definition that it is reported by it.", "saved"
    )
    return redirect(url_for("strata.settings", network_slug=network.slug), code=303)


@bp.get(f"{NETWORK}/breakdowns/<int:breakdown_id>")
@access.breakdown(May.RUN_NETWORK)
def edit(breakdown: Breakdown) -> Any:
    form = BreakdownForm(formdata=None)
    form.name.data, form.retired.data = breakdown.name, breakdown.retired_at is not None
    form.version.data = str(breakdown.version)
    return _edit_page(breakdown.network, form, breakdown)


@bp.post(f"{NETWORK}/breakdowns/<int:breakdown_id>")
@access.breakdown(May.RUN_NETWORK)
def save(breakdown: Breakdown) -> Any:
    form, network = BreakdownForm(), breakdown.network
    wishes = form.wishes(breakdown, request.form)
    status = attempt(
        form,
        lambda: services.edit_breakdown(
            access.actor(),
            breakdown,
            form.name.data or "",
            wishes,
            retired=bool(form.retired.data),
            version=form.opened_at,
        ),
    )
    if status == 409:
        form.version.data = str(breakdown.version)
        form.form_errors.append(
            f"Somebody else changed this meanwhile. It is called “{breakdown.name}” now and has "
            f"the groups {', '.join(each.name for each in breakdown.strata)}. Your text is kept "
            "below; save again to put it in their place."
        )
    if status:
        return _edit_page(network, form, breakdown), status
    flash("The breakdown is changed.", "saved")
    return redirect(url_for("strata.settings", network_slug=network.slug), code=303)


def _edit_page(network: Network, form: BreakdownForm, breakdown: Breakdown | None) -> str:
    navigation.within(network)
    wishes = form.wishes(breakdown, request.form) if request.method == "POST" else None
    kept = {each.id: each for each in wishes or () if each.id is not None}
    rows = [
        (
            each.id,
            kept[each.id].name if each.id in kept else each.name,
            kept[each.id].retired if each.id in kept else each.retired_at is not None,
        )
        for each in (breakdown.strata if breakdown else ())
    ]
    return render_template(
        "strata/breakdown.html", network=network, form=form, breakdown=breakdown, rows=rows
    )


@bp.get(f"{MEASURE}/breakdowns")
@access.measure(May.DEFINE_MEASURE)
def measure_settings(measure: Measure) -> Any:
    form = MeasureForm(formdata=None)
    form.show(measure, queries.breakdowns_of_measure(measure))
    return _measure_page(measure, form)


@bp.post(f"{MEASURE}/breakdowns")
@access.measure(May.DEFINE_MEASURE)
def set_measure(measure: Measure) -> Any:
    form = MeasureForm()
    status = attempt(
        form,
        lambda: services.set_measure(
            access.actor(),
            measure,
            form.breakdowns.ids,
            protects=bool(form.protects.data),
            population=form.population.data or "",
        ),
    )
    if status:
        return _measure_page(measure, form), status
    flash(f"{measure.name} is set.", "saved")
    db.session.commit()
    return redirect(
        url_for(
            "measures.definition", network_slug=measure.network.slug, measure_slug=measure.slug
        ),
        code=303,
    )


def _measure_page(measure: Measure, form: MeasureForm) -> str:
    navigation.within(measure.network, measure.team)
    current = {each.id for each in queries.breakdowns_of_measure(measure)}
    form.breakdowns.choices = [
        (str(each.id), f"{each.name}: {', '.join(s.name for s in each.current)}")
        for each in queries.breakdowns_of(measure.network_id)
        if each.retired_at is None or each.id in current
    ]
    return render_template("strata/measure.html", measure=measure, form=form)
