"""The analysis of a series."""

from __future__ import annotations

from typing import Any

from app import access
from app.access import May
from app.api.blueprint import bp
from app.api.operation import reads
from app.api.schemas.analyses import AnalysisOut
from app.measures.charts import series_chart
from app.measures.models import Series
from app.measures.queries import load_for_page


@bp.get("/networks/<network_slug>/teams/<team_slug>/measures/<measure_slug>/analysis")
@access.series(May.SEE_SERIES)
@reads(AnalysisOut, tag="Analyses")
def analysis(series: Series) -> Any:
    """Read what a team's chart says: points, center line, limits, phases and signals.

    It is what the page shows, by the measure's own chart and rules. Of other teams' data small
    numbers count neither in the center line nor in anything else.
    """
    load_for_page(series)
    sees_all = access.may(May.SEE_TEAM, series.team)
    return AnalysisOut.of(series_chart(series, size="mini", full_access=sees_all))
