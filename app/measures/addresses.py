"""The addresses of a series' pages."""

from __future__ import annotations

import posixpath
from typing import Any

from flask import url_for

from app.htmx import page_path
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


def from_here(href: str) -> str:
    """An address as a link relative to the page: a chart has one for each of its points."""
    return posixpath.relpath(href, posixpath.dirname(page_path()))
