"""A driver diagram as a nested list, and the key of its icons."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from charts.clean import clean
from charts.diagram_svg import render
from charts.diagram_text import number_ranges, safe_href
from charts.driver_theory import DriverDiagram, IdeaStatus, Level, OutlineNode, outline
from charts.driver_tones import tones_of
from charts.driver_words import measure_words


def _row(entry: OutlineNode, tones: Mapping[str, str]) -> dict[str, object]:
    node = entry.node
    is_idea = node.level is Level.IDEA
    measures = [{"text": words.told, "css": words.css} for words in measure_words(node)]
    return {
        "level": node.level.name.lower(),
        "text": clean(node.text),
        "href": safe_href(node.href),
        "status": (node.status or IdeaStatus.UNTESTED).value if is_idea else "",
        "cycles": number_ranges(node.cycles),
        "css": f"dg-bar-{tones[node.key]}",
        "measures": measures,
        "tested": clean(node.tested),
        "mark": node.mark.value if node.mark else "",
        "also": "; ".join(clean(text) for text in entry.also_serves),
        "children": [_row(child, tones) for child in entry.children],
    }


def outline_html(diagram: DriverDiagram) -> Markup:
    """Write the theory as a nested list, for phones and for those who prefer lists.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.

    Returns
    -------
    Markup
        A ``ul`` element.
    """
    tones = tones_of(diagram)
    rows = [_row(entry, tones) for entry in outline(diagram)]
    return render("driver_outline.html", rows=rows)


def key_html(diagram: DriverDiagram) -> Markup:
    """Write the key of the status icons that the diagram uses.

    Parameters
    ----------
    diagram : DriverDiagram
        The theory.

    Returns
    -------
    Markup
        A ``ul`` element; "" without change ideas.
    """
    used = {
        node.status or IdeaStatus.UNTESTED for node in diagram.nodes if node.level is Level.IDEA
    }
    shown = (
        IdeaStatus.ADOPTED,
        IdeaStatus.ADAPTED,
        IdeaStatus.TESTING,
        IdeaStatus.UNTESTED,
        IdeaStatus.ABANDONED,
    )
    statuses = [status.value for status in shown if status in used]
    return render("driver_key.html", statuses=statuses) if statuses else Markup("")
