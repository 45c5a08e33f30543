"""Diagrams as files: an editable slide, and pictures for reports."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from flask import Response

from charts.diagram_shapes import DiagramView

TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
}
"""What browsers call each kind of file, by its extension."""

LABELS = {"pptx": "PowerPoint", "png": "PNG", "pdf": "PDF", "svg": "SVG"}
"""What people call it, in the order of the links."""


def diagram_file(
    view: DiagramView, extension: str, *, heading: str, footer: str, day: date
) -> bytes:
    """Draw a diagram, laid out, with a heading above and, below, the footer and the day of printing.

    `extension` is one of `TYPES`.
    """
    if extension == "pptx":
        from charts import slides  # noqa: PLC0415  # python-pptx is loaded when a slide is asked for

        slide = slides.diagram_slide(view, title=heading, passport=footer)
        return slides.deck([slide], print_date=day)
    from charts.diagram_figure import render  # noqa: PLC0415  # matplotlib, as above

    picture = cast('Literal["png", "pdf", "svg"]', extension)
    drawn: bytes = render(view, picture, name=heading, passport=footer, print_date=day)
    return drawn


def attachment(content: bytes, extension: str, stem: str) -> Response:
    """Answer a file that the browser stores under the name `stem`.`extension`."""
    response = Response(content, mimetype=TYPES[extension])
    response.headers.set("Content-Disposition", "attachment", filename=f"{stem}.{extension}")
    return response
