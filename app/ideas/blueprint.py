"""The blueprint of the change-idea library and the addresses it shares."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("ideas", __name__, template_folder="templates")

LIBRARY = "/networks/<network_slug>/ideas"
TEAM = "/networks/<network_slug>/teams/<team_slug>"
