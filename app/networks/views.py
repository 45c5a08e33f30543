"""The network's page and its frame."""

from __future__ import annotations

from flask import Blueprint

from app import access
from app.access import May
from app.networks.models import Network

bp = Blueprint("networks", __name__, template_folder="templates")


@bp.get("/networks/<network_slug>")
@access.network(May.SEE_NETWORK)
def show(network: Network) -> str:
    return network.name
