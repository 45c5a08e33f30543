"""The blueprint of the comparison's own pages, and the beginnings of their addresses."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("compare", __name__, template_folder="templates")

NETWORK = "/networks/<network_slug>"
MEASURE = f"{NETWORK}/measures/<measure_slug>"
SERIES = f"{NETWORK}/teams/<team_slug>/measures/<measure_slug>"
