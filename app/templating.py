"""Filters and names that every template has."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from app import access
from app.clock import today
from app.glossary import GLOSSARY, chart_terms


def init_app(app: Flask) -> None:
    """Set up Jinja."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["long_date"] = long_date
    app.jinja_env.filters["short_date"] = short_date
    app.jinja_env.filters["long_dates"] = long_dates
    app.jinja_env.filters["short_dates"] = short_dates
    app.jinja_env.filters["month"] = month
    app.jinja_env.filters["number"] = number
    app.jinja_env.globals.update(may=access.may, May=access.May, today=today)
    app.jinja_env.globals.update(glossary=GLOSSARY, chart_terms=chart_terms)


def long_date(value: date | datetime) -> str:
    """Write a date as people do: "June 30, 2026"."""
    return f"{value:%B} {value.day}, {value.year}"


def short_date(value: date | datetime) -> str:
    """Write a date without its year where it is this year's: "Feb 10"."""
    text = f"{value:%b} {value.day}"
    return text if value.year == today().year else f"{text}, {value.year}"


def long_dates(first: date, last: date | None) -> str:
    """Write the days from one to another: "September 14 to 15, 2026"; of one day, the day."""
    if last is None or last == first:
        return long_date(first)
    if first.year != last.year:
        return f"{long_date(first)} to {long_date(last)}"
    until = f"{last.day}" if first.month == last.month else f"{last:%B} {last.day}"
    return f"{first:%B} {first.day} to {until}, {last.year}"


def short_dates(first: date, last: date | None) -> str:
    """Write the days from one to another without this year: "Sep 14 to 15"; of one day, the day."""
    if last is None or last == first:
        return short_date(first)
    if first.year != last.year:
        return f"{short_date(first)} to {short_date(last)}"
    until = short_date(last)
    if first.month == last.month:
        until = until.removeprefix(f"{last:%b} ")
    return f"{first:%b} {first.day} to {until}"


def month(value: date) -> str:
    """Write a month: "January 2026"."""
    return f"{value:%B %Y}"


def number(value: float | None) -> str:
    """Write a number without needless zeros, thousands apart: "1,240" or "3.5"."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
