"""The audit as the backbone reads it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.audit import queries
from app.networks.models import Network

bp = Blueprint("audit", __name__, template_folder="templates")


@bp.get("/networks/<network_slug>/audit")
@access.network(May.RUN_NETWORK)
def index(network: Network) -> str:
    navigation.within(network)

    def page_url(number: int) -> str:
        return url_for("audit.index", network_slug=network.slug, page=number)

    page = queries.page_of(network, request.args.get("page", 1, type=int))
    return render_template("audit/index.html", network=network, page=page, page_url=page_url)
