"""Whether the texts of a drawing stay apart and on it, for drawings with thousands of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from charts.geometry import text_box
from charts.view import Drawing

SLACK = 1.0
"""Pixels by which a text may leave the drawing: rounding, and a descender that few letters have."""


def check_texts(view: Drawing, what: Any) -> None:
    """Hold a drawing to it that no text overlaps another, leaves the drawing or is too small."""
    named = [(text.text, text_box(text)) for text in view.texts]
    named += [(flag.text, flag.box) for flag in view.flags]
    assert all(text.size >= 12 for text in view.texts), what
    assert all(text.text.strip() for text in view.texts), (what, "an empty text")
    if not named:
        return
    boxes = np.array([(b.left, b.top, b.right, b.bottom) for _, b in named])
    left, top, right, bottom = boxes.T
    assert np.isfinite(boxes).all(), what
    out = (left < -SLACK) | (right > view.width + SLACK)
    out |= (top < -SLACK) | (bottom > view.height + SLACK)
    assert not out.any(), (what, "leaves", [named[k] for k in np.flatnonzero(out)[:3]])
    for k in range(len(named) - 1):
        rest = slice(k + 1, None)
        meets = (left[k] < right[rest]) & (left[rest] < right[k])
        meets &= (top[k] < bottom[rest]) & (top[rest] < bottom[k])
        if meets.any():
            other = named[k + 1 + int(np.flatnonzero(meets)[0])]
            raise AssertionError((what, "overlap", named[k], other))
