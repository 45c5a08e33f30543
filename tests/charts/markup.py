"""Reading back what was drawn."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def parse(markup: str | bytes) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own output, and strict about its form
