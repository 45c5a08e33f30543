"""The OpenAPI document: what SpecTree gathers, with what holds for every operation."""

from __future__ import annotations

import copy
from threading import Lock
from typing import Any

from flask import current_app

from app.api import conditions
from app.api.blueprint import LARGEST, MOST
from app.api.operation import spec
from app.api.scopes import NAMES, Scope
from app.problems import BY_STATUS, MEDIA_TYPE

ABOUT = (
    "Centerline for programs: measures, observations and their analyses, by the rules that hold "
    f"on the pages. A body has {LARGEST // 1024} KiB at most, a list {MOST} items."
)
PARAMETERS = {
    "network_slug": "The network, as in the addresses of its pages.",
    "team_slug": "The team, as in the addresses of its pages.",
    "measure_slug": "The measure, as in the addresses of its pages.",
    "period": "Any day of the week, month or quarter; the day of an event.",
    "breakdown_id": "What the measure is broken down by; its `breakdowns` name them.",
}
TAGS = ("Networks", "Teams", "Measures", "Observations", "Observations by group", "Analyses")
ALWAYS = (400, 401, 403, 404, 429, 500, 503)
WRITING = (409, 412, 413, 415, 422)
REPLACING = frozenset({"put", "delete"})
"""Methods that ask which version is meant."""
CONDITIONS = {
    "Idempotency-Key": (
        (
            "A name that you make up for this request, such as a UUID. Sent again with the same key "
            "within 7 days, the first answer is given again and nothing is changed."
        ),
        {"type": "string", "pattern": "^[!-~]{1,200}$"},
    ),
}
IF_MATCH = (
    "The ETag of what you read. Needed to replace or to remove what is stored; 412 where it was changed since.",
    {"type": "string", "pattern": f"^{conditions.ETAG}$"},
)


_MAKING = Lock()


def document() -> dict[str, Any]:
    """The whole document, made once for an application."""
    found: dict[str, Any] | None = current_app.extensions.get("openapi")
    if found is None:
        with _MAKING:  # two first requests may come at once
            found = current_app.extensions.get("openapi") or _made()
            current_app.extensions["openapi"] = found
    return found


def _gathered() -> dict[str, Any]:
    """What SpecTree has, with all shapes: it takes the nested ones out of what it keeps."""
    kept = spec.models
    spec.models = copy.deepcopy(kept)
    try:
        found: dict[str, Any] = spec._generate_spec()  # `spec.spec` is kept between applications
    finally:
        spec.models = kept
    return found


def _made() -> dict[str, Any]:
    made = _gathered()
    made["info"] = {"title": "Centerline", "version": "1", "description": ABOUT}
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token, made under Account, API tokens.",
        }
    }
    made["tags"] = [{"name": name} for name in TAGS]
    made["security"] = [{"token": []}]
    scopes = _scopes()
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, path, method, scopes[path, method])
    return made


def _scopes() -> dict[tuple[str, str], Scope]:
    found = {}
    for rule in current_app.url_map.iter_rules():
        scope = getattr(current_app.view_functions[rule.endpoint], "scope", None)
        if scope is not None:
            path, _ = spec.backend.parse_path(rule, None)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found[path, method.lower()] = scope
    return found


def _complete(operation: dict[str, Any], path: str, method: str, scope: Scope) -> None:
    operation["operationId"] = f"{method}{path.removeprefix('/api/v1')}".replace("/", "_")
    operation["x-scope"] = scope.value
    told = f"Needs the scope `{scope.value}`: {NAMES[scope].partition(': ')[2]}."
    operation["description"] = "\n\n".join(filter(None, [operation["description"], told]))
    for each in operation["parameters"]:
        if each["in"] == "path":
            each["description"] = PARAMETERS[each["name"]]
            each["schema"] = _path_schema(each["name"])
    is_write = scope is not Scope.READ
    if is_write:
        headers = dict(CONDITIONS)
        if method in REPLACING:
            headers["If-Match"] = IF_MATCH
        operation["parameters"] += [
            {"name": name, "in": "header", "required": False, "schema": schema, "description": said}
            for name, (said, schema) in headers.items()
        ]
    has_query = any(each["in"] == "query" for each in operation["parameters"])
    statuses = (*ALWAYS, *(WRITING if is_write else ()), *((422,) if has_query else ()))
    if method in REPLACING:
        statuses = (*statuses, 428)
    for status in statuses:
        operation["responses"][str(status)] = _problem(status)
    if not is_write and not has_query:
        operation["responses"].pop("422", None)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _path_schema(name: str) -> dict[str, Any]:
    if name.endswith("_id"):
        return {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
    if name == "period":
        return {"type": "string", "format": "date"}
    return {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": BY_STATUS[status].title,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
