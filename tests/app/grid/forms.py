"""The grid's form as a browser sends it: what the page showed, with what somebody typed over it."""

from __future__ import annotations

from typing import Any

import html5lib

PAGE = "/networks/river/teams/clinic/measures/urgent-visits"
GRID = f"{PAGE}/grid"

WHOLE = "whole"


def fields(html: str) -> dict[str, str]:
    """Every field of the grid's form that a browser would send, without its buttons."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(each for each in tree.iter("form") if each.get("id") == "grid")
    found = {}
    for field in form.iter("input"):
        if field.get("type") == "checkbox" and field.get("checked") is None:
            continue
        found[field.get("name")] = field.get("value") or ""
    return found


def opened(client: Any, **query: Any) -> dict[str, str]:
    """The form of the page as it opens."""
    answer = client.get(GRID, query_string=query)
    assert answer.status_code == 200
    return fields(answer.get_data(as_text=True))


def typed(month: str, *numbers: str, note: str | None = None, group: str = WHOLE) -> dict[str, str]:
    """A numerator and a denominator of a month such as "2026-01"."""
    names = [f"{month}-01.{group}.{part}" for part in ("value", "denominator")]
    found = dict(zip(names, numbers, strict=False))
    return found if note is None else found | {f"{month}-01.whole.note": note}
