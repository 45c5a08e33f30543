"""Charts on slides: native, editable charts and shapes of PowerPoint, 16:9.

`control_slide` and its kin lay out a slide from the same values that pages draw; `deck` writes
slides as one presentation. python-pptx is loaded by `deck` only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from charts.slides.control import control_slide
from charts.slides.diagrams import diagram_slide
from charts.slides.grids import MOST_PANELS, multiples_slides, pair_slide, strata_slide
from charts.slides.kinds import (
    calibration_slide,
    cusum_slide,
    ewma_slide,
    funnel_slide,
    pareto_slide,
)
from charts.slides.tables import indicator_slides
from charts.slides.view import Slide

__all__ = [
    "MOST_PANELS",
    "Slide",
    "calibration_slide",
    "control_slide",
    "cusum_slide",
    "deck",
    "diagram_slide",
    "ewma_slide",
    "funnel_slide",
    "indicator_slides",
    "multiples_slides",
    "pair_slide",
    "pareto_slide",
    "strata_slide",
]


def deck(
    slides: Sequence[Slide],
    *,
    title: str = "",
    subtitle: str = "",
    print_date: dt.date | None = None,
    tick: Callable[[int], object] | None = None,
) -> bytes:
    """Write slides as one presentation (.pptx).

    Parameters
    ----------
    slides : sequence of Slide
        In order.
    title, subtitle : str
        Of a first slide; without a title there is none.
    print_date : datetime.date or None
        Date in the footers, and time stamp of the file.
    tick : callable or None
        Called after each slide with how many are written.

    Returns
    -------
    bytes
        The same slides and date give the same bytes.
    """
    from charts.slides.writer import write_deck  # noqa: PLC0415 - python-pptx is loaded here only

    return write_deck(slides, title=title, subtitle=subtitle, print_date=print_date, tick=tick)
