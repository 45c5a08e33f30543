"""The examples run as they are, against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from app import create_app
from app.api.scopes import Scope
from app.api.tokens import services
from app.extensions import db
from app.measures.models import DataKind, Observation
from tests import databases
from tests.factories import make_cast, make_measure, make_series

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
MONTH = date(2026, 1, 1)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Run an example for alice, whose team keeps urgent visits and falls."""
    url = f"sqlite:///{tmp_path / 'served.sqlite'}"
    databases.create_tables(url, tmp_path)
    app = create_app(databases.settings(url, tmp_path))
    with app.app_context():
        cast = make_cast()
        falls = make_measure(
            cast.network, "falls", data_kind=DataKind.COUNT, chart="c", multiplier=1.0
        )
        data = [(9 + n % 4, 100) for n in range(24)]
        make_series(cast.team, cast.measure, data, date(2024, 1, 1))
        make_series(cast.team, falls)
        _token, secret = services.make(cast.alice, "Examples", list(Scope), 30)
        db.session.commit()
        databases.close()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def started(*command: str) -> subprocess.CompletedProcess[str]:
        address = f"http://127.0.0.1:{server.server_port}"
        more = {"CENTERLINE_URL": address, "CENTERLINE_TOKEN": secret, "NO_PROXY": "127.0.0.1"}
        return subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    yield started
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        databases.close()


def stored(tmp_path: Path) -> list[tuple[float, float | None, int]]:
    url = f"sqlite:///{tmp_path / 'served.sqlite'}"
    app = create_app(databases.settings(url, tmp_path))
    with app.app_context():
        query = db.session.query(Observation).filter_by(period=MONTH)
        found = [
            (each.value, each.denominator, each.version)
            for each in query.order_by(Observation.series_id)
        ]
        databases.close()
    return found


def test_a_month_is_sent_and_read(run: Run, tmp_path: Path) -> None:
    curl = ("examples/send_month.sh", "river", "clinic", "examples/month.json")
    first = run(*curl)
    assert first.returncode == 0, first.stderr + first.stdout
    assert '"created":2' in first.stdout
    assert stored(tmp_path) == [(6, 64, 1), (3, None, 1)]
    again = run(*curl)
    assert again.stdout == first.stdout  # by its key: the first answer, given again

    python = (sys.executable, "examples/send_month.py", "river", "clinic")
    same = run(*python, "examples/month.csv")
    assert same.stdout == "0 new, 0 corrected, 2 as they were.\n", same.stderr

    table = (EXAMPLES / "month.csv").read_text().replace(",6,64,,", ",7,64,,")
    (tmp_path / "month.csv").write_text(table)
    other = run(*python, str(tmp_path / "month.csv"))
    assert other.returncode == 1
    assert "Line 2, /observations/0/version: Other data are stored" in other.stderr
    assert stored(tmp_path) == [(6, 64, 1), (3, None, 1)]

    (tmp_path / "month.csv").write_text(table.replace(",7,64,,", ",7,64,,Counted again"))
    corrected = run(*python, str(tmp_path / "month.csv"))
    assert corrected.stdout == "0 new, 1 corrected, 1 as they were.\n", corrected.stderr
    assert stored(tmp_path) == [(7, 64, 2), (3, None, 1)]

    read = run(sys.executable, "examples/read_into_pandas.py", "river", "clinic")
    assert read.returncode == 0, read.stderr
    assert "urgent-visits: 25 periods" in read.stdout
    assert "falls: 1 periods" in read.stdout
    # The points of the chart stand in a table: 7 of 64, and the center line, 259 of 2,464.
    assert "10.9375  10.511364" in read.stdout


def test_what_is_refused_ends_in_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "month.json").write_text('{"observations": [{"measure": "nothing"}]}')
    curl = run("examples/send_month.sh", "river", "clinic", str(tmp_path / "month.json"))
    assert curl.returncode == 1
    assert "/observations/0/period" in curl.stdout
    assert stored(tmp_path) == []
