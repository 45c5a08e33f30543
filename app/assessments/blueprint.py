"""The blueprint of assessments, and its addresses."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("assessments", __name__, template_folder="templates")

NETWORK = "/networks/<network_slug>/assessments"
INSTRUMENT = f"{NETWORK}/<int:instrument_id>"
TEAM = "/networks/<network_slug>/teams/<team_slug>/assessments"
ROUND = f"{TEAM}/<int:round_id>"
