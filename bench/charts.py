"""Time and size of drawings, beside a bare matplotlib line chart in the same run.

Each figure is the best of several rounds: what the work costs when nothing else disturbs it.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import qi
from bench.charts_compare import PACKAGES, others
from bench.report import publish
from charts import (
    FULL,
    panel_view,
    panels_svg,
    responsive_charts,
    responsive_svg,
    shared_scale,
    svg,
)
from charts.control_chart import control_chart
from charts.figure import render
from charts.gallery import data
from charts.gallery.examples import examples
from charts.view import ControlChartView
from qi.results import Analysis

_KB = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the report: what, how long, how large, and the goal of each."""

    what: str
    ms: float
    size: float | None = None
    goal_ms: float | None = None
    goal_size: float | None = None

    def line(self) -> str:
        """Return it as a row of a table; a goal that is missed is marked."""
        goals = []
        if self.goal_ms is not None:
            goals.append(f"{self.goal_ms:.3g} ms" + " missed" * (self.ms > self.goal_ms))
        if self.size is not None and self.goal_size is not None:
            goals.append(f"{self.goal_size / _KB:g} KB" + " missed" * (self.size > self.goal_size))
        size = "" if self.size is None else f"{self.size / _KB:.1f} KB"
        return f"| {self.what} | {self.ms:.2f} ms | {size} | {', '.join(goals)} |"


def best(work: Callable[[], object], rounds: int = 30) -> float:
    """Return the shortest time of a piece of work, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def chart_of_36() -> tuple[Analysis, dict[str, Any]]:
    """36 points, two phases, three signals and four flags, as a page draws them."""
    noise = np.random.default_rng(5)
    values = np.r_[noise.normal(41, 3, 18), noise.normal(34, 2.5, 18)].round(1)
    values[5] = 66.0
    values[8:16] = (36 + noise.normal(0, 0.8, 8)).round(1)
    values[28:34] = [29, 30, 31, 32.5, 33, 36]
    analysis = qi.analyze(
        values, chart="i", x=data.months(36), phases=(18,), direction="down", target=30
    )
    flags = [
        replace(flag, href=f"../cycles/{number}")
        for number, flag in enumerate(data.story_options()["flags"][:4], start=12)
    ]
    return analysis, {
        "title": "Minutes to triage",
        "unit": "min",
        "flags": flags,
        "hrefs": lambda index: f"minutes-to-triage/points/{analysis.x[index]}",
        "key": False,
    }


def bare_line_chart(view: ControlChartView, analysis: Analysis) -> bytes:
    """Draw the same points with the same axes and nothing else."""
    figure = Figure(figsize=((view.width + 56) / 96, (view.height + 110) / 96), dpi=192)
    axes = figure.add_subplot()
    axes.plot(list(analysis.x), analysis.values, marker="o")
    out = io.BytesIO()
    FigureCanvasAgg(figure).print_figure(out, format="png", dpi=192)
    return out.getvalue()


def measure() -> list[Measured]:
    """Measure everything once."""
    analysis, options = chart_of_36()
    view = control_chart(analysis, **options)
    page = svg(view, uid="measure-12")
    found = [
        Measured(
            f"page SVG, 36 points, {len(analysis.signals)} signals, 4 flags",
            best(lambda: svg(view, uid="measure-12"), 200),
            len(page.encode()),
            0.5,
            12 * _KB,
        ),
        Measured("  its layout", best(lambda: control_chart(analysis, **options))),
        Measured(
            "  layout of its three sizes", best(lambda: responsive_charts(analysis, **options))
        ),
    ]
    sizes = responsive_charts(analysis, **options)
    three = responsive_svg(sizes, uid="measure-12")
    found.append(
        Measured(
            "  SVG of its three sizes", best(lambda: responsive_svg(sizes, uid="m")), len(three)
        )
    )
    found += _multiples()
    png = best(lambda: render(view, "png", scale=2), 5)
    bare = best(lambda: bare_line_chart(view, analysis), 5)
    found += [
        Measured("PNG at 2x", png, len(render(view, "png", scale=2)), 2.5 * bare),
        Measured("  bare matplotlib line chart", bare, len(bare_line_chart(view, analysis))),
        Measured("PDF", best(lambda: render(view, "pdf"), 3), len(render(view, "pdf"))),
        Measured("SVG file", best(lambda: render(view, "svg"), 3), len(render(view, "svg"))),
    ]
    plain, plain_options = _values(analysis), {"title": "Minutes to triage", "unit": "min"}
    found.append(
        Measured(
            "analysis, layout and SVG of the same values, no flags or phases",
            best(lambda: svg(control_chart(qi.analyze(plain, "i"), **plain_options), uid="m")),
            len(svg(control_chart(qi.analyze(plain, "i"), **plain_options), uid="m").encode()),
        )
    )
    for package, (ms, size) in others(plain).items():
        found.append(Measured(f"the same by {package}: {PACKAGES[package]}", ms, size))
    found += _kinds()
    return found


def _values(analysis: Analysis) -> list[float]:
    values: list[float] = analysis.values.tolist()
    return values


def _multiples() -> list[Measured]:
    teams = data.network(140)
    scale = shared_scale([analysis for _, analysis in teams], unit="%")

    def draw() -> str:
        return panels_svg(panel_view(a, scale, title=name, href="/t") for name, a in teams)

    return [Measured("140 small multiples", best(draw, 12), len(draw().encode()), 25, 400 * _KB)]


def _kinds() -> list[Measured]:
    """One of every kind, layout and SVG together."""
    found = []
    for example in examples():
        if example.kind != "control chart":
            drawn = example.svg(FULL, "k")
            name = f"{example.kind}: {example.title}"
            took = best(lambda example=example: example.svg(FULL, "k"), 5)  # type: ignore[misc]
            found.append(Measured(name, took, len(drawn.encode())))
    return found


def imports_for_pages() -> str:
    """Say what importing `charts` brings along that a page does not need."""
    code = "import sys, charts; print([m for m in ('matplotlib', 'pandas') if m in sys.modules])"
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    lines = ["| drawing | best | size | goals |", "|---|---:|---:|---|"]
    lines += [measured.line() for measured in measure()]
    load = os.getloadavg()[0]
    lines += [
        "",
        (
            f"Importing `charts` for pages brings of matplotlib and pandas: {imports_for_pages()}. "
            f"Processor time; load average {load:.1f}."
        ),
    ]
    text = "\n".join(lines)
    sys.stdout.write(text + "\n")
    if chosen.write:
        publish("charts", text)


if __name__ == "__main__":
    main()
