"""The terms of art on the pages, each with one plain sentence."""

from __future__ import annotations

GLOSSARY = {
    "center line": "The middle of the values, drawn across the chart: their mean, or on a run "
    "chart their median.",
    "control limits": "The lines between which nearly every value falls as long as only chance "
    "moves it; a value outside them asks for a reason.",
    "sigma": "A measure of how far chance alone spreads the values; the control limits stand "
    "three sigma from the center line.",
    "shift": "So many values in a row on one side of the center line that chance would rarely "
    "bring them: a sign that something has changed.",
    "baseline": "The values from which the center line and the limits are worked out, often those "
    "from before the change.",
    "run chart": "Values in the order of time around their median, read by how they run above and "
    "below it.",
    "I chart": "A control chart of single values; its limits come from how much neighboring "
    "values differ.",
    "P chart": "A control chart of shares, such as 21 of 246; the more are counted, the narrower "
    "its limits.",
    "P′ chart": "A P chart whose limits also allow for the ordinary differences from one period "
    "to the next, which matter where many are counted.",
    "U chart": "A control chart of rates, such as falls per 1,000 days; the more days are "
    "counted, the narrower its limits.",
    "U′ chart": "A U chart whose limits also allow for the ordinary differences from one period "
    "to the next, which matter where much is counted.",
    "C chart": "A control chart of counts that have about the same chance to happen in every "
    "period.",
    "PDSA": "Plan, Do, Study, Act: a small test of one change, from a prediction to a decision.",
    "ramp": "Tests of one change idea that follow each other, each on a larger scale or under "
    "other conditions than the one before.",
    "driver": "Something that has to be true for the aim to come true; change ideas work on "
    "drivers.",
}

_CHARTS = {
    "run": "run chart",
    "i": "I chart",
    "p": "P chart",
    "pp": "P′ chart",
    "u": "U chart",
    "up": "U′ chart",
    "c": "C chart",
}


def chart_terms(chart: str) -> tuple[str, ...]:
    """The terms on a chart of this kind."""
    kind = (_CHARTS[chart],) if chart in _CHARTS else ()
    if chart == "run":
        return (*kind, "center line", "shift", "baseline")
    return (*kind, "center line", "control limits", "sigma", "shift", "baseline")
