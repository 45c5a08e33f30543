"""A client that signs in and checks every page it fetches."""

from __future__ import annotations

from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db


class Client(FlaskClient):
    """Flask's test client with requests that know nothing of each other.

    What the test wrote is committed before a request, so that the request sees it and waits for
    no lock; each request has a context of its own, so that nothing of one shows in the next.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)


class PageClient(Client):
    """A client that holds every HTML page it gets to what a page promises."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and not response.is_streamed:
            check(response.get_data(as_text=True))
        return response


def check(html: str) -> None:
    """Hold a page or fragment to what every page promises."""
    whole = html.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html) if whole else parser.parseFragment(html)
    if whole:
        assert not parser.errors, f"invalid HTML: {parser.errors[:3]}"
        title = tree.findtext(".//title")
        assert title, "a page needs a title"
        assert title.strip(), "a page needs a title"
        assert len(tree.findall(".//h1")) == 1, "a page has one h1"
    ids = [
        element.get("id")
        for element in tree.iter()
        if isinstance(element.tag, str) and element.get("id")
    ]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    labels = {label.get("for") for label in tree.iter("label")}
    inside = {element for label in tree.iter("label") for element in label.iter()}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.get("style") is None, f"inline style on <{element.tag}>"
        handlers = [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118  # iterating an element gives its children
        assert not handlers, f"inline handler on <{element.tag}>"
        if element.tag == "script":
            assert element.get("src") or element.get("type") == "application/json", "inline script"
        if element.tag in {"input", "select", "textarea"} and element.get("type") not in {
            "hidden",
            "submit",
        }:
            named = (
                element.get("id") in labels
                or element in inside
                or element.get("aria-label")
                or element.get("aria-labelledby")
            )
            assert named, f"<{element.tag} name={element.get('name')}> has no label"
        if element.tag == "img":
            assert element.get("alt") is not None, "an image needs its alternative text"
        if element.tag == "a":
            assert element.get("href") not in {"", "#"}, "a link that leads nowhere"
