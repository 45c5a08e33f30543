"""Time and memory of qi on its own: `python -m bench.qi_speed [--largest 100000] [--write]`.

The machine may be busy with other things. So every time is processor time, the least of several
rounds, with the median beside it; and one well-known call, `np.median(axis=1)` of the same
numbers, is timed in turn with it: the ratio of the two travels from machine to machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import qi
from bench import qi_memory
from bench.qi_memory import POINTS
from bench.report import publish

RULES = qi.RuleSet(
    "limits, shift, trend, 2 of 3, runs and crossings",
    outside=True,
    shift=8,
    trend=6,
    zones=(qi.Zone("two of three", 2, 3, 2),),
    runs=True,
    crossings=True,
)

GOALS = {1_000: 1.5, 100_000: 150.0}
"""Milliseconds, on a machine whose `np.median(axis=1)` of 100,000 × 36 takes 52."""

MEDIAN_THERE = 52 / 100_000
"""Milliseconds per series of that call on that machine."""


def rounds(
    times: int, *works: Callable[[], Any], clock: Callable[[], float] = time.process_time
) -> list[list[float]]:
    """Time pieces of work in turn, so that what disturbs one disturbs the others; milliseconds."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for mine, work in zip(spent, works, strict=True):
            start = clock()
            work()
            mine.append((clock() - start) * 1e3)
    return spent


def curve(largest: int) -> str:
    """Time of I charts by number of series."""
    lines = [
        (
            "| series | best | median | µs per series | `np.median`, best | ratio | goal | "
            "goal as a ratio |"
        ),
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for count, times in ((1_000, 200), (10_000, 20), (100_000, 7), (1_000_000, 2)):
        if count > largest:
            break
        values = np.random.default_rng(1).normal(50, 5, (count, POINTS))
        ours, median = rounds(
            times,
            lambda values=values: qi.analyze_batch(values, "i", rules=RULES),  # type: ignore[misc]
            lambda values=values: np.median(values, axis=1),  # type: ignore[misc]
        )
        best, beside = min(ours), min(median)
        goal = GOALS.get(count)
        asked = f"{goal:,.1f} ms | {goal / (MEDIAN_THERE * count):.1f}" if goal else "| "
        lines.append(
            f"| {count:,} | {best:,.2f} ms | {statistics.median(ours):,.2f} ms | "
            f"{best / count * 1e3:.2f} | {beside:,.2f} ms | {best / beside:.2f} | {asked} |"
        )
    return "\n".join(lines)


def kinds(count: int = 20_000) -> str:
    """Time of every chart type under its default rules, and of ragged series."""
    lines = ["| chart | ms per 1,000 series | signals per series |", "|---|---:|---:|"]
    for chart in qi_memory.CHART_TYPES:
        given = qi_memory.inputs(chart, count)
        lines.append(_kind(chart, chart, given))
    (ragged,) = qi_memory.inputs("i", count)
    lengths = np.random.default_rng(2).integers(POINTS // 2, POINTS + 1, count)
    ragged[np.arange(POINTS) >= lengths[:, None]] = np.nan
    lines.append(_kind("i, 18 to 36 points", "i", (ragged,)))
    ragged[np.random.default_rng(3).random(ragged.shape) < 0.05] = np.nan
    lines.append(_kind("i, 18 to 36 points, 5% missing", "i", (ragged,)))
    return "\n".join(lines)


def _kind(name: str, chart: str, given: tuple[Any, ...]) -> str:
    below = given[1] if len(given) > 1 else None
    batch = qi.analyze_batch(given[0], chart, denominators=below)
    signals = float(batch.columns["n_signals"].mean())
    (spent,) = rounds(5, lambda: qi.analyze_batch(given[0], chart, denominators=below))
    return f"| {name} | {min(spent) / len(given[0]) * 1e3:.2f} | {signals:.1f} |"


def single() -> str:
    """Time of one analysis, of the import, and of a long table's grouping."""
    values = np.random.default_rng(1).normal(50, 5, POINTS)
    (one,) = rounds(300, lambda: qi.analyze(values, "i"))
    code = "import sys, qi; sys.stdout.write(str([m for m in ('pandas', 'scipy') if m in sys.modules]))"
    found: list[str] = []

    def imported(what: str) -> Callable[[], None]:
        def start() -> None:
            done = subprocess.run(  # noqa: S603 - this very interpreter
                [sys.executable, "-c", what], capture_output=True, text=True, check=True
            )
            found.append(done.stdout)

        return start

    whole, numpy = rounds(
        7, imported(code), imported("import numpy"), clock=lambda: os.times().children_user
    )
    brought = found[0]
    count = 10_000
    frame = pd.DataFrame(
        {
            "series": np.repeat([f"team {k:05d}" for k in range(count)], POINTS),
            "x": np.tile(pd.date_range("2022-01-01", periods=POINTS, freq="MS"), count),
            "value": np.random.default_rng(1).normal(50, 5, count * POINTS),
        }
    )
    table = frame["value"].to_numpy().reshape(count, POINTS)
    long, square = rounds(
        7,
        lambda: qi.analyze_batch(frame, "i", rules=RULES),
        lambda: qi.analyze_batch(table, "i", rules=RULES),
    )
    return "\n".join(
        [
            "| what | best | median | goal |",
            "|---|---:|---:|---:|",
            f"| `analyze`, an I chart of {POINTS} points | {_pair(one)} | 0.5 ms |",
            (
                f"| a Python that imports qi (brings of pandas and scipy: {brought}) "
                f"| {_pair(whole)} | 250 ms |"
            ),
            f"| a Python that imports numpy alone | {_pair(numpy)} | |",
            f"| `analyze_batch`, a long table of {count:,} series | {_pair(long)} | |",
            f"| the same as an array: the rest is grouping | {_pair(square)} | |",
        ]
    )


def _pair(spent: list[float]) -> str:
    digits = 2 if min(spent) < 10 else 0
    return f"{min(spent):.{digits}f} ms | {statistics.median(spent):.{digits}f} ms"


def report(largest: int) -> str:
    """Measure everything and return it as Markdown."""
    before = os.getloadavg()[0]
    parts = [
        (
            f"`analyze_batch`, I charts of {POINTS} points, one core: limits, shift, trend, 2 of 3, "
            "runs and crossings."
        ),
        curve(largest),
        single(),
        "Every chart type under its default rules, 20,000 series:",
        kinds(),
        (
            "Memory by tracemalloc, 20,000 series with `points=True`, as a multiple of the series "
            "themselves; the goal is 5. What is made on demand (signals in order, arrays per point) "
            "is in the last column."
        ),
        qi_memory.table(20_000),
    ]
    after = os.getloadavg()[0]
    parts.append(
        f"Load average {before:.1f} before and {after:.1f} after, on {os.cpu_count()} processors."
    )
    return "\n\n".join(parts)


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000, help="series of the curve")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    text = report(chosen.largest)
    print(text)
    if chosen.write:
        publish("qi speed", text)


if __name__ == "__main__":
    main()
