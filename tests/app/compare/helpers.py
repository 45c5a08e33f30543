"""A network whose teams share a measure in each of the three ways."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.measures.models import Series, Share, Sharing
from tests.factories import Cast, make_series, make_team

COMPARE = "/networks/river/measures/urgent-visits/compare"
CODES = f"{COMPARE}/codes"
CODE = r"[BCDFGHJKLMNPQRSTVWXZ][2-9][BCDFGHJKLMNPQRSTVWXZ]"

# Two years about 15% of 200, as far as chance takes them.
CALM = [22.0, 38.0, 24.0, 37.0, 29.0, 30.0] * 4
WORDS = ("aardvark", "beech", "cedar", "zephyr")
"""Names that stand in no template, first and last of the alphabet among them."""


def keep(cast: Cast, slug: str, share: Share | None, data=None, **team) -> Series:
    """A team that shares the measure so."""
    series = make_series(
        make_team(cast.network, slug, **team),
        cast.measure,
        data if data is not None else [(value, 200.0) for value in CALM],
        date(2024, 1, 1),
    )
    series.share = share
    return series


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """Two open teams, four under codes, one closed; each of the four with a course of its own."""
    cast.measure.sharing = Sharing.CHOICE
    keep(cast, "maple", Share.OPEN)
    keep(cast, "oak", None)
    for number, word in enumerate(WORDS):
        data = [(value + 3 * number, 200.0 + 37 * number) for value in CALM]
        keep(cast, word, Share.BLINDED, data)
    keep(cast, "sorrel-hollow", Share.CLOSED)
    db.session.commit()
    return cast
