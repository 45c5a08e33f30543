"""The review page as its template reads it."""

from __future__ import annotations

from dataclasses import dataclass

from app.measures import pages
from app.measures.contents import Contents
from app.measures.models import Series
from app.measures.pages import SeriesPage
from app.reviews.better import BetterChart, better_for
from app.reviews.forms import ReviewForm
from app.reviews.models import ChartReview
from app.reviews.queries import standing_of
from app.standings.models import SeriesStanding


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A chart under review."""

    page: SeriesPage
    form: ReviewForm
    better: BetterChart | None
    reviews: tuple[ChartReview, ...]
    conflict: bool = False


def review_page(
    series: Series, there: Contents, form: ReviewForm, *, conflict: bool = False
) -> ReviewPage:
    """A chart with all that is said of it, and the form to sign it off with."""
    standing = standing_of(series.id)
    better = better_for(series.measure.chart, standing)
    form.offer(better.charts if better else ())
    form.seen.data = chart_seen(standing)
    page = pages.series_page(series, there)
    return ReviewPage(page, form, better, page.reviews, conflict)


def chart_seen(standing: SeriesStanding | None) -> str:
    """Names the chart as it is: its values, its marks and how it was analyzed."""
    return f"{standing.method}{standing.inputs}" if standing else ""
