"""Addresses of style sheets, scripts and pictures, which change when the file does."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

DIGITS = 10
"""Hexadecimal digits of a file's digest in its address."""
A_YEAR = 31_536_000
"""Seconds for which a browser keeps a file whose address names its content."""


def init_app(app: Flask) -> None:
    """Give templates `static_url`, and let browsers keep what such an address names."""
    known: dict[tuple[str, str], str] = {}

    def static_url(filename: str) -> str:
        """Find the address of a file below `static`; found once, since every page has a dozen."""
        key = (request.script_root, filename)
        if key not in known or app.debug:
            known[key] = url_for("static", filename=filename, v=digest(filename))
        return known[key]

    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep)


def digest(filename: str) -> str:
    """Digest of the content of a file below `static`; FileNotFoundError where there is none."""
    path = Path(str(current_app.static_folder)) / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]


def _keep(response: Response) -> Response:
    """Let a browser keep what its address names by content, and ask anew for all else."""
    if request.endpoint == "static" and response.status_code == 200:
        named = (request.view_args or {}).get("filename", "")
        if request.args.get("v") == digest(named):
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = A_YEAR
            response.cache_control.immutable = True
    return response
