"""Templates of the diagrams, and the one place that renders them.

Everything is escaped by the template engine; nothing carries a style of its own, so the
drawings pass a strict content security policy and take their colors from the page.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def short_number(value: float) -> str:
    """Write a coordinate with at most one decimal.

    Parameters
    ----------
    value : float
        Coordinate in px.

    Returns
    -------
    str
        Without trailing zeros and without a negative zero.
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["n"] = short_number


def render(template: str, **values: object) -> Markup:
    """Render one template of this folder.

    Parameters
    ----------
    template : str
        File name.
    **values : object
        What the template reads; text in it is escaped.

    Returns
    -------
    Markup
        Safe to place in a page.
    """
    text = _ENVIRONMENT.get_template(template).render(**values)
    # Indentation is for those who read the templates; pages are smaller without it.
    lines = (line.strip(" ") for line in text.split("\n"))
    return Markup("\n".join(line for line in lines if line))  # noqa: S704 - autoescaped
