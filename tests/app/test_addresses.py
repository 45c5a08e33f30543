"""Addresses that differ in a number are made once."""

from __future__ import annotations

import pytest
from flask import Flask, url_for

from app.addresses import LARGEST, numbered

WHERE = {"network_slug": "river-2147483646", "team_slug": "clinic"}


@pytest.mark.parametrize("number", [1, 77, LARGEST])
def test_each_is_what_it_would_be_by_itself(app: Flask, number: int) -> None:
    with app.test_request_context():
        cycle = numbered("pdsa.show", "number", **WHERE)
        assert cycle(number) == url_for("pdsa.show", number=number, **WHERE)
        ramp = numbered("pdsa.index", "ramp", "idea-", **WHERE)
        assert ramp(number) == url_for("pdsa.index", ramp=f"idea-{number}", **WHERE)
