"""Draw the same 36 points with other Python packages, in the environment of `bench.qi_compare`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence

from bench.qi_compare import environment

PACKAGES = {
    "controlchartspy": "SVG",
    "pycontrolcharts": "JSON for a drawing script",
    "pyqicharts": "PNG",
}

WORKER = """
import io, json, sys, time, warnings
warnings.simplefilter("ignore")
values = json.load(sys.stdin)
labels = [f"{2024 + k // 12}-{k % 12 + 1:02d}-01" for k in range(len(values))]
def controlchartspy():
    from controlchartspy import spc
    rows = [{"k": k, "v": v} for k, v in zip(labels, values)]
    def one():
        drawn = spc(rows, keys="k", numerators="v", spc_settings={"chart_type": "i"})
        return drawn.static_plot.to_svg().encode()
    return one
def pycontrolcharts():
    from pycontrolcharts import ChartType, calc_xmr, plot_control_chart
    return lambda: plot_control_chart(calc_xmr(values, label=labels), ChartType.XMR).to_json().encode()
def pyqicharts():
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt, pandas as pd
    from pyqicharts import qic
    frame = pd.DataFrame({"x": labels, "y": values})
    def one():
        qic(frame, x="x", y="y", chart="i")
        out = io.BytesIO()
        plt.gcf().savefig(out, format="png", dpi=192)
        plt.close("all")
        return out.getvalue()
    return one
one = {f.__name__: f for f in (controlchartspy, pycontrolcharts, pyqicharts)}[sys.argv[1]]()
size = len(one())
times = []
for _ in range(3):
    started = time.process_time()
    one()
    times.append(time.process_time() - started)
print(json.dumps({"ms": 1000 * min(times), "size": size}))
"""


def others(values: Sequence[float]) -> dict[str, tuple[float, int]]:
    """Return milliseconds and bytes of each package: analysis and drawing together."""
    python = environment()
    found = {}
    for package in PACKAGES:
        done = subprocess.run(  # noqa: S603 - our own words
            [str(python), "-c", WORKER, package],
            input=json.dumps(list(values)),
            capture_output=True,
            text=True,
            check=True,
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        found[package] = (answer["ms"], answer["size"])
    return found
