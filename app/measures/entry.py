"""The entry row: which period it asks for, with which form, and what other periods are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.measures import due, periods, told
from app.measures.addresses import series_url
from app.measures.forms import EntryForm, entry_form
from app.measures.models import DataKind, Frequency, Series
from app.templating import long_date

BEFORE_FIRST = 12
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What the entry row shows."""

    series: Series
    form: EntryForm
    period: date
    name: str
    short: str
    due: str
    open: bool
    """Whether the period is over, so that its data can be entered, or what was typed is refused."""
    opens_on: date | None
    choices: tuple[tuple[str, str], ...]
    """Other periods without data: ISO date and name, the latest first."""
    action: str
    preview_url: str
    back: str
    already: Already | None = None
    since: str = ""
    """How long ago the last event was; of what stands on a calendar nothing."""

    @property
    def is_event(self) -> bool:
        """Whether the day of an event is asked for, not the data of a period."""
        return self.series.measure.frequency is Frequency.EVENT

    @property
    def is_list(self) -> bool:
        """Whether several raw values are typed in one field."""
        return self.series.measure.data_kind is DataKind.SUBGROUP

    @property
    def grid_url(self) -> str:
        """Where many periods are entered at once."""
        return series_url(self.series, "grid.show")

    @property
    def why_closed(self) -> str:
        """Why nothing more is entered; empty where the period is only not over yet."""
        if self.series.measure.retired_at is not None:
            return "This measure is retired. What is stored can still be read and corrected."
        if self.opens_on is None and self.series.ended_on is not None:
            return (
                f"This series ended on {long_date(self.series.ended_on)}. Nothing more falls due; "
                "what is stored can still be corrected."
            )
        return ""

    @property
    def id(self) -> str:
        """Id of the form on its page."""
        return "entry" if self.back != "work" else f"entry-{self.series.id}"

    @property
    def draft_key(self) -> str:
        """Name under which the device keeps what is typed until it is stored."""
        return f"series:{self.series.id}:{self.period.isoformat()}"


@dataclass(frozen=True, slots=True)
class Already:
    """What is stored for a period that somebody wanted to enter again."""

    sentence: str
    href: str


def entry_row(
    series: Series,
    today: date,
    *,
    form: EntryForm | None = None,
    period: date | None = None,
    back: str = "",
    already: Already | None = None,
) -> EntryRow:
    """The entry row of a series whose observations are loaded."""
    frequency = series.measure.frequency
    period = period or due.next_period(series, today)
    end = periods.last_day(period, frequency)
    is_event = frequency is Frequency.EVENT
    ended = series.measure.retired_at is not None or (
        series.ended_on is not None and period > series.ended_on
    )
    refused = form is not None
    if form is None:
        form = entry_form(series.measure, formdata=None, back=back)
    if not is_event:
        form.period.data = period.isoformat()
    _name_fields(form, "entry" if back != "work" else f"entry-{series.id}")
    return EntryRow(
        series=series,
        form=form,
        period=period,
        name="A new event" if is_event else periods.name(period, frequency),
        short="the event" if is_event else periods.short_name(period, frequency),
        due="" if is_event else due_words(due.due_on(period, series.measure), today),
        open=refused or (end <= today and not ended),
        opens_on=None if ended else end,
        choices=_choices(series, today, period),
        action=series_url(series, "measures.enter"),
        preview_url=series_url(series, "measures.preview"),
        back=back,
        already=already,
        since=_since(series, today) if is_event else "",
    )


def _since(series: Series, today: date) -> str:
    last = max((each.period for each in series.observations), default=None)
    if last is None:
        return "The first event starts the clock; the second one draws a point."
    days = (today - last).days
    return f"{days} day{'' if days == 1 else 's'} since the last one, on {long_date(last)}."


def _name_fields(form: EntryForm, prefix: str) -> None:
    """Give fields ids of their own, for pages that show several entry rows."""
    for field in form:
        field.id = f"{prefix}-{field.short_name}"


def due_words(day: date, today: date) -> str:
    """When it is due: "due Tuesday, February 10", "due since January 10"."""
    if day == today:
        return "due today"
    if day < today:
        year = "" if day.year == today.year else f", {day.year}"
        return f"due since {day:%B} {day.day}{year}"
    return f"due {day:%A}, {day:%B} {day.day}"


def _choices(series: Series, today: date, period: date) -> tuple[tuple[str, str], ...]:
    frequency = series.measure.frequency
    if frequency is Frequency.EVENT:
        return ()
    newest = periods.latest_complete(today, frequency)
    if series.ended_on is not None:
        newest = min(newest, periods.start_of(series.ended_on, frequency))
    taken = {each.period for each in series.observations} | {period}
    first = min((each.period for each in series.observations), default=newest)
    span = periods.count_between(first, newest, frequency) + 1 + BEFORE_FIRST
    found = []
    for back in range(span):
        each = periods.step(newest, frequency, -back)
        if each not in taken:
            found.append((each.isoformat(), periods.name(each, frequency)))
    return tuple(found[:MOST_CHOICES])


def already(series: Series, period: date | None) -> Already | None:
    """What is stored for a period that somebody wanted to enter again."""
    stored = next((each for each in series.observations if each.period == period), None)
    if stored is None or period is None:
        return None
    what = told.stored(stored)
    who = stored.entered_by.name if stored.entered_by else "somebody"
    day = f"{stored.entered_at:%B} {stored.entered_at.day}, {stored.entered_at.year}"
    name = periods.name(period, series.measure.frequency)
    has = f"{name} has {what}"
    if series.measure.frequency is Frequency.EVENT:
        has = f"{what} is stored"
    return Already(
        f"{has} already, entered by {who} on {day}.",
        series_url(series, "measures.correct", period=period.isoformat(), _anchor="correct"),
    )


def not_a_period(series: Series, today: date, asked: str) -> EntryRow:
    """The entry row after somebody asked for a period by something that is no date."""
    row = entry_row(series, today)
    row.form.refuse(
        "period", f"“{asked[:40]}” is not a date on this chart, so this is the next period instead."
    )
    return row


def entry_done(series: Series) -> str:
    """Where the browser goes after a value was stored without htmx."""
    return series_url(series, _anchor="series")
