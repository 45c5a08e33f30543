"""The demonstration's gallery: every drawing, in each theme and at each width."""

from __future__ import annotations

import html
import re

import pytest

from charts.gallery.examples import examples

THEMES = ("light", "dark", "print")


@pytest.fixture
def demo(app):
    app.config["DEMO"] = True


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_shows_every_kind(demo, client, width):
    page = client.get(f"/gallery?width={width}").get_data(as_text=True)
    keys = re.findall(r'<section class="section gallery-drawing"\s+id="drawing-([^"]+)"', page)
    assert keys == [example.key for example in examples()]
    assert len(set(keys)) == len(keys)
    assert page.count(f'class="gallery-{width} ') == len(keys)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_the_pages_own(demo, client, theme):
    page = client.get(f"/gallery?theme={theme}&width=360").get_data(as_text=True)
    assert f'data-theme="{"dark" if theme == "dark" else "light"}"' in page
    assert page.count(f"gallery-paper-{theme}") == len(examples())


@pytest.mark.parametrize("question", ["", "?theme=sepia&width=100", "?width=x%00"])
def test_it_is_light_and_wide_unless_asked(demo, client, question):
    page = client.get(f"/gallery{question}").get_data(as_text=True)
    assert 'class="gallery-1280 gallery-paper-light"' in page


@pytest.mark.parametrize(
    ("extension", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")]
)
@pytest.mark.parametrize(
    "key", ["funnel-plot-units-beside-chance", "driver-diagram-theory-of-change"]
)
def test_each_drawing_is_a_file_too(demo, client, key, extension, start):
    response = client.get(f"/gallery/file?drawing={key}&theme=dark&width=360&format={extension}")
    assert response.status_code == 200
    assert response.data.startswith(start)


def test_every_link_to_a_file_leads_somewhere(demo, client):
    page = client.get("/gallery?width=360").get_data(as_text=True)
    links = [html.unescape(link) for link in re.findall(r'href="(/gallery/file[^"]+)"', page)]
    assert len(links) == 3 * sum(example.has_files for example in examples())
    svgs = [link for link in links if link.endswith("format=svg")]
    assert {client.get(link).status_code for link in svgs[-3:]} == {200}


@pytest.mark.parametrize(
    "question", ["", "?drawing=nothing", "?drawing=pareto-chart-themes-of-interviews&format=gif"]
)
def test_what_is_no_file_is_not_found(demo, client, question):
    assert client.get(f"/gallery/file{question}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/gallery", "/gallery/file?drawing=pareto-chart-themes-of-interviews"]
)
def test_it_is_there_in_the_demonstration_only(app, client, address):
    assert app.config["DEMO"] is False
    assert client.get(address).status_code == 404
