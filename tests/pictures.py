"""Pictures and slides drawn once where many people get the same: what is asked is who gets them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from charts import diagram_figure, figure, slides

_DRAWN: dict[bytes, bytes] = {}


@contextmanager
def drawn_once() -> Iterator[None]:
    """Draw what is the same to the last value once; anything else is drawn as ever."""
    with pytest.MonkeyPatch.context() as patched:
        for module, name in ((figure, "render"), (diagram_figure, "render"), (slides, "deck")):
            patched.setattr(module, name, _once(getattr(module, name)))
        yield


def _once(draw: Callable[..., bytes]) -> Callable[..., bytes]:
    def remembered(*given: Any, **named: Any) -> bytes:
        if named.get("tick") is not None:  # somebody waits to hear of each page
            return draw(*given, **named)
        key = pickle.dumps((draw.__module__, draw.__name__, given, named))
        if key not in _DRAWN:
            _DRAWN[key] = draw(*given, **named)
        return _DRAWN[key]

    return remembered
