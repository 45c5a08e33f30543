"""`make test`: finds or starts what the tests need, says what is missing, and runs pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack

from tests import services

POSTGRESQL_URL = "CENTERLINE_TEST_POSTGRESQL"

MISSING_CHROMIUM = (
    "No Chromium was found, so the browser tests cannot run.\n"
    "  Debian, Ubuntu: apt-get install chromium\n"
    "  Elsewhere: set CENTERLINE_CHROMIUM to the path of a Chromium or Chrome"
)
MISSING_LIBREOFFICE = (
    "No LibreOffice was found, so nothing opens the slides that are made.\n"
    "  Debian, Ubuntu: apt-get install libreoffice-impress"
)
MISSING_POSTGRESQL = (
    "No PostgreSQL server was found, so nothing can be tested on PostgreSQL.\n"
    "  Debian, Ubuntu: apt-get install postgresql\n"
    f"  Elsewhere: put initdb and pg_ctl on the path, or set {POSTGRESQL_URL} to the URL of a\n"
    "  server whose user may create databases: postgresql+psycopg://user@host/postgres"
)


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; the answer is its exit code."""
    binaries = services.postgresql_binaries()
    missing = []
    if services.chromium() is None:
        missing.append(MISSING_CHROMIUM)
    if services.libreoffice() is None:
        missing.append(MISSING_LIBREOFFICE)
    if binaries is None and POSTGRESQL_URL not in os.environ:
        missing.append(MISSING_POSTGRESQL)
    for text in missing:
        print(text, flush=True)
    if missing and os.environ.get("CI") == "true":
        print("CI=true: nothing is skipped there, so no test was run.", flush=True)
        return 1
    with ExitStack() as stack:
        environment = dict(os.environ)
        # The tests start many processes; each would compile all of Python's packages anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if POSTGRESQL_URL not in environment and binaries is not None:
            print("Starting a PostgreSQL server for the tests ...", flush=True)
            environment[POSTGRESQL_URL] = stack.enter_context(services.postgresql(binaries))
        # Neighbors stay on one worker, so that a server or a database is seldom made on both.
        workers = [] if _says_workers(arguments) else ["-n", "auto", "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", "-q", *workers, *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


def _says_workers(arguments: list[str]) -> bool:
    return any(text == "-n" or text.startswith(("-n", "--numprocesses")) for text in arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
