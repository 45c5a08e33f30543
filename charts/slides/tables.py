"""The table of indicators on slides."""

from __future__ import annotations

from collections.abc import Sequence

from charts.clean import clean
from charts.kind_tables import INDICATOR_COLUMNS
from charts.slides.view import Slide, TableGrid
from charts.summary import Indicator, indicator_words

ROWS = 9
"""Measures on one slide."""

_SHARES = (0.3, 0.11, 0.11, 0.25, 0.23)


def indicator_slides(indicators: Sequence[Indicator], *, title: str) -> tuple[Slide, ...]:
    """Lay out the table of indicators, nine measures on a slide.

    Parameters
    ----------
    indicators : sequence of Indicator
        In the order wanted.
    title : str
        Name of the table.
    """
    rows = tuple(indicator_words(each) for each in indicators)
    count = max(1, -(-len(rows) // ROWS))
    title = clean(title)
    slides = []
    for number in range(count):
        part = rows[number * ROWS : (number + 1) * ROWS]
        page = f", part {number + 1} of {count}" if count > 1 else ""
        said = " ".join(f"{row[0]}: {row[1]}. {row[3]}." for row in part)
        slides.append(
            Slide(
                title, f"{len(rows)} measures{page}", TableGrid(INDICATOR_COLUMNS, part, _SHARES),
                f"{title} · {len(rows)} measures", said,
            )
        )  # fmt: skip
    return tuple(slides)
