"""The OpenAPI document as people read it: sections of operations, each with its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

WORD = re.compile(r"[A-Z][A-Za-z]+")
METHODS = ("get", "post", "put", "delete")
REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    required: bool
    said: str


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that goes in or out: its name and fields."""

    name: str
    said: str
    fields: tuple[Field, ...]

    @property
    def anchor(self) -> str:
        """Id of its table."""
        return f"shape-{self.name}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    method: str
    path: str
    summary: str
    said: tuple[str, ...]
    parameters: tuple[Field, ...]
    sends: str
    gives: str
    refusals: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Id of its heading."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.path.lower()).strip("-")
        return f"{self.method.lower()}-{plain}"


@dataclass(frozen=True, slots=True)
class Section:
    """The operations about one kind of thing."""

    name: str
    operations: tuple[Operation, ...]


def sections(document: Mapping[str, Any]) -> tuple[Section, ...]:
    """The operations by what they are about, in the order of the document."""
    found: dict[str, list[Operation]] = {each["name"]: [] for each in document["tags"]}
    for path, operations in sorted(document["paths"].items()):
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                found[operation["tags"][0]].append(_operation(method, path, operation))
    return tuple(Section(name, tuple(each)) for name, each in found.items() if each)


def shapes(document: Mapping[str, Any]) -> tuple[Shape, ...]:
    """Every object that goes in or out, by name; what is asked in addresses stands elsewhere."""
    found = document["components"]["schemas"]
    return tuple(
        Shape(name, schema.get("description", ""), _fields(schema))
        for name, schema in sorted(found.items())
        if "properties" in schema and not name.endswith("Query")
    )


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    answers = operation["responses"]
    right = next(answers[status] for status in sorted(answers) if status < "300")
    return Operation(
        method.upper(),
        path,
        operation["summary"],
        tuple(filter(None, operation["description"].split("\n\n"))),
        tuple(_parameter(each) for each in operation["parameters"]),
        _shape(operation.get("requestBody", {})),
        _shape(right),
        tuple(status for status in answers if status >= "400"),
    )


def _parameter(each: Mapping[str, Any]) -> Field:
    return Field(each["name"], _kind(each["schema"]), each["required"], each["description"])


def _fields(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        Field(name, _kind(each), name in required, each.get("description", ""))
        for name, each in schema["properties"].items()
    )


def _shape(holder: Mapping[str, Any]) -> str:
    for content in holder.get("content", {}).values():
        return str(content["schema"].get("$ref", "")).removeprefix(REF)
    return ""


def _kind(schema: Mapping[str, Any]) -> str:
    """The type in words: "whole number, 1 to 200", "list of ObservationIn", "text or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"“{each}”" for each in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "anything")
    if kind == "array":
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {_kind(schema['items'])}{most}"
    if kind == "string":
        return {"date": "day", "date-time": "moment"}.get(schema.get("format", ""), "text")
    if kind == "integer" and "maximum" in schema and schema["maximum"] < 10**6:
        return f"whole number, {schema.get('minimum', 0)} to {schema['maximum']}"
    words = {"integer": "whole number", "number": "number", "boolean": "true or false"}
    return words.get(kind, {"null": "null", "object": "object"}.get(kind, str(kind)))


def linked(kind: str, known: tuple[Shape, ...]) -> Markup:
    """A type in words, with a link to each object that it names."""
    anchors = {shape.name: shape.anchor for shape in known}
    parts = [Markup()]
    at = 0
    for match in WORD.finditer(kind):
        if match.group() in anchors:
            parts += [
                escape(kind[at : match.start()]),
                Markup('<a href="#{}">{}</a>').format(anchors[match.group()], match.group()),
            ]
            at = match.end()
    return Markup().join([*parts, escape(kind[at:])])
