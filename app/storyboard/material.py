"""A storyboard composed from the team's records, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.aims.models import Aim
from app.aims.progress import progress_of
from app.aims.queries import aim_of
from app.aims.sentence import Part as Words
from app.aims.sentence import parts as aim_words
from app.causes.queries import causes_of
from app.measures.charts import SeriesChart
from app.measures.queries import series_of_team
from app.pdsa.models import Cycle
from app.pdsa.outcomes import scores_of
from app.pdsa.queries import by_idea, cycles_of
from app.pdsa.ramps import ramp_chart
from app.storyboard import cycle_texts as texts
from app.storyboard.arrangement import Arrangement, arrangement_of
from app.storyboard.cycle_texts import Line, RampLine, Told
from app.storyboard.family import Member, Reader, family_of, visible
from app.storyboard.models import Part
from app.storyboard.queries import Voice, storyboard_of, voices_chosen
from app.teams.models import Team
from app.teams.queries import People, people_of
from app.teams.story import before_shift, cycle_link, hero_of
from app.theory.diagram import AIM, diagram_of
from app.theory.drawing import idea_urls
from app.theory.queries import theory_of
from charts.aim_progress import AimProgress
from charts.driver_diagram import DriverDiagram
from charts.pdsa_ramp import RampChart


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a storyboard shows to one kind of reader."""

    team: Team
    arrangement: Arrangement
    outside: bool
    """Whether it is the one that the network reads."""
    people: People
    aim: Aim | None
    aim_words: tuple[Words, ...]
    progress: AimProgress | None
    diagram: DriverDiagram | None
    family: tuple[Member, ...]
    ramps: Told[RampLine]
    ramp_chart: RampChart | None
    kept: Told[Line]
    predictions: str
    abandoned: Told[Line]
    problems: Told[Line]
    voices: tuple[Voice, ...]
    lessons: Told[Line]
    coming: Told[Line]

    def says(self, part: Part) -> str:
        """The team's own sentence on a part."""
        return self.arrangement.says(part)

    def holds(self, part: Part) -> bool:
        """Whether there is anything to show in a part."""
        found = {
            Part.TEAM: True,
            Part.AIM: self.aim_words,
            Part.WHY: self.team.why.strip(),
            Part.THEORY: self.diagram,
            Part.MEASURES: self.family,
            Part.TESTS: self.ramps,
            Part.RESULTS: any(each.moved for each in self.family) or self.kept or self.predictions,
            Part.SURPRISES: self.abandoned or self.problems,
            Part.VOICE: self.voices,
            Part.LESSONS: self.lessons,
            Part.ASKS: "",
            Part.NEXT: self.coming,
        }[part]
        return bool(found or self.says(part))

    def shows(self, part: Part) -> bool:
        """Whether the part stands on the storyboard."""
        return self.arrangement.shows(part) and self.holds(part)


def _nowhere(_cycle: Cycle) -> str:
    return ""


def material_of(team: Team, today: date, *, outside: bool) -> Material:
    """Compose a team's storyboard, in as many queries however much there is to tell."""
    arrangement = arrangement_of(storyboard_of(team.id))
    shows = arrangement.shows
    aim, cycles = aim_of(team.id), cycles_of([team.id]).get(team.id, [])
    series = visible(series_of_team(team.id), outside=outside)
    reader = Reader(outside, tests=shows(Part.TESTS))
    family = family_of(
        team, series, hero_of(series, aim), aim, cycles, causes_of(s.id for s in series), reader
    )
    charts = {each.chart.measure.id: each.chart for each in family}
    aim_chart = charts.get(aim.measure_id) if aim and aim.measure_id is not None else None

    link = _nowhere if outside else cycle_link(team)
    return Material(
        team=team,
        arrangement=arrangement,
        outside=outside,
        people=people_of(team.id),
        aim=aim,
        aim_words=aim_words(aim) if aim else (),
        progress=progress_of(aim, aim_chart, today) if aim else None,
        diagram=_diagram(team, aim, charts, cycles, arrangement, outside=outside),
        family=family,
        ramps=texts.ramps(cycles),
        ramp_chart=ramp_chart(
            cycles, link, before_shift=before_shift(family[0].chart if family else None)
        ),
        kept=texts.kept(cycles, link),
        predictions=texts.predictions(scores_of(cycles)),
        abandoned=texts.abandoned(cycles, link),
        problems=texts.problems(cycles, link),
        voices=voices_chosen(team.id) if arrangement.quote_ids else (),
        lessons=texts.lessons(cycles, link),
        coming=texts.coming(cycles, today, link),
    )


def _diagram(
    team: Team,
    aim: Aim | None,
    charts: dict[int, SeriesChart],
    cycles: list[Cycle],
    arrangement: Arrangement,
    *,
    outside: bool,
) -> DriverDiagram | None:
    """The theory; what a hidden part would tell, it does not tell either."""
    found = diagram_of(
        theory_of(team.id),
        aim,
        charts if arrangement.shows(Part.MEASURES) else {},
        by_idea(cycles) if arrangement.shows(Part.TESTS) else {},
        idea_urls(team),
    )
    if found is None:
        return None
    nodes = found.nodes
    if aim is not None and not arrangement.shows(Part.AIM):
        # A measure's name is the measure's; the aim's own words are the hidden part's.
        nodes = tuple(
            replace(node, text="The aim") if node.key == AIM and not node.measures else node
            for node in nodes
        )
    if outside:
        nodes = tuple(replace(node, href="") for node in nodes)
    return replace(found, nodes=nodes)
