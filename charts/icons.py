"""Signal icons: improvement, concern, special cause, no signal, too young.

Shape, arrow and words say the same as the color. The arrow is the direction of the data.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from charts.meaning import Reading, Status
from qi.results import Assurance, Side

_ARROWS = {
    Side.UP: "M10 14.2V5.8M6.4 9.4 10 5.8l3.6 3.6",
    Side.DOWN: "M10 5.8v8.4M6.4 10.6 10 14.2l3.6-3.6",
    None: "M6 10h8",
}
_SHAPES = {
    Status.IMPROVEMENT: '<circle class="ic-improvement" cx="10" cy="10" r="9.5"/>',
    Status.CONCERN: '<path class="ic-concern" d="M10-.6 20.6 10 10 20.6-.6 10z"/>',
    Status.SPECIAL: '<path class="ic-special" d="M1.5 1.5h17v17h-17z"/>',
    Status.NO_SIGNAL: '<circle class="ic-ring" cx="10" cy="10" r="8.75"/>'
    '<path class="ic-wave" d="M5.2 11c1.6-3 3.2-3 4.8-1s3.2 2 4.8-1"/>',
    Status.TOO_YOUNG: '<circle class="ic-young" cx="10" cy="10" r="8.75"/>'
    '<path class="ic-dots" d="M5.2 9.1h1.8v1.8H5.2zM9.1 9.1h1.8v1.8H9.1zM13 9.1h1.8v1.8H13z"/>',
    Status.NO_DATA: '<circle class="ic-young" cx="10" cy="10" r="8.75"/>',
}
_WORDS = {
    Status.IMPROVEMENT: "Improvement",
    Status.CONCERN: "Concern",
    Status.SPECIAL: "Special cause",
    Status.NO_SIGNAL: "No signal",
    Status.TOO_YOUNG: "Too young to judge",
    Status.NO_DATA: "No data yet",
}
_WITH_ARROW = frozenset({Status.IMPROVEMENT, Status.CONCERN, Status.SPECIAL})


def status_words(status: Status, arrow: Side | None = None) -> str:
    """Name of what an icon says: "Improvement, going down"."""
    words = _WORDS[status]
    return f"{words}, {arrow.value}" if arrow and status in _WITH_ARROW else words


def signal_body(status: Status, arrow: Side | None = None) -> str:
    """Return the shapes of an icon, in a square from -1 to 21."""
    body = _SHAPES[status]
    if status in _WITH_ARROW:
        body += f'<path class="ic-arrow" d="{_ARROWS[arrow]}"/>'
    return body


@lru_cache(maxsize=256)
def signal_icon(
    status: Status, arrow: Side | None = None, *, size: int = 16, label: bool = True
) -> Markup:
    """Draw an icon as inline SVG.

    Parameters
    ----------
    status : Status
        What it says.
    arrow : Side or None
        Direction of the data.
    size : int
        Width and height in pixels.
    label : bool
        Whether it is announced; False where the words stand beside it.
    """
    body = signal_body(status, arrow)
    said = (
        f'role="img" aria-label="{status_words(status, arrow)}"' if label else 'aria-hidden="true"'
    )
    return Markup(  # noqa: S704 - made of the constants above
        f'<svg class="icon-signal" viewBox="-1 -1 22 22" width="{size}" height="{size}" {said}>{body}</svg>'
    )


def reading_icon(read: Reading, *, size: int = 16, label: bool = True) -> Markup:
    """Draw the icon of what a chart says now; parameters as for `signal_icon`."""
    return signal_icon(read.status, read.arrow, size=size, label=label)


_ASSURANCE = {
    Assurance.PASSES: '<circle class="ic-pass" cx="10" cy="10" r="8.75"/>'
    '<path class="ic-pass" d="M5.8 10.4l3 3 5.4-6.2"/>',
    Assurance.FAILS: '<path class="ic-fail" d="M10 .6 19.4 10 10 19.4.6 10z"/>'
    '<path class="ic-fail" d="M7 7l6 6M13 7l-6 6"/>',
    Assurance.HIT_OR_MISS: '<circle class="ic-ring" cx="10" cy="10" r="8.75"/>'
    '<path class="ic-wave" d="M4.6 10h10.8"/><path class="ic-wave" d="M6 13.6l2.6-7.2 2.8 7.2 2.6-7.2"/>',
    Assurance.NONE: '<circle class="ic-young" cx="10" cy="10" r="8.75"/>',
}
_ASSURANCE_WORDS = {
    Assurance.PASSES: "Meets the target every time",
    Assurance.FAILS: "Misses the target every time",
    Assurance.HIT_OR_MISS: "Meets the target by chance",
    Assurance.NONE: "No target",
}


def assurance_words(assurance: Assurance) -> str:
    """Say what the limits say about the target: "Meets the target by chance"."""
    return _ASSURANCE_WORDS[assurance]


def assurance_body(assurance: Assurance) -> str:
    """Return the shapes of the icon of an assurance, in a square from -1 to 21."""
    return _ASSURANCE[assurance]


@lru_cache(maxsize=64)
def assurance_icon(assurance: Assurance, *, size: int = 16, label: bool = True) -> Markup:
    """Draw whether the process meets its target as inline SVG.

    Parameters
    ----------
    assurance : Assurance
        What the latest limits say.
    size : int
        Width and height in pixels.
    label : bool
        Whether it is announced; False where the words stand beside it.
    """
    said = (
        f'role="img" aria-label="{_ASSURANCE_WORDS[assurance]}"' if label else 'aria-hidden="true"'
    )
    return Markup(  # noqa: S704 - made of the constants above
        f'<svg class="icon-signal" viewBox="-1 -1 22 22" width="{size}" height="{size}" {said}>'
        f"{_ASSURANCE[assurance]}</svg>"
    )
