"""The storyboard as slides: native charts, diagrams and tables, each with its passport below."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.measures.drawing import chart_options
from app.storyboard.arrangement import TITLES
from app.storyboard.cycle_texts import Line, Told
from app.storyboard.family import Member
from app.storyboard.material import Material
from app.storyboard.models import Part
from app.storyboard.slide_tables import Row, fits_subtitle, pages
from app.templating import long_date, month
from charts import aim_progress, driver_diagram, pdsa_ramp, slides
from charts.slides.view import Slide
from charts.summary import Indicator

UNSAFE = re.compile(r"[^a-z0-9-]+")
MIMETYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def file_name(found: Material, day: date) -> str:
    """A file's name: team and day."""
    stem = f"{found.team.slug}-storyboard-{day.isoformat()}"
    return f"{UNSAFE.sub('-', stem.lower()).strip('-')}.pptx"


def deck_of(found: Material, day: date) -> bytes:
    """The parts that show, one after the other, as a presentation."""
    team = found.team
    subtitle = ", ".join(each for each in (team.place, team.network.name) if each)
    return slides.deck(slides_of(found, day), title=team.name, subtitle=subtitle, print_date=day)


def slides_of(found: Material, day: date) -> list[Slide]:
    """The slides of the parts that show, in their order."""
    return [slide for part in Part if found.shows(part) for slide in _slides_of(found, part, day)]


def _slides_of(found: Material, part: Part, day: date) -> list[Slide]:
    drawn, rows = _drawn(found, part, day), _rows(found, part)
    # A drawing has one line of room under its title; a table takes a sentence of any length.
    said = found.says(part)
    if drawn and fits_subtitle(said):
        drawn = [replace(drawn[0], subtitle=said or drawn[0].subtitle), *drawn[1:]]
    elif said:
        rows = [("", said), *rows]
    return [*drawn, *_tables(found, part, rows, day)]


def _drawn(found: Material, part: Part, day: date) -> list[Slide]:
    passport = _passport(found, day)
    match part:
        case Part.AIM if found.progress:
            view = aim_progress.layout(found.progress)
            title = "".join(words.text for words in found.aim_words)
            return [slides.diagram_slide(view, title=title, passport=passport)] if view else []
        case Part.THEORY if found.diagram:
            # A slide leads nowhere: links are the page's.
            still = tuple(replace(node, href="") for node in found.diagram.nodes)
            view_ = driver_diagram.layout(replace(found.diagram, nodes=still))
            return [slides.diagram_slide(view_, passport=passport)]
        case Part.MEASURES:
            return [slide for each in found.family for slide in _chart(found, each)]
        case Part.TESTS if found.ramp_chart:
            still_ = tuple(replace(cycle, href="") for cycle in found.ramp_chart.cycles)
            ramps = pdsa_ramp.layout(replace(found.ramp_chart, cycles=still_))
            return [slides.diagram_slide(ramps, title=TITLES[part], passport=passport)]
        case Part.RESULTS if found.family:
            told = [
                Indicator(each.chart.measure.name, each.chart.analysis, each.chart.measure.unit)
                for each in found.family
                if each.chart.analysis is not None
            ]
            return list(slides.indicator_slides(told, title=TITLES[part])) if told else []
        case _:
            return []


def _chart(found: Material, member: Member) -> list[Slide]:
    """A native chart, with the cause that the team named under the title where it has room."""
    chart = member.chart
    if chart.analysis is None:
        return []
    options = chart_options(
        chart.series, chart.analysis, chart.flags, full_access=not found.outside
    )
    slide = slides.control_slide(chart.analysis, **options)
    cause = " ".join(member.causes)
    return [replace(slide, subtitle=cause) if cause and fits_subtitle(cause) else slide]


def _causes(found: Material) -> list[Row]:
    """What the team says caused signals, as far as no chart had room for it."""
    return [
        (each.chart.measure.name, cause)
        for each in found.family
        if not fits_subtitle(" ".join(each.causes))
        for cause in each.causes
    ]


def _rows(found: Material, part: Part) -> list[Row]:
    """What a part says in words: the head of each row, and its text."""
    texts: dict[Part, Callable[[Material], list[Row]]] = {
        Part.TEAM: lambda f: [(term, words) for term, words in team_facts(f) if words],
        Part.AIM: _aim,
        Part.WHY: lambda f: [("", " ".join(f.team.why.split()))] if f.team.why.strip() else [],
        Part.MEASURES: _causes,
        Part.TESTS: lambda f: [
            *((each.name, f"{each.words}: {each.decision}") for each in f.ramps),
            *_more(f.ramps),
        ],
        Part.RESULTS: lambda f: [
            *_lines(f.kept),
            *([("Predictions", f.predictions)] if f.predictions else []),
        ],
        Part.SURPRISES: lambda f: [
            *((f"Abandoned: {line.lead}", line.text) for line in f.abandoned),
            *_more(f.abandoned, "Abandoned"),
            *_lines(f.problems),
        ],
        Part.VOICE: lambda f: [
            (f"{each.who[:1].upper()}{each.who[1:]}, {month(each.on)}", f"“{each.text}”")
            for each in f.voices
        ],
        Part.LESSONS: lambda f: _lines(f.lessons),
        Part.NEXT: lambda f: _lines(f.coming),
    }
    return texts[part](found) if part in texts else []


def _aim(found: Material) -> list[Row]:
    """The aim's sentence, where no drawing carries it as its title."""
    if found.progress is not None and aim_progress.layout(found.progress) is not None:
        return []
    words = "".join(each.text for each in found.aim_words)
    return [("", words)] if words else []


def team_facts(found: Material) -> list[Row]:
    """Who the team is; to the network how many, since who is on a team is for the team to tell."""
    team, people = found.team, found.people
    facts = [("Place", team.place)]
    if team.working_group:
        facts.append(("Working group", team.working_group.name))
    if found.outside:
        count = len(people.members)
        return [*facts, ("Members", f"{count} {'person' if count == 1 else 'people'}")]
    return [*facts, ("Members", ", ".join(people.members)), ("Coach", people.coach_words)]


def _lines(told: Told[Line]) -> list[Row]:
    return [*((f"Cycle {line.number}: {line.lead}", line.text) for line in told), *_more(told)]


def _more(told: Told[Any], head: str = "") -> list[Row]:
    return [(head, f"and {told.more} more")] if told.more else []


def _tables(found: Material, part: Part, rows: list[Row], day: date) -> list[Slide]:
    """Words as native tables, numbered where one slide does not hold them."""
    tables = pages(rows) if rows else []
    return [
        Slide(
            TITLES[part],
            f"{number} of {len(tables)}" if len(tables) > 1 else "",
            table,
            _passport(found, day),
            " ".join(": ".join(filter(None, row)) for row in table.rows),
        )
        for number, table in enumerate(tables, 1)
    ]


def _passport(found: Material, day: date) -> str:
    return f"Storyboard of {found.team.name}, from its records as of {long_date(day)}"
