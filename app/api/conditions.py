"""ETags, and the conditions under which a program wants something changed (RFC 9110, 13)."""

from __future__ import annotations

import re

from flask import request

from app.problems import Fault, Problem

ETAG = r'"[!#-~]{1,100}"'
"""How a version is written in headers."""


def etag(version: int | str) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def wanted() -> str | None:
    """The version that If-Match names; None where the request has no such condition."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    if not re.fullmatch(ETAG, header):
        raise Problem(
            422,
            "If-Match names one version.",
            [Fault("If-Match", "Send the ETag as you got it.", 'such as "3"', "header")],
        )
    return header.strip('"')


def wanted_number() -> int | None:
    """As `wanted`, where versions are counted; what is no number was never a version."""
    text = wanted()
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
