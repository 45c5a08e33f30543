"""The attributes of form fields as HTML.

WTForms writes each attribute through a template of its own, which takes most of the time of a page
with many fields; the text is the same.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets.core import Input


def attributes(**given: Any) -> Markup:
    """Write attributes by name: True is the name alone, False is nothing."""
    written = [
        _named(name) if value is True else f'{_named(name)}="{escape(value)}"'
        for name, value in sorted(given.items())
        if value is not False
    ]
    return Markup(" ".join(written))  # noqa: S704 - every value is escaped


def _named(name: str) -> str:
    """Return an attribute's name as HTML has it, from one that Python can have."""
    name = name.rstrip("_")
    return name.replace("_", "-") if name.startswith(("data_", "aria_")) else name


def init_app() -> None:
    """Let every input be written so; `html_params` is where WTForms lets one say how."""
    Input.html_params = staticmethod(attributes)  # type: ignore[method-assign]  # an attribute, not a method
