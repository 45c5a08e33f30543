"""The audit as the backbone reads it."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.audit import queries
from app.clock import today
from app.networks.models import Network

bp = Blueprint("audit", __name__, template_folder="templates")

HEAD = ("number", "at (UTC)", "who", "action", "what", "before", "after", "why")
LIVE = ("=", "+", "-", "@", "\t", "\r")


@bp.get("/networks/<network_slug>/audit")
@access.network(May.RUN_NETWORK)
def index(network: Network) -> str:
    navigation.within(network)

    def page_url(number: int) -> str:
        return url_for("audit.index", network_slug=network.slug, page=number)

    page = queries.page_of(network, request.args.get("page", 1, type=int))
    return render_template("audit/index.html", network=network, page=page, page_url=page_url)


@bp.get("/networks/<network_slug>/audit.csv")
@access.network(May.RUN_NETWORK)
def download(network: Network) -> Any:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for entry in queries.all_of(network):
        before = "; ".join(f"{field}: {old}" for field, old, _new in entry.changes if old)
        after = "; ".join(f"{field}: {new}" for field, _old, new in entry.changes if new)
        cells = (entry.actor, entry.action, entry.thing, before, after, entry.why)
        at = entry.at.isoformat(sep=" ", timespec="seconds")
        writer.writerow([entry.number, at, *(_inert(cell) for cell in cells)])
    name = f"{network.slug}-audit-{today().isoformat()}.csv"
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(LIVE) else text
