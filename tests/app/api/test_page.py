"""The readable page tells of everything that the document has, and nothing from elsewhere."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

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


def test_each_application_describes_every_shape(app):
    def first_asked(_number: int) -> str:
        with app.app_context():
            return json.dumps(document())

    for _ in range(2):  # as in a process that serves a second application
        app.extensions.pop("openapi", None)
        with ThreadPoolExecutor(4) as pool:  # as when people come right after the start
            (found,) = set(pool.map(first_asked, range(4)))
        named = set(re.findall(r'"#/components/schemas/([^"]+)"', found))
        assert named <= set(json.loads(found)["components"]["schemas"])
        assert len(named) > 20
