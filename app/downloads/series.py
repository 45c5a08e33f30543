"""A team's measure as tables: values, groups, signals, the chart's passport, the definition."""

from __future__ import annotations

from dataclasses import replace

from app.causes.cards import cards_of
from app.causes.panel import cause_words
from app.causes.queries import causes_of
from app.downloads import definition, values
from app.measures.charts import SeriesChart
from app.measures.export import file_stem
from app.measures.models import Series
from app.measures.past.page import Then
from app.strata import queries as strata
from app.strata.page import NOT_SHOWN, StrataPage, strata_page
from app.tables import book
from app.tables.book import Book, Cell, Sheet

WHOLE = "Whole team"


def book_of(chart: SeriesChart) -> Book:
    """Everything of a series that its chart is made of, as the reader may see it."""
    series, measure = chart.series, chart.measure
    breakdowns = strata.breakdowns_of_measure(measure)
    by_group = [_groups(strata_page(series, (each,), each)) for each in breakdowns]
    return Book(
        file_stem(chart),
        f"{measure.name}, {series.team.name}",
        (
            _values(chart),
            *by_group,
            _signals(chart),
            Sheet("Chart", book.text("field", "what it says"), chart.passport),
            *definition.sheets(measure),
        ),
    )


def then_book(then: Then) -> Book:
    """A series as it was at a moment, which its first heading and the file's name tell."""
    chart = then.chart
    return Book(
        file_stem(chart, then.moment.stamp),
        f"{chart.measure.name}, {then.series.team.name}, {then.heading}",
        (
            _dated(_values(chart), then.heading),
            _signals(chart, causes=False),
            Sheet("Chart", book.text("field", "what it says"), chart.passport),
        ),
    )


def groups_book(page: StrataPage) -> Book:
    """A series by the groups of one breakdown, now or as it was at a moment."""
    series, measure, moment = page.series, page.measure, page.moment
    name = f"{series.team.slug}-{measure.slug}-by-{page.breakdown.name}"
    title = f"{measure.name} by {page.breakdown.name.lower()}, {series.team.name}"
    if moment is None:
        return Book(book.slug(name), title, (_groups(page), *definition.sheets(measure)))
    heading = f"as it was {moment.name}"
    return Book(
        book.slug(f"{name}-{moment.stamp}"),
        f"{title}, {heading}",
        (_dated(_groups(page), heading),),
    )


def _dated(sheet: Sheet, heading: str) -> Sheet:
    """The table with a moment in its first heading, since a CSV has no other place for it."""
    first, *rest = sheet.columns
    return replace(sheet, columns=(replace(first, name=f"{first.name} ({heading})"), *rest))


def _values(chart: SeriesChart) -> Sheet:
    """A row a period with a value; notes and reasons only for the team's people."""
    measure, columns = chart.measure, values.columns(chart.measure)
    columns += book.text(values.LEFT_OUT)
    stored = {each.period: each for each in chart.series.observations}
    words: list[tuple[Cell, ...]] = [()] * len(chart.rows)
    if chart.full_access:
        columns += book.text("note", "left out because")
        words = [
            (stored[row.period].note, stored[row.period].excluded_because) for row in chart.rows
        ]
    rows = [
        (*cells, book.yes(row.excluded), *told)
        for cells, row, told in zip(
            values.cells(measure, chart.rows), chart.rows, words, strict=True
        )
    ]
    return Sheet("Values", columns, tuple(rows), "No values have been entered yet.")


def _groups(page: StrataPage) -> Sheet:
    """A row for the whole team and for each group in every period; what is hidden says so."""
    measure = page.measure
    period, *rest = values.columns(measure)
    columns = (period, *book.text(page.breakdown.name), *rest, *book.text("shown"))
    rows: list[book.Row] = []
    for day in sorted(page.days):
        parts = [(WHOLE, page.whole.get(day), day in page.held)]
        parts += [(each.name, each.rows.get(day), day in each.hidden) for each in page.groups]
        for name, row, hidden in parts:
            if row is not None:
                rows.append((day, name, *values.numbers(measure, row), ""))
            elif hidden:
                rows.append((day, name, *[None] * len(rest), NOT_SHOWN))
    return Sheet(
        f"By {page.breakdown.name}",
        columns,
        tuple(rows),
        "Nothing has been entered by group yet.",
    )


def _signals(chart: SeriesChart, *, causes: bool = True) -> Sheet:
    """A row a signal, the latest first; what the team says caused it only for its own people."""
    columns = (
        *book.text("signal", "what it says", "side"),
        *book.dates("first", "last", "noticed"),
        *book.text("holds now", "rule", "rule set"),
    )
    causes = causes and chart.full_access
    told = _causes(chart.series, chart) if causes else {}
    if causes:
        columns += book.text("cause as the team sees it")
    analysis = chart.analysis
    rules = f"{analysis.options['rules'].name}" if analysis else ""
    rows: list[book.Row] = []
    for line in chart.signals:
        row: book.Row = (
            line.title,
            line.sentence,
            line.direction,
            line.first,
            line.last,
            line.detected,
            book.yes(line.current),
            line.rule,
            rules,
        )
        rows.append((*row, told.get(line.key, "")) if causes else row)
    young = "No signals." if analysis else "No values have been entered yet."
    return Sheet("Signals", columns, tuple(rows), young)


def _causes(series: Series, chart: SeriesChart) -> dict[str, str]:
    """By signal, what the team says caused it."""
    decisions = causes_of([series.id]).get(series.id, [])
    return {
        line.key: cause_words(card.decision)
        for card in cards_of(chart.signals, decisions)
        if card.decision is not None
        for line in card.lines
    }
