"""Compare qi with the Python packages that do part of its job, on the same series in one run.

    python -m bench.qi_compare [--series 200] [--write]

The other packages live in a virtual environment of their own, build/venv-bench, which this script
makes: they are no dependency of the project.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import qi
from bench.report import publish

HOME = Path(__file__).resolve().parent.parent

PACKAGES = ("pycontrolcharts", "clinical-qikit", "controlchartspy", "pyqicharts")
POINTS = 36

# Each worker reads series from standard input and gives center, limits and points outside.
WORKER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
series = json.load(sys.stdin)
def pycontrolcharts():
    from pycontrolcharts import calc_xmr
    def one(v):
        t = calc_xmr(v)
        return t.center_line[0], t.lcl[0], t.ucl[0], [k for k, w in enumerate(v) if not t.lcl[k] <= w <= t.ucl[k]]
    return one
def clinical_qikit():
    from qikit import qic
    def one(v):
        t = qic(y=v, chart="i").data
        return t.cl[0], t.lcl[0], t.ucl[0], [k for k, s in enumerate(t.sigma_signal) if s]
    return one
def controlchartspy():
    from controlchartspy import spc
    def one(v):
        rows = [{"k": f"m{k:03d}", "v": w} for k, w in enumerate(v)]
        t = spc(rows, keys="k", numerators="v", spc_settings={"chart_type": "i"}, return_objs=["limits"]).limits
        return t[0]["target"], t[0]["ll99"], t[0]["ul99"], [k for k, r in enumerate(t) if not r["ll99"] <= r["value"] <= r["ul99"]]
    return one
def pyqicharts():
    import pandas as pd
    from pyqicharts import qic_table
    def one(v):
        t = qic_table(pd.DataFrame({"x": range(len(v)), "y": v}), x="x", y="y", chart="i")
        return t.centre[0], t.lcl[0], t.ucl[0], [k for k in range(len(v)) if t.outside_ucl[k] or t.outside_lcl[k]]
    return one
one = {"pycontrolcharts": pycontrolcharts, "clinical-qikit": clinical_qikit,
       "controlchartspy": controlchartspy, "pyqicharts": pyqicharts}[sys.argv[1]]()
one(series[0])
started = time.process_time()
found = [one(v) for v in series]
seconds = time.process_time() - started
print(json.dumps({"seconds": seconds, "found": [[float(a), float(b), float(c), d] for a, b, c, d in found]}))
"""


def environment():
    home = HOME / "build" / "venv-bench"
    python = home / "bin" / "python"
    if not python.exists():
        print("Making build/venv-bench with", ", ".join(PACKAGES), flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)  # noqa: S603 - our own words
        install = [str(python), "-m", "pip", "install", "--quiet", *PACKAGES]
        subprocess.run(install, check=True)  # noqa: S603 - our own words
    return python


def ours(series):
    qi.analyze(series[0], "i", rules="shewhart")
    started = time.process_time()
    analyses = [qi.analyze(values, "i") for values in series]
    single = time.process_time() - started
    thousand = np.resize(np.array(series), (1_000, POINTS))
    qi.analyze_batch(thousand, "i")
    started = time.process_time()
    for _ in range(10):
        qi.analyze_batch(thousand, "i")
    batch = (time.process_time() - started) / 10
    return single, batch, found_in(analyses)


def found_in(analyses):
    return [
        (
            one.center[0],
            one.lower[0],
            one.upper[0],
            [s.start for s in one.signals if s.rule == "outside"],
        )
        for one in analyses
    ]


def compare(found, reference):
    limits = np.array([row[:3] for row in found])
    wanted = np.array([row[:3] for row in reference])
    width = (wanted[:, 2] - wanted[:, 1])[:, None]
    apart = np.abs(limits - wanted) / width
    same = sum(row[3] == other[3] for row, other in zip(found, reference, strict=True))
    return float((apart.max(axis=1) < 1e-9).mean()), float(apart.max()), same / len(found)


def table(count):
    rng = np.random.default_rng(2024)
    series = rng.normal(50, 5, (count, POINTS))
    series[: count // 4, POINTS // 2 :] += 8
    lists = series.round(3).tolist()
    single, batch, reference = ours(lists)
    screened = found_in([qi.analyze(row, "i", screen_moving_ranges=True) for row in lists])
    lines = [
        (
            "| package | ms per 1,000 series | limits equal | largest difference | same points outside "
            "| limits equal once ranges are screened |"
        ),
        "|---|---|---|---|---|---|",
        f"| qi, `analyze_batch` | {batch * 1e3:,.1f} | | | | |",
        f"| qi, `analyze` one by one | {single / count * 1e6:,.0f} | | | | |",
    ]
    python = environment()
    for package in PACKAGES:
        print(package, flush=True)
        done = subprocess.run(  # noqa: S603 - our own words
            [str(python), "-c", WORKER, package],
            input=json.dumps(lists),
            capture_output=True,
            text=True,
            check=True,
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        equal, apart, same = compare(answer["found"], reference)
        alike = compare(answer["found"], screened)[0]
        lines.append(
            f"| {package} | {answer['seconds'] / count * 1e6:,.0f} | {equal:.0%} | "
            f"{apart:.2%} of the width | {same:.0%} | {alike:.0%} |"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    chosen, _ = parser.parse_known_args(arguments)
    text = "\n\n".join(
        [
            f"I charts of {POINTS} points, {chosen.series} series, processor time of one core.",
            table(chosen.series),
        ]
    )
    print(text)
    if chosen.write:
        publish("qi", text)


if __name__ == "__main__":
    main()
