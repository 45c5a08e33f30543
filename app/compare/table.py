"""The teams of a comparison as a table, with the icons of variation and assurance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.compare.drawing import Drawing
from app.compare.reads import Read, key_of
from app.compare.words import NAMES
from app.measures import periods
from charts import assurance_icon, reading_icon
from charts.icons import assurance_words
from charts.meaning import reading
from qi.results import Assurance


@dataclass(frozen=True, slots=True)
class TableRow:
    """One team."""

    name: str
    href: str
    own: bool
    latest: str
    center: str
    change: str
    icon: Markup
    says: str
    caption: str
    assurance_icon: Markup
    assurance: str
    last: str


def table_rows(drawing: Drawing, read: Sequence[Read]) -> tuple[TableRow, ...]:
    """The teams in the order given."""
    return tuple(_row(drawing, each) for each in read)


def _row(drawing: Drawing, each: Read) -> TableRow:
    measure, analysis, formats = drawing.measure, each.analysis, drawing.formats
    if analysis is None:
        return TableRow(
            each.seen.label, drawing.href(each), each.own, "–", "–", "–", Markup(),
            "No data yet", "", Markup(), "", "",
        )  # fmt: skip
    key = key_of(each, measure, drawing.newest)
    target = analysis.verdict.assurance
    change = each.change
    return TableRow(
        name=each.seen.label,
        href=drawing.href(each),
        own=each.own,
        latest=drawing.latest(each) or "–",
        center=formats.full_label(float(analysis.phases[-1].center)),
        change="–" if change is None else _signed(formats.full(abs(change)), change),
        icon=reading_icon(reading(analysis), size=20, label=False),
        says=NAMES[key],
        caption="" if key in {"no_signal", "stale"} else each.says.caption,
        assurance_icon=Markup()
        if target is Assurance.NONE
        else assurance_icon(target, size=20, label=False),
        assurance="" if target is Assurance.NONE else assurance_words(target),
        last=periods.name(each.last, measure.frequency) if each.last else "",
    )


def _signed(text: str, change: float) -> str:
    if change == 0:
        return text
    return f"+{text}" if change > 0 else f"−{text}"
