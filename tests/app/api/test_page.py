"""The readable page tells of everything that the document has, and nothing from elsewhere."""

from __future__ import annotations

import re

from app.api.document import document


def test_every_operation_and_object_is_on_the_page(app, client):
    page = client.get("/api").text
    found = document()
    plain = page.replace("<wbr>", "")
    for path, operations in found["paths"].items():
        assert f"<code>{path}</code>" in plain
        for operation in operations.values():
            assert operation["summary"].rstrip(".").replace("'", "&#39;") in page
    for name, schema in found["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Query"):
            assert f'id="shape-{name}"' in page


def test_its_links_lead_somewhere(app, client):
    page = client.get("/api").text
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert "problem-not-found" in ids
    outside = re.findall(r'(?:src|href)="(https?:[^"]+)"', page)
    assert outside == []
