"""The addresses of a series' pages."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.measures.models import Series


def series_url(series: Series, endpoint: str = "measures.show", **more: Any) -> str:
    """The address of a page of a series."""
    return url_for(
        endpoint,
        network_slug=series.team.network.slug,
        team_slug=series.team.slug,
        measure_slug=series.measure.slug,
        **more,
    )
