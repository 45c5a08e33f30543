"""The blueprint of the import, and the beginnings of its addresses."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("importing", __name__, template_folder="templates")

NETWORK = "/networks/<network_slug>/import"
TEAM = "/networks/<network_slug>/teams/<team_slug>/import"
