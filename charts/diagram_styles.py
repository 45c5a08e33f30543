"""How each class of a diagram or an icon is drawn in files; the style sheet says the same for pages."""

from __future__ import annotations

from dataclasses import dataclass

from charts.theme import Tone


@dataclass(frozen=True, slots=True)
class Look:
    """Fill and stroke of a class.

    Parameters
    ----------
    fill, stroke : Tone or None
        Colors; None leaves it out.
    width : float
        Of the stroke, in pixels.
    dashes : tuple of (float, float) or None
        Drawn and left out, in pixels.
    tint : float
        Share of the fill's color over the page.
    opacity : float
        Of the whole.
    """

    fill: Tone | None = None
    stroke: Tone | None = None
    width: float = 0.0
    dashes: tuple[float, float] | None = None
    tint: float = 1.0
    opacity: float = 1.0


LOOKS: dict[str, Look] = {
    "dg-hair": Look(stroke=Tone.HAIRLINE, width=1),
    "dg-grid": Look(stroke=Tone.HAIRLINE, width=1),
    "dg-i-solid": Look(fill=Tone.INK),
    "dg-i-cut": Look(stroke=Tone.PAGE, width=1.7),
    "dg-i-line": Look(stroke=Tone.INK, width=1.4),
    "dg-i-test": Look(stroke=Tone.ACCENT, width=1.4),
    "dg-i-half": Look(fill=Tone.ACCENT),
    "dg-i-gone": Look(stroke=Tone.SECONDARY, width=1.3),
    "dg-i-none": Look(stroke=Tone.CONTROL, width=1.3, dashes=(2, 2.1)),
    "dg-box": Look(Tone.PAGE, Tone.CONTROL, 1.1),
    "dg-box-improved": Look(Tone.IMPROVE_MARK, Tone.IMPROVE_MARK, 1.4, tint=0.09),
    "dg-box-concern": Look(Tone.CONCERN_MARK, Tone.CONCERN_MARK, 1.4, tint=0.08),
    "dg-box-tested": Look(Tone.WASH, Tone.COMMON, 1.1),
    "dg-box-added": Look(Tone.PAGE, Tone.INK, 2),
    "dg-box-changed": Look(Tone.WASH, Tone.INK, 1.1),
    "dg-edge": Look(stroke=Tone.CONTROL, width=1.1),
    "dg-edge-improved": Look(stroke=Tone.IMPROVE_MARK, width=1.75),
    "dg-field": Look(fill=Tone.WASH),
    "dg-here": Look(fill=Tone.INK),
    "dg-lived": Look(Tone.PAGE, Tone.ACCENT, 1.75),
    "dg-was": Look(Tone.PAGE, Tone.COMMON, 1.2, (2, 1.6)),
    "dg-move": Look(stroke=Tone.COMMON, width=1.25),
    "dg-move-head": Look(fill=Tone.COMMON),
    "dg-ramp": Look(stroke=Tone.COMMON, width=1.25),
    "dg-ramp-shift": Look(stroke=Tone.IMPROVE_MARK, width=1.75),
    "dg-c-adopt": Look(Tone.INK, Tone.INK, 1.4),
    "dg-c-adapt": Look(Tone.PAGE, Tone.INK, 1.4),
    "dg-c-abandon": Look(Tone.PAGE, Tone.COMMON, 1.3, (3, 2.4)),
    "dg-c-running": Look(Tone.PAGE, Tone.ACCENT, 2.4),
    "dg-c-shift": Look(Tone.PAGE, Tone.IMPROVE_MARK, 1.6),
    "dg-c-shift-full": Look(Tone.IMPROVE_MARK, Tone.IMPROVE_MARK, 1.6),
    "dg-track": Look(fill=Tone.HAIRLINE, opacity=0.6),
    "dg-fill-improved": Look(fill=Tone.IMPROVE_MARK),
    "dg-fill-concern": Look(fill=Tone.CONCERN_MARK),
    "dg-fill-plain": Look(fill=Tone.COMMON),
    "dg-mark-improved": Look(Tone.IMPROVE_MARK, Tone.PAGE, 3),
    "dg-mark-concern": Look(Tone.CONCERN_MARK, Tone.PAGE, 3),
    "dg-mark-plain": Look(Tone.COMMON, Tone.PAGE, 3),
    "dg-tick-ink": Look(stroke=Tone.INK, width=1.75),
    "dg-tick-target": Look(stroke=Tone.ACCENT, width=2),
    "dg-time": Look(stroke=Tone.INK, width=1.5),
    "ic-improvement": Look(fill=Tone.IMPROVE_MARK),
    "ic-concern": Look(fill=Tone.CONCERN_MARK),
    "ic-special": Look(fill=Tone.INK),
    "ic-ring": Look(stroke=Tone.COMMON, width=1.5),
    "ic-young": Look(stroke=Tone.COMMON, width=1.5, dashes=(1.6, 2)),
    "ic-arrow": Look(stroke=Tone.PAGE, width=2),
    "ic-wave": Look(stroke=Tone.COMMON, width=1.5),
    "ic-dots": Look(fill=Tone.COMMON),
    "ic-pass": Look(stroke=Tone.IMPROVE_MARK, width=1.75),
    "ic-fail": Look(stroke=Tone.CONCERN_MARK, width=1.75),
    "dg-time-left": Look(stroke=Tone.CONTROL, width=1.25, dashes=(1.5, 3)),
}

DASHED = {"dg-box-unmeasured": (3.0, 3.0), "dg-edge-open": (3.0, 3.0)}
"""Classes that only add dashes to another one."""

OLDER = 0.85
"""Opacity of moves before the latest one."""

TEXTS: dict[str, Tone] = {
    "dg-quiet": Tone.SECONDARY,
    "dg-m-improved": Tone.IMPROVE_TEXT,
    "dg-m-concern": Tone.CONCERN_TEXT,
    "dg-m-no_signal": Tone.SECONDARY,
    "dg-m-too_young": Tone.SECONDARY,
    "dg-m-none": Tone.SECONDARY,
    "dg-idea-untested": Tone.SECONDARY,
    "dg-idea-abandoned": Tone.SECONDARY,
    "dg-c-adopt-no": Tone.PAGE,
    "dg-c-shift-full-no": Tone.PAGE,
    "dg-c-abandon-no": Tone.SECONDARY,
    "dg-c-running-no": Tone.ACCENT,
    "dg-c-shift-no": Tone.IMPROVE_TEXT,
    "dg-shift-text": Tone.IMPROVE_TEXT,
    "dg-now-improved": Tone.IMPROVE_TEXT,
    "dg-now-concern": Tone.CONCERN_TEXT,
    "dg-target-text": Tone.ACCENT,
}
HALOS = {"dg-over": Tone.WASH, "dg-over-page": Tone.PAGE}
BOLD = frozenset({"dg-bold", "dg-strong", "dg-m-improved", "dg-m-concern", "dg-shift-text"})
STRUCK = "dg-idea-abandoned"


def look_of(css: str) -> Look:
    """Return the look of all classes of a shape together; later ones win.

    Parameters
    ----------
    css : str
        Value of its class attribute.
    """
    found = Look()
    dashes = None
    for name in css.split():
        found = LOOKS.get(name, found)
        dashes = DASHED.get(name, dashes)
    if dashes is None:
        return found
    return Look(found.fill, found.stroke, found.width, dashes, found.tint, found.opacity)


def text_tone(css: str) -> Tone:
    """Return the color of a text; ink where no class says otherwise."""
    names = css.split()
    # A large number is the message itself and stays in ink where nothing has changed.
    if "dg-t18" in names and {"dg-m-no_signal", "dg-m-too_young"} & set(names):
        return Tone.INK
    return next((TEXTS[name] for name in reversed(names) if name in TEXTS), Tone.INK)
