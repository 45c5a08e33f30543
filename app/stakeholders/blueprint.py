"""The blueprint that the stakeholder map's views share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stakeholders", __name__, template_folder="templates")

BASE = "/networks/<network_slug>/teams/<team_slug>/stakeholders"
