"""How a team shares a chart, and what codes stand for: pages that only some may ask for."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from app import access, navigation
from app.access import May
from app.compare import resolving, sharing
from app.compare.blueprint import MEASURE, SERIES, bp
from app.compare.sharing import SharingForm
from app.extensions import db
from app.forms import attempt
from app.htmx import go_to
from app.measures.addresses import series_url
from app.measures.models import Measure, Series, Share
from app.measures.sharing import WORDS, choices, share_of


@bp.get(f"{SERIES}/sharing", endpoint="sharing")
@access.series(May.SEE_TEAM)
def show(series: Series) -> str:
    """Say how the network sees the chart, and let the team choose where it may."""
    form = SharingForm(share=share_of(series), version=series.version)
    return _page(series, form)


@bp.post(f"{SERIES}/sharing", endpoint="share")
@access.series(May.ENTER_DATA)
def save(series: Series) -> Any:
    """Store the team's choice."""
    form = SharingForm()
    form.offer(series)

    def change() -> None:
        opened_at = form.version.opened_at
        sharing.choose(access.actor(), series, form.chosen, version=opened_at)

    status = attempt(form, change)
    if status:
        return _page(series, form, status), status
    flash("How the network sees this chart is saved.", "saved")
    return go_to(series_url(series, "compare.sharing"))


@bp.post(f"{SERIES}/code")
@access.series(May.SEE_TEAM)
def own_code(series: Series) -> Any:
    """Tell the team, or its coach, the code that stands for it."""
    if share_of(series) is not Share.BLINDED:
        return go_to(series_url(series, "compare.sharing"))
    code = resolving.resolve_own(access.actor(), series)
    db.session.commit()
    form = SharingForm(formdata=None, share=share_of(series), version=series.version)
    return _page(series, form, code=code)


@bp.post(f"{MEASURE}/compare/codes")
@access.measure(May.RESOLVE_CODES)
def codes(measure: Measure) -> str:
    """Tell who facilitates or runs the network which team stands behind each code."""
    navigation.within(measure.network)
    found = resolving.resolve_all(access.actor(), measure)
    db.session.commit()
    return render_template("compare/codes.html", measure=measure, found=found)


def _page(series: Series, form: SharingForm, status: int = 200, code: str = "") -> str:
    navigation.within(series.team.network, series.team)
    form.offer(series)
    conflict = form.lay_beside(series) if status == 409 else None
    measure = series.measure
    return render_template(
        "compare/sharing.html",
        series=series,
        form=form,
        conflict=conflict,
        share=share_of(series).value,
        says=sharing.WORDS[share_of(series)],
        rule=WORDS[measure.sharing] if measure.is_shared else "The team and its coach.",
        choosing=bool(choices(measure)) and access.may(May.ENTER_DATA, series),
        code=code,
    )
