"""A client that sends a token, and holds every refusal to what RFC 9457 and we promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Program:
    """A program and its token."""

    client: FlaskClient
    secret: str

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}"} | more.pop("headers", {})
        response = self.client.open(API + path, method=method, headers=headers, **more)
        if response.status_code >= 400:
            check_problem(response)
        else:
            assert response.mimetype == "application/json"
        return response

    def get(self, path: str, **more: Any) -> Any:
        response = self.ask("GET", path, **more)
        assert response.status_code == 200, response.text
        return response.get_json()

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("PUT", path, json=body, headers=_named(headers))

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("POST", path, json=body, headers=_named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def check_problem(response: TestResponse) -> None:
    assert response.mimetype == "application/problem+json", response.text
    body = response.get_json()
    assert body["status"] == response.status_code
    assert body["type"].startswith("/api#problem-")
    assert body["title"]
    assert body["detail"]
    assert body["do"], "a problem says what to do about it"
