"""Send a month's data of a team, with nothing but Python itself.

    export CENTERLINE_URL=https://centerline.example.org
    export CENTERLINE_TOKEN=ctl_...        # with the scopes read and write:observations
    python examples/send_month.py NETWORK TEAM examples/month.csv

The table has the columns measure, period, numerator, denominator, value and reason; cells that a
measure does not need stay empty. A value that is stored and differs is corrected where the
table gives a reason; else the program stops and says so, and nothing is stored.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

NUMBERS = ("numerator", "denominator", "value")


def ask(method: str, path: str, body: Any = None) -> Any:
    """Send a request; the answer as JSON, or the problem that the API tells of."""
    request = Request(
        f"{os.environ['CENTERLINE_URL'].rstrip('/')}/api/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['CENTERLINE_TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except HTTPError as error:
        raise SystemExit(told(json.load(error))) from None


def told(problem: dict[str, Any]) -> str:
    """A problem in lines that say which row of the table to look at."""
    lines = [f"{problem['title']}. {problem['detail']}"]
    for each in problem.get("errors", ()):
        row = f"Line {each['row'] + 1}, " if "row" in each else ""
        stored = f" Stored: {each['stored']}." if "stored" in each else ""
        lines.append(f"  {row}{each['field']}: {each['detail']}{stored}")
    return "\n".join([*lines, problem.get("do", "")])


def read(path: str) -> list[dict[str, Any]]:
    """The table's rows as the API takes them."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for row in rows:
        item: dict[str, Any] = {"measure": row["measure"], "period": row["period"]}
        item |= {name: float(row[name]) for name in NUMBERS if row.get(name)}
        if row.get("reason"):
            item["reason"] = row["reason"]
        found.append(item)
    return found


def name_versions(team: str, items: list[dict[str, Any]]) -> None:
    """Say of each item that has a reason which version of the stored data it replaces."""
    for item in items:
        if "reason" in item:
            day = item["period"]
            path = f"{team}/measures/{item['measure']}/observations?from={day}&to={day}"
            for stored in ask("GET", path)["observations"]:
                item["version"] = stored["version"]


def main(network: str, team: str, path: str) -> None:
    """Send the table and say what became of it."""
    where = f"/networks/{network}/teams/{team}"
    items = read(path)
    name_versions(where, items)
    done = ask("POST", f"{where}/observations", {"observations": items})
    print(
        f"{done['created']} new, {done['corrected']} corrected, {done['unchanged']} as they were."
    )


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
