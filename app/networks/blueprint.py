"""The blueprint of the network's pages, and what its views share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from app.networks.models import Network

bp = Blueprint("networks", __name__, template_folder="templates")

NETWORK = "/networks/<network_slug>"


def back_to(network: Network, page: str, anchor: str | None = None) -> Any:
    """After a form: send the browser to a page of the network."""
    return redirect(
        url_for(f"networks.{page}", network_slug=network.slug, _anchor=anchor), code=303
    )


def step_asked() -> int:
    """Which way a form asks to move something: -1 up, +1 down."""
    return -1 if request.form.get("to") == "up" else 1
