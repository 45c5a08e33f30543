"""Every signal of many series, in columns that are made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qi.many.findings import Found
from qi.results import Side

NAMES: Final = ("series", "rule", "start", "stop", "detected", "side", "phase")

_SIDES: Final = np.array([None, Side.UP, Side.DOWN], dtype=object)


@dataclass(frozen=True, slots=True)
class SignalColumns(Mapping[str, NDArray[Any]]):
    """Signals in the order of series, phase and detection: one element of each column per signal.

    Parameters
    ----------
    found : tuple of (int, Found)
        Signals as they were found, by phase and rule.
    """

    found: tuple[tuple[int, Found], ...]
    _kept: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in NAMES:
            raise KeyError(name)
        if name not in self._kept:
            column = self._unordered(name)[self._order()]
            column.flags.writeable = False
            self._kept[name] = column
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def _order(self) -> NDArray[np.int32]:
        if "order" not in self._kept:
            keys = [self._joined(name) for name in ("detected", "row")]
            keys.insert(1, self._unordered("phase"))
            self._kept["order"] = np.lexsort(keys).astype(np.int32)
        return self._kept["order"]

    def _unordered(self, name: str) -> NDArray[Any]:
        if name == "rule":
            rules = np.array([found.rule for _, found in self.found], dtype=object)
            named: NDArray[Any] = np.repeat(rules, self._sizes())
            return named
        if name == "phase":
            phases = np.array([phase for phase, _ in self.found], dtype=np.int32)
            return np.repeat(phases, self._sizes())
        if name == "side":
            sides: NDArray[Any] = _SIDES[self._joined("side")]
            return sides
        if name == "series":
            return self._joined("row")
        column = self._joined({"start": "first", "stop": "last"}.get(name, name))
        column = column.astype(np.int32, copy=False)
        return column + np.int32(1) if name == "stop" else column

    def _joined(self, name: str) -> NDArray[Any]:
        parts = [getattr(found, name) for _, found in self.found]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)

    def _sizes(self) -> list[int]:
        return [len(found.row) for _, found in self.found]
