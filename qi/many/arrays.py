"""The arrays per point of many series, computed when they are asked for.

Together they are several times as large as the series themselves. So only the series are kept, and
each array is computed from them, block by block, when it is first looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.constants import TOLERANCE
from qi.many.analysis import limits_of
from qi.many.block import Block, read_block
from qi.many.limits import Limits
from qi.per_phase import Method
from qi.phases import Layout, Phase
from qi.results import BoolArray, FloatArray

NAMES: Final = ("values", "center", "lower", "upper", "sigma_units", "included")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked series, and how they are analyzed; arrays of shape (m, n)."""

    values: NDArray[Any]
    denominators: NDArray[Any] | None
    left_out: BoolArray | None
    layout: Layout
    method: Method
    chunk: int

    def blocks(self) -> Iterator[tuple[slice, Block]]:
        """Read the series, some at a time."""
        for first in range(0, len(self.values), self.chunk):
            part = slice(first, first + self.chunk)
            yield (
                part,
                read_block(
                    self.method.kind,
                    self.values[part],
                    None if self.denominators is None else self.denominators[part],
                    None if self.left_out is None else self.left_out[part],
                    self.layout,
                    first,
                ),
            )


@dataclass(frozen=True, slots=True)
class PointArrays(Mapping[str, NDArray[Any]]):
    """The arrays per point, of shape (m, n) and read-only, by name.

    What is the same at every point of every series is stored once per series.
    """

    inputs: Inputs
    _kept: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in NAMES:
            raise KeyError(name)
        if name not in self._kept:
            with np.errstate(invalid="ignore", divide="ignore"):
                self._kept[name] = _read_only(_computed(self.inputs, name), self.inputs)
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


def _read_only(array: NDArray[Any], inputs: Inputs) -> NDArray[Any]:
    array.flags.writeable = False
    return np.broadcast_to(array, inputs.values.shape[:2])


def _computed(inputs: Inputs, name: str) -> NDArray[Any]:
    method = inputs.method
    if name in ("lower", "upper", "sigma_units") and not method.kind.limits:
        return np.full((1, 1), np.nan)
    if name == "values" and _as_given(inputs):
        return inputs.values
    m, n = inputs.values.shape[:2]
    whole: NDArray[Any] | None = None
    for part, block in inputs.blocks():
        pieces = _pieces(inputs, name, block)
        if whole is None:
            narrow = len(pieces) == 1 and pieces[0][1].shape[1] == 1
            whole = np.empty((m, 1 if narrow else n), dtype=bool if name == "included" else float)
        for span, piece in pieces:
            whole[part, slice(None) if whole.shape[1] == 1 else span] = piece
    assert whole is not None  # noqa: S101 - there is at least one series
    return whole


def _as_given(inputs: Inputs) -> bool:
    kind = inputs.method.kind
    plain = inputs.denominators is None and not kind.subgroups and kind.name != "mr"
    return plain and inputs.method.scale == 1 and inputs.values.dtype == np.float64


def _pieces(inputs: Inputs, name: str, block: Block) -> list[tuple[slice, NDArray[Any]]]:
    """Compute an array of one block, with one column where all points are alike."""
    everywhere = slice(None)
    method = inputs.method
    if name == "included":
        included = block.included
        return [(everywhere, np.ones(block.judged.shape, bool) if included is None else included)]
    if name == "values":
        return [(everywhere, block.plotted * method.scale)]
    pieces = []
    for phase in inputs.layout.phases:
        _, limits = limits_of(block, phase, method)
        if name == "sigma_units":
            piece = _sigma_units(block, phase, limits)
        else:
            piece = method.shown(getattr(limits, name))
        pieces.append((slice(phase.start, phase.stop), piece))
    return pieces


def _sigma_units(block: Block, phase: Phase, limits: Limits) -> FloatArray:
    tolerance = TOLERANCE * block.largest[:, None]
    deviations = block.judged[:, phase.start : phase.stop] - limits.middle
    flat = limits.sigma <= tolerance
    zero = np.where(np.abs(deviations) <= tolerance, 0.0, np.nan)
    return np.where(flat, zero, deviations / np.where(flat, 1.0, limits.sigma))
