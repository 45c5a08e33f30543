"""Reference cases: numbers from books and papers, and by independent arithmetic, to check against."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from qi.analysis import analyze
from qi.chart_types import CHART_TYPES
from qi.runs import crossings_limit, longest_run_limit
from qi.sequential import cusum, ewma

PUBLISHED: Final = "published"
"""Said only of a source that was opened and read."""


@dataclass(frozen=True, slots=True)
class Case:
    """One number and where it comes from.

    Parameters
    ----------
    name : str
        What is computed.
    kind : str
        "published", "transcribed" (the source was read in a copy made by others) or "independent
        arithmetic".
    source : str
        Where the expected number was read, or computed.
    quantity : str
        Which number of the analysis.
    expected, got, tolerance : float
        In the source's units; the tolerance is half of the source's last digit or so.
    """

    name: str
    kind: str
    source: str
    quantity: str
    expected: float
    got: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether the number agrees."""
        return abs(self.got - self.expected) <= self.tolerance * max(1.0, self._scale)

    @property
    def _scale(self) -> float:
        # Arithmetic is compared relatively; what was printed, by its last digit.
        return abs(self.expected) if self.kind == "independent arithmetic" else 1.0


def cases() -> tuple[Case, ...]:
    """Compute every reference case.

    Returns
    -------
    tuple of Case
        In the order of qi/reference/cases.csv.
    """
    return tuple(_computed(row) for row in _read("cases.csv"))


def _computed(row: dict[str, str]) -> Case:
    options = json.loads(row["options"]) if row["options"] else {}
    return Case(
        row["name"],
        row["kind"],
        row["source"],
        row["quantity"],
        float(row["expected"]),
        float(_CALLS[row["call"]](row["call"], row["series"], options, row["quantity"])),
        float(row["tolerance"]),
    )


def _chart(call: str, series: str, options: dict[str, Any], quantity: str) -> float:
    given = _series()[series]
    analysis = analyze(
        given["value"],
        call,
        denominators=given["denominator"],
        subgroups=given["subgroup"],
        **options,
    )
    if quantity == "sigma_z":
        return analysis.phases[-1].sigma_z or 0.0
    return float(getattr(analysis, quantity)[-1])


def _average(call: str, series: str, options: dict[str, Any], quantity: str) -> float:
    del call
    name, _, place = quantity.partition(" ")
    return float(getattr(ewma(_series()[series]["value"], **options), name)[int(place)])


def _sums(call: str, series: str, options: dict[str, Any], quantity: str) -> float:
    del call
    result = cusum(_series()[series]["value"], **options)
    name, _, place = quantity.partition(" ")
    return result.signals_up[0] if name == "first" else float(getattr(result, name)[int(place)])


def _longest(call: str, series: str, options: dict[str, Any], quantity: str) -> float:
    del call, series, quantity
    return longest_run_limit(options["n"]) or 0


def _crossings(call: str, series: str, options: dict[str, Any], quantity: str) -> float:
    del call, series, quantity
    return crossings_limit(options["n"]) or 0


_CALLS: Final[dict[str, Callable[[str, str, dict[str, Any], str], float]]] = {
    **dict.fromkeys(CHART_TYPES, _chart),
    "ewma": _average,
    "cusum": _sums,
    "longest_run": _longest,
    "crossings": _crossings,
}


@lru_cache(maxsize=1)
def _series() -> dict[str, dict[str, Any]]:
    """Values, denominators and subgroups of every series; None where there are none."""
    found: dict[str, dict[str, Any]] = {}
    for row in _read("series.csv"):
        columns = found.setdefault(row["series"], {"value": [], "denominator": [], "subgroup": []})
        columns["value"].append(float(row["value"]))
        if row["denominator"]:
            columns["denominator"].append(float(row["denominator"]))
        if row["subgroup"]:
            columns["subgroup"].append(int(row["subgroup"]))
    return {
        name: {key: np.array(column) if column else None for key, column in columns.items()}
        for name, columns in found.items()
    }


def _read(name: str) -> Iterator[dict[str, str]]:
    with (files("qi.reference") / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
