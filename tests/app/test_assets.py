"""Style sheets and scripts: kept by the browser until they change."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

STATIC = Path(__file__).parents[2] / "app" / "static"


def test_every_file_of_a_page_is_named_by_its_content(client: FlaskClient) -> None:
    html = client.get("/sign-in").get_data(as_text=True)
    named = re.findall(r'(?:href|src)="/static/([^"?]+)(?:\?v=([0-9a-f]*))?"', html)
    assert len(named) > 5
    for path, version in named:
        if path.endswith(".woff2"):
            assert not version, "style sheets ask for it by its name alone"
            continue
        assert version == hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10], path


def test_a_browser_keeps_what_its_address_names(app: Flask) -> None:
    version = hashlib.sha256((STATIC / "css/base.css").read_bytes()).hexdigest()[:10]
    with app.test_client().get(f"/static/css/base.css?v={version}") as answer:
        kept = answer.cache_control
    assert (kept.max_age, kept.public, kept.immutable) == (31_536_000, True, True)
    assert not kept.no_cache


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789"])
def test_a_file_asked_for_by_another_version_is_asked_for_again(app: Flask, query: str) -> None:
    with app.test_client().get(f"/static/css/base.css{query}") as answer:
        assert answer.status_code == 200
        assert answer.cache_control.no_cache
        assert answer.cache_control.max_age is None


def test_an_address_is_below_the_place_where_the_application_is_mounted(app: Flask) -> None:
    static_url = app.jinja_env.globals["static_url"]
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/qi"}):
        assert static_url("js/app.js").startswith("/qi/static/js/app.js?v=")
    with app.test_request_context("/"):
        assert static_url("js/app.js").startswith("/static/js/app.js?v=")
