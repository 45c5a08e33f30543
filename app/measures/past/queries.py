"""Loading what is recorded of a series."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.catalog.history import revisions
from app.extensions import db
from app.measures.models import Annotation, Series
from app.measures.past.models import SeriesChange
from app.measures.past.record import Record, record_of


def record(series: Series) -> Record:
    """What is recorded of a series that `measures.queries.load_for_page` has loaded. Three queries."""
    return record_of(series, notes_of(series), changes_of(series), revisions(series.measure))


def notes_of(series: Series) -> list[Annotation]:
    """Every annotation of a series, removed ones too."""
    query = select(Annotation).where(Annotation.series_id == series.id).order_by(Annotation.id)
    return list(db.session.scalars(query))


def changes_of(series: Series) -> list[SeriesChange]:
    """Every kept change of what is marked on a series' chart, in order."""
    query = (
        select(SeriesChange)
        .where(SeriesChange.series_id == series.id)
        .options(joinedload(SeriesChange.by))
        .order_by(SeriesChange.at, SeriesChange.id)
    )
    return list(db.session.scalars(query))
