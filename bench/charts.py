"""Time and size of drawings, beside a bare matplotlib line chart in the same run.

Each figure is the best of several rounds: what the work costs when nothing else disturbs it.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import qi
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
        """Return it as text; a goal that is missed is marked."""
        parts = [f"{self.what:<58}{self.ms:9.2f} ms"]
        if self.goal_ms is not None:
            missed = "" if self.ms <= self.goal_ms else " MISSED"
            parts.append(f"(goal {self.goal_ms:g}{missed})")
        if self.size is not None:
            parts.append(f"{self.size / _KB:9.1f} KB")
        if self.size is not None and self.goal_size is not None:
            missed = "" if self.size <= self.goal_size else " MISSED"
            parts.append(f"(goal {self.goal_size / _KB:g}{missed})")
        return " ".join(parts)


def best(work: Callable[[], object], rounds: int = 30) -> float:
    """Return the shortest time of a piece of work, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
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
    flags = data.story_options()["flags"][:4]
    return analysis, {
        "title": "Minutes to triage",
        "unit": "min",
        "flags": flags,
        "hrefs": lambda index: f"#row-{index}",
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
    found += _kinds()
    return found


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


def main() -> None:
    """Print the report."""
    for measured in measure():
        sys.stdout.write(measured.line() + "\n")
    sys.stdout.write(f"importing charts for pages brings {imports_for_pages()}\n")


if __name__ == "__main__":
    main()
