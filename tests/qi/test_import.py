"""qi is imported by every page: it must not bring pandas or scipy along."""

import subprocess
import sys


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_importing_and_analyzing_loads_neither_pandas_nor_scipy():
    out = run(
        "import sys, qi; qi.analyze([1, 2, 3], 'i', x=['a', 'b', 'c']).describe();"
        "print([m for m in ('pandas', 'scipy', 'matplotlib') if m in sys.modules])"
    )
    assert out == "[]"
