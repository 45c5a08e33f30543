"""The addresses of a series' pages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from datetime import date
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


def period_urls(series: Series, endpoint: str, **more: Any) -> Callable[[date], str]:
    """The addresses of many periods of a series: one is made, the others differ in the day."""
    whole = series_url(series, endpoint, period=_PERIOD, **more)
    before, _, after = whole.rpartition(_PERIOD)
    return lambda period: f"{before}{period.isoformat()}{after}"


_PERIOD = "PERIOD"
"""Stands for a day while an address is made; addresses themselves are in small letters."""


def from_here(href: str) -> str:
    """An address as a link relative to the page: a chart has one for each of its points."""
    return posixpath.relpath(href, posixpath.dirname(page_path()))
