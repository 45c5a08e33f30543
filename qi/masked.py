"""Masked arrays and values of numpy, recognized without importing what few callers use."""

from __future__ import annotations

import sys
from typing import Any, Final

_UNKNOWN: Final = object()


def is_masked_array(value: Any) -> bool:
    """Whether a value is one of numpy's masked arrays."""
    return isinstance(value, _known("MaskedArray", ()))


def is_masked(value: Any) -> bool:
    """Whether a value is the constant that stands for a masked element."""
    return value is _known("masked", _UNKNOWN)


def _known(name: str, otherwise: Any) -> Any:
    """Return a name of `numpy.ma`: where nobody has imported it, no value can be its.

    numpy itself imports it when it is first asked for, which takes as long as all of `qi`.
    """
    return getattr(sys.modules.get("numpy.ma"), name, otherwise)
