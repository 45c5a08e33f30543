"""Read a team's measures, data and analyses into pandas.

export CENTERLINE_URL=https://centerline.example.org
export CENTERLINE_TOKEN=ctl_...        # with the scope read
python examples/read_into_pandas.py NETWORK TEAM
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pandas as pd


def ask(path: str, **query: Any) -> Any:
    """Read one answer of the API."""
    address = f"{os.environ['CENTERLINE_URL'].rstrip('/')}/api/v1{path}"
    request = Request(
        f"{address}?{urlencode(query)}" if query else address,
        headers={"Authorization": f"Bearer {os.environ['CENTERLINE_TOKEN']}"},
    )
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def pages(path: str, items: str) -> Iterator[dict[str, Any]]:
    """Read a list page by page."""
    query: dict[str, Any] = {"limit": 200}
    while True:
        page = ask(path, **query)
        yield from page[items]
        if page["next_cursor"] is None:
            return
        query["cursor"] = page["next_cursor"]


def observations(network: str, team: str) -> pd.DataFrame:
    """Everything that a team entered and you may see: a row for each measure and period."""
    where = f"/networks/{network}/teams/{team}/measures"
    rows = [
        {"measure": measure["slug"], **each}
        for measure in pages(where, "measures")
        for each in pages(f"{where}/{measure['slug']}/observations", "observations")
    ]
    found = pd.DataFrame(
        rows,
        columns=["measure", "period", "numerator", "denominator", "value", "result", "excluded"],
    )
    found["period"] = pd.to_datetime(found["period"])
    return found.set_index(["measure", "period"]).sort_index()


def chart(network: str, team: str, measure: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """A chart as the page shows it: its points with center line and limits, its signals, and
    what it says in a sentence."""
    found = ask(f"/networks/{network}/teams/{team}/measures/{measure}/analysis")
    points = pd.DataFrame(
        found["points"],
        columns=["period", "value", "center", "lower", "upper", "included", "phase"],
    )
    points["period"] = pd.to_datetime(points["period"])
    signals = pd.DataFrame(
        found["signals"], columns=["rule", "starts", "ends", "meaning", "current", "sentence"]
    )
    return points.set_index("period"), signals, found["sentence"]


def main(network: str, team: str) -> None:
    """Print the latest value of each measure and what its chart says."""
    data = observations(network, team)
    for measure, rows in data.groupby(level="measure"):
        points, signals, sentence = chart(network, team, str(measure))
        print(f"{measure}: {len(rows)} periods, {len(signals)} signals. {sentence}")
        print(points.tail(3).to_string())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
