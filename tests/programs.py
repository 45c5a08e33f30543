"""Centerline's programs as processes of their own, forked from one that has loaded it.

Loading the application takes longer than most of what the tests have such processes do.
"""

from __future__ import annotations

import os
import runpy
import sys
import warnings
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_forks = get_context("forkserver")
_forks.set_forkserver_preload(["app", "gunicorn.app.wsgiapp"])


def start(
    module: str, *arguments: str, environment: Mapping[str, str], said: Path
) -> ForkServerProcess:
    """Start `python -m module` as a process; what it says is added to the file `said`."""
    process = _forks.Process(target=_run, args=(module, arguments, dict(environment), said))
    process.start()
    return process


def run(module: str, *arguments: str, environment: Mapping[str, str], said: Path) -> None:
    """Run `python -m module` to its end, and fail with what it said where it fails."""
    process = start(module, *arguments, environment=environment, said=said)
    process.join()
    assert process.exitcode == 0, said.read_text()


def _run(module: str, arguments: tuple[str, ...], environment: dict[str, str], said: Path) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    warnings.simplefilter("default")
    with said.open("ab") as file:
        for output in (1, 2):
            os.dup2(file.fileno(), output)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
