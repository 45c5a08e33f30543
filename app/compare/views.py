"""The pages of the comparison. Their addresses and names are those that links have always led to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import Response, redirect, render_template, request, url_for
from sqlalchemy.orm import contains_eager

from app import access, navigation
from app.access import May
from app.compare import sharing_views  # noqa: F401 - its routes
from app.compare.blueprint import MEASURE, NETWORK, bp
from app.compare.choosing import read_chosen
from app.compare.page import comparison, orders_of
from app.extensions import db
from app.htmx import page_or_fragment
from app.measures import queries
from app.measures.models import DataKind, Measure
from app.measures.views import bp as measures
from app.networks.models import Network
from app.strata.models import Breakdown, MeasureBreakdown, Stratum

__all__ = ["bp"]


@measures.get(f"{NETWORK}/compare")
@access.network(May.SEE_NETWORK)
def compare_first(network: Network) -> Any:
    """Open the measure that most teams report."""
    measure = queries.first_shared(network.id)
    if measure is not None:
        return redirect(
            url_for("measures.compare", network_slug=network.slug, measure_slug=measure.slug)
        )
    navigation.within(network)
    return render_template("compare/empty.html", network=network)


@measures.get(f"{MEASURE}/compare", endpoint="compare")
@access.measure(May.SEE_MEASURE)
def show(measure: Measure) -> Response:
    """Show a measure of all teams that the person may see."""
    navigation.within(measure.network)
    chosen = read_chosen(request.args)
    groups = queries.working_groups(measure.network_id)
    strata = _strata(measure)
    stratum = next((each for each in strata if each.id == chosen.stratum), None)
    found = comparison(measure, access.standing(), chosen, groups, stratum=stratum)
    return page_or_fragment(
        "compare/show.html",
        "compare/_comparison.html",
        measure=measure,
        measures=queries.shared_measures(measure.network_id),
        groups=groups,
        chosen=chosen,
        orders=[(order.value, name) for order, name in orders_of(measure)],
        group_choices=[(group.id, group.name) for group in groups],
        tag_choices=_offered(found.seen.tags, chosen.tag),
        context_choices=_offered(found.seen.contexts, chosen.context),
        resolves=access.may(May.RESOLVE_CODES, measure),
        stratum_choices=[(each.id, f"{each.breakdown.name}: {each.name}") for each in strata],
        stratum=stratum,
        comparison=found,
    )


def _strata(measure: Measure) -> list[Stratum]:
    """The parts by which the measure is reported; of events and averages none. One query."""
    if not measure.has_denominator and measure.data_kind is not DataKind.COUNT:
        return []
    query = (
        sa.select(Stratum)
        .join(Stratum.breakdown)
        .join(MeasureBreakdown, MeasureBreakdown.breakdown_id == Breakdown.id)
        .where(MeasureBreakdown.measure_id == measure.id, Stratum.retired_at.is_(None))
        .options(contains_eager(Stratum.breakdown))
        .order_by(Breakdown.name, Stratum.position, Stratum.id)
    )
    return list(db.session.scalars(query))


def _offered(known: Iterable[str], chosen: str) -> list[tuple[str, str]]:
    """Words to choose among, with the one that is chosen."""
    words = {each.casefold(): each for each in known}
    if chosen:
        words.setdefault(chosen.casefold(), chosen)
    return [(each, each) for _, each in sorted(words.items())]
