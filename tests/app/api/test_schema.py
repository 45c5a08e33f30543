"""The API does as its OpenAPI document says, whatever schemathesis sends.

Real requests with a real token to the whole application: of what fits the document and of what
does not. The addresses of the world that the requests meet stand in the document as choices, so
that most requests find something. `make soak` sends more of them.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from app import audit, create_app
from app.accounts import throttle
from app.api.document import document
from app.api.scopes import Scope
from app.api.tokens import services
from app.extensions import db
from app.measures.models import DataKind, Frequency, Observation
from app.networks.models import NetworkMembership, NetworkRole
from app.teams.models import TeamMembership, TeamRole
from tests import databases
from tests.app.strata.conftest import SMALL, broken_down
from tests.factories import make_measure, make_series

EXAMPLES = 400 if os.environ.get("SOAK") == "1" else 8
REFUSALS = ["403", "404", "409", "412", "422", "428"]
"""What is right for a request that fits the document: of these rules no schema can tell."""
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSALS]},
    "negative_data_rejection": {"expected-statuses": ["400", "401", "405", "415", *REFUSALS]},
}
CONFIG = SchemathesisConfig.from_dict({"checks": CHECKS})
DAYS = ["2024-01-01", "2024-02-15", "2025-12-31", "2026-01-01", "2030-01-01", "1900-01-01"]


def _document() -> dict[str, Any]:
    app = create_app(
        databases.settings("sqlite://", Path("/nonexistent"))
        | {"SECRET_KEY": "x", "SQLALCHEMY_ENGINE_OPTIONS": {}}
    )
    with app.app_context():
        return document()


DOCUMENT = _document()
OPERATIONS = [
    (method, path)
    for path, operations in sorted(DOCUMENT["paths"].items())
    for method in sorted(operations)
]


@dataclass(frozen=True, slots=True)
class Stage:
    app: Flask
    secret: str
    schema: Any


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The application with a measure of every kind, and the token of who may do everything.

    Wrong tokens are among what is sent; here they are not throttled, so that each is answered.
    """
    patched = pytest.MonkeyPatch()
    patched.setattr(throttle, "GUESSES", 10**9)
    folder = tmp_path_factory.mktemp("schema")
    url = databases.Sqlite(folder).copy()
    app = create_app(databases.settings(url, folder))
    with app.app_context():
        choices, secret = _make_world()
        databases.close()
    schema = schemathesis.openapi.from_dict(_with_choices(choices), config=CONFIG)
    schema.app = app
    yield Stage(app, secret, schema)
    patched.undo()
    with app.app_context():
        verdict = audit.verify("network:1")
        databases.close()
    assert verdict.length == 0 or verdict.fault is None


def _make_world() -> tuple[dict[str, list[Any]], str]:
    broken = broken_down(SMALL)
    cast, slugs = broken.cast, ["urgent-visits"]
    for kind, chart, frequency in (
        (DataKind.RATE, "u", Frequency.MONTH),
        (DataKind.COUNT, "c", Frequency.WEEK),
        (DataKind.SINGLE, "i", Frequency.QUARTER),
        (DataKind.SUBGROUP, "xbar", Frequency.MONTH),
        (DataKind.EVENTS, "t", Frequency.EVENT),
        (DataKind.EVENTS, "g", Frequency.EVENT),
    ):
        slug = f"kind-{chart}"
        measure = make_measure(
            cast.network, slug, data_kind=kind, chart=chart, frequency=frequency, multiplier=1.0
        )
        series = make_series(cast.team, measure)
        below = 40 if kind in {DataKind.RATE, DataKind.EVENTS} else None
        series.observations.append(Observation(period=date(2024, 1, 1), value=1, denominator=below))
        slugs.append(slug)
    make_measure(cast.network, "untaken")
    db.session.add_all(
        [
            NetworkMembership(network=cast.network, user=cast.olga, role=NetworkRole.BACKBONE),
            TeamMembership(team=cast.team, user=cast.olga, role=TeamRole.LEAD),
        ]
    )
    _token, secret = services.make(cast.olga, "Schemathesis", list(Scope), 30)
    db.session.commit()
    return {
        "network_slug": ["river", "hill"],
        "team_slug": ["clinic", "school"],
        "measure_slug": [*slugs, "untaken", "nothing"],
        "breakdown_id": [broken.breakdown.id],
        "period": DAYS,
    }, secret


def _with_choices(choices: dict[str, list[Any]]) -> dict[str, Any]:
    found = copy.deepcopy(DOCUMENT)
    for operations in found["paths"].values():
        for operation in operations.values():
            for each in operation["parameters"]:
                if each["in"] == "path":
                    each["schema"] = each["schema"] | {"enum": choices[each["name"]]}
    return found


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_it_does_as_the_document_says(
    stage: Stage, method: str, path: str, mode: GenerationMode
) -> None:
    operation = stage.schema[path][method.upper()]
    headers = {"Authorization": f"Bearer {stage.secret}"}

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=os.environ.get("SOAK") != "1",
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        # A list of nothing stands in no address: such a query breaks no rule once it is sent.
        assume([] not in (case.query or {}).values())
        case.call_and_validate(base_url="http://localhost", headers=headers)

    ask()


def test_every_operation_is_described() -> None:
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            assert operation["summary"].endswith(".")
            assert {"401", "403", "404", "503"} <= set(operation["responses"])
            assert all(each["description"] for each in operation["parameters"])
