"""A hand that brings a file through the steps of the import."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.imports.browser.following import LINES
from tests.page import PageClient

TEAM = "/networks/river/teams/clinic/import"
NETWORK = "/networks/river/import"


@dataclass(slots=True)
class Hand:
    """Somebody at the import's pages."""

    client: PageClient
    at: str

    def give(
        self, content: str | bytes, measure: str = "urgent-visits", name: str = "data.csv"
    ) -> TestResponse:
        data = content.encode() if isinstance(content, str) else content
        form = {"measure": measure, "file": FileStorage(BytesIO(data), filename=name)}
        # Encoded here: what the test client encodes itself may lie in a file that nobody closes.
        boundary, body = encode_multipart(form)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.client.post(self.at, data=body, content_type=kind)

    def page(self, step: str) -> str:
        return self.client.get(f"{self.at}/{step}").get_data(as_text=True)

    def fields(self, step: str) -> dict[str, str]:
        """What the first form that stores would send, as the page has it."""
        html = self.page(step)
        found = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', html))
        for block in re.findall(r"<select.*?</select>", html, re.DOTALL):
            name = re.search(r'name="(\w+)"', block)
            chosen = re.search(r'<option value="([^"]*)" selected', block)
            if name:
                found[name[1]] = chosen[1] if chosen else ""
        found.pop("date_format", None)
        ticked = re.search(r'value="([^"]*)" checked', html)
        if 'id="across"' in html and ticked:
            found["across"] = "y"
        return found

    def map(self, **changes: Any) -> TestResponse:
        fields = self.fields("columns")
        fields.pop("again", None)
        return self.client.post(f"{self.at}/columns", data=fields | changes)

    def store(self, **changes: Any) -> TestResponse:
        html = self.page("check")
        found = dict(re.findall(r'name="(file_key|digest)"\s+value="([^"]*)"', html))
        return self.client.post(f"{self.at}/check", data=found | changes)

    def check(self, content: str | bytes, **more: Any) -> str:
        """Give a file, take the columns as they are recognized, and see what is said of it.

        What refuses it is said on the page that refuses it.
        """
        given = self.give(content, **more)
        if given.status_code != 303:
            return given.get_data(as_text=True)
        mapped = self.map()
        if mapped.status_code != 303:
            return mapped.get_data(as_text=True)
        return self.page("check")


@pytest.fixture
def alice(cast, sign_in) -> Hand:
    """The lead of the clinic, bringing a file in for her team."""
    return Hand(sign_in(cast.alice), TEAM)


@pytest.fixture
def bea(cast, sign_in) -> Hand:
    """The backbone, bringing a file in for any team."""
    return Hand(sign_in(cast.bea), NETWORK)


def lines_of(answer: TestResponse) -> list[dict[str, Any]]:
    """What an answer that is followed said, line by line."""
    assert answer.content_type == LINES
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
