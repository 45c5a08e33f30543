"""A real server of the demo, on a free port, with a database of its own."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from urllib.request import urlopen

from tests import programs

PATIENCE = 120.0
"""Seconds that a server may take until it answers: its first answer is its slowest."""
LATENCY = "CENTERLINE_TEST_LATENCY"
"""Milliseconds by which every answer is late, see slow.py."""


def environment(database: Path) -> dict[str, str]:
    """The environment of a demo whose data lie in `database`."""
    return os.environ | {
        "CENTERLINE_DEMO": "1",
        "CENTERLINE_DATABASE_URL": f"sqlite:///{database}",
        "CENTERLINE_SECRET_KEY": "browser tests",
        "CENTERLINE_PASSWORD_SALT": "browser tests",
    }


def make_demo(database: Path) -> None:
    """Migrate and load a database as `make demo` does."""
    said = database.with_suffix(".log")
    for command in (("db", "upgrade"), ("demo", "load")):
        flask = ("flask", "--app", "wsgi", *command)
        programs.run(*flask, environment=environment(database), said=said)


def refill(template: Path, database: Path) -> None:
    """Put the template's data into a database that a server has open: starting one takes longer."""
    with (
        closing(sqlite3.connect(template)) as source,
        closing(sqlite3.connect(database, timeout=20)) as target,
    ):
        source.backup(target)


@contextmanager
def serving(template: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of a database; gives the address. What the server said goes to `server.log`."""
    database = folder / "demo.sqlite"
    shutil.copy(template, database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = "tests.browser.slow:app" if LATENCY in os.environ else "wsgi:app"
    log = folder / "server.log"
    command = ["gunicorn", served, "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "4", "--no-control-socket", "--log-level", "warning"]
    process = programs.start(*command, environment=environment(database), said=log)
    try:
        _wait(f"http://127.0.0.1:{port}/sign-in", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join(20)


def _wait(url: str, process: ForkServerProcess, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.is_alive():
        try:
            with urlopen(url, timeout=PATIENCE):  # noqa: S310  # our own server
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer:\n{log.read_text()}")
