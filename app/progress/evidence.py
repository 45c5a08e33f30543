"""Which progress score a team's records support on a day, and what the next half step lacks.

Each level asks for one or two things that the records hold or do not hold. A level is supported
when everything that it and all levels below it ask for is there; docs/progress.md says each rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.pdsa.models import Cycle, Decision, Scale
from app.progress.records import Dated, Records, decided_on
from app.progress.trend import Improvement, Trend

FEWEST_VALUES = 3
HELD_SHORT, HELD_LONG = 6, 12
"""Values for which an outcome's improvement holds before it counts, and before it counts as lasting."""
MOST_OF_THE_WAY = 0.5
BEYOND = frozenset({Scale.TEN, Scale.UNIT, Scale.ALL})
IN_PLACE = frozenset({Scale.UNIT, Scale.ALL})
KEPT = frozenset({Decision.ADOPT, Decision.ADAPT})


@dataclass(frozen=True, slots=True)
class Source:
    """A record that something rests on: its name, and the endpoint and the part of its address."""

    label: str
    endpoint: str
    part: tuple[str, str | int] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a level asks for."""

    halves: int
    key: str
    asks: str
    """What it asks for, in a few words."""
    met: bool
    said: str
    """What the records say, in a sentence; where it is missing, what to do."""
    sources: tuple[Source, ...]
    """Where it can be read; where it is missing, where it can be mended."""


@dataclass(frozen=True, slots=True)
class Supported:
    """The score that the records support on a day."""

    on: date
    halves: int
    evidence: tuple[Evidence, ...]

    @property
    def missing(self) -> tuple[Evidence, ...]:
        """What the next half step lacks; nothing at the highest score."""
        return tuple(
            each for each in self.evidence if each.halves == self.halves + 1 and not each.met
        )

    @property
    def rests_on(self) -> tuple[Evidence, ...]:
        """What the score rests on."""
        return tuple(each for each in self.evidence if each.halves <= self.halves)


def supported(records: Records, day: date) -> Supported:
    """Read the records as they tell of a day.

    A record counts from the day that it is about: a cycle from its decision, a value from the end
    of its period, a charter and an aim from when they were written. Who is on the team is known
    for today only and counts for every day.
    """
    evidence = tuple(_evidence(records, day))
    halves = 1
    for level in range(2, 11):
        if not all(each.met for each in evidence if each.halves == level):
            break
        halves = level
    return Supported(day, halves, evidence)


AIM = Source("The aim", "aims.show")
CHARTER = Source("The charter", "charter.show")
PEOPLE = Source("Who is on the team", "team_people.show")
CYCLES = Source("The cycles", "pdsa.index")
THEORY = Source("The change ideas", "theory.show")


def _evidence(records: Records, day: date) -> Iterator[Evidence]:
    yield from _frame(records, day)
    yield from _work(records, day)
    yield from _results(records, day)


def _frame(records: Records, day: date) -> Iterator[Evidence]:
    charter, aim = records.charter_on(day), records.aim_on(day)
    written = charter is not None and bool(
        charter.fields.get("problem") or charter.fields.get("title")
    )
    yield Evidence(
        2, "charter", "A charter", written,
        f"The charter was last written on {_day(charter)}." if written and charter
        else "No charter is written. Write at least the problem that the team takes on.",
        (CHARTER,),
    )  # fmt: skip
    team = records.members >= 2 and records.leads >= 1
    yield Evidence(
        2, "people", "A team with a lead", team,
        f"{records.members} people are on the team." if team
        else "A team is at least two people, one of whom leads. Add who is missing.",
        (PEOPLE,),
    )  # fmt: skip
    whole = aim is not None and bool(aim.fields.get("what")) and bool(aim.fields.get("by_when"))
    yield Evidence(
        3, "aim", "An aim with its day", whole,
        f"The aim was last written on {_day(aim)}." if whole and aim
        else "The aim does not say yet what will change and by when.",
        (AIM,),
    )  # fmt: skip
    charts = [each for each in records.trends if each.values(day)]
    most = max(charts, key=lambda each: each.values(day), default=None)
    enough = most is not None and most.values(day) >= FEWEST_VALUES
    yield Evidence(
        4, "data", f"{FEWEST_VALUES} values on one chart", enough,
        f"{most.name} has {most.values(day)} values." if most and enough
        else f"No chart has {FEWEST_VALUES} values. Enter those that are there, also of before the work began.",
        tuple(map(_chart, (most,) if most and enough else records.trends)),
    )  # fmt: skip


def _work(records: Records, day: date) -> Iterator[Evidence]:
    finished = [
        each
        for each in records.cycles
        if each.decision is not None and each.learned.strip() and decided_on(each) <= day
    ]
    yield Evidence(
        5, "tested", "A change tested", bool(finished),
        f"{_count(finished)} finished, with what was learned." if finished
        else "No cycle is finished with what was learned and a decision.",
        _cycles(finished) or (CYCLES,),
    )  # fmt: skip
    kept = [each for each in finished if each.decision in KEPT]
    yield Evidence(
        6, "adopted", "A change adopted or adapted", bool(kept),
        f"{_count(kept)} led to a change that was adopted or adapted." if kept
        else "No test led to a change that was adopted or adapted.",
        _cycles(kept) or (CYCLES,),
    )  # fmt: skip
    aimed = [each for each in records.trends if not each.is_balancing]
    moved = [(each, found) for each in aimed if (found := each.improved(day))]
    yield Evidence(
        6, "moved", "A chart that improved", bool(moved),
        " ".join(_improved(*pair) for pair in moved) if moved
        else "No chart shows an improvement by its rules that holds at the latest value.",
        tuple(_chart(each) for each, _ in moved) or tuple(map(_chart, aimed)),
    )  # fmt: skip
    beyond = [each for each in kept if each.scale in BEYOND]
    yield Evidence(
        7, "spread", "A change beyond its first place", bool(beyond),
        f"{_count(beyond)} reached 5 people or more." if beyond
        else "No adopted change was tested with 5 people or more. Widen the scale of the next cycle.",
        _cycles(beyond) or (CYCLES,),
    )  # fmt: skip
    in_place = [each for each in beyond if each.scale in IN_PLACE]
    yield Evidence(
        8, "in place", "A change in place for one unit or everyone", bool(in_place),
        f"{_count(in_place)} put a change in place for a unit or for everyone." if in_place
        else "No adopted change has reached a whole unit or everyone.",
        _cycles(in_place) or (CYCLES,),
    )  # fmt: skip


def _results(records: Records, day: date) -> Iterator[Evidence]:
    aim = records.aim_on(day)
    chart = _aims_chart(records, aim)
    found = chart.improved(day) if chart else None
    source = (_chart(chart),) if chart else (AIM,)
    held = found.held if found else 0
    yield Evidence(
        7, "outcome", f"The aim's own measure improved, for {HELD_SHORT} values", held >= HELD_SHORT,
        _held(chart, found, HELD_SHORT), source,
    )  # fmt: skip
    share = _share(aim, found)
    yield Evidence(
        8, "most", "More than half of the way to the target", (share or 0.0) > MOST_OF_THE_WAY,
        _way(share), (*source, AIM) if chart else (AIM,),
    )  # fmt: skip
    yield Evidence(
        9, "reached", "The aim's target", (share or 0.0) >= 1.0, _way(share),
        (*source, AIM) if chart else (AIM,),
    )  # fmt: skip
    yield Evidence(
        9, "held", f"The improvement held for {HELD_LONG} values", held >= HELD_LONG,
        _held(chart, found, HELD_LONG), source,
    )  # fmt: skip
    judged = [(each, each.on_target(day)) for each in records.trends]
    short = [each for each, on in judged if on is False]
    known = [each for each, on in judged if on is not None]
    yield Evidence(
        10, "all", "Every target of the team's measures", bool(known) and not short,
        f"{_names(short)} has not reached its target." if len(short) == 1
        else f"{_names(short)} have not reached their targets." if short
        else "All measures with a target have reached it." if known
        else "No measure of the team has a target.",
        tuple(map(_chart, short or known or records.trends)),
    )  # fmt: skip
    copied = [each for each in records.copied if each.on <= day]
    yield Evidence(
        10, "learned from", "Another team that took a change over", bool(copied),
        f"Another team took over “{copied[0].title}”." if copied
        else "No other team took over a change of this team yet. Share what works with the network.",
        tuple(Source(each.title, "ideas.show", ("idea_id", each.idea_id)) for each in copied) or (THEORY,),
    )  # fmt: skip


def _aims_chart(records: Records, aim: Dated | None) -> Trend | None:
    wanted = aim.fields.get("measure_id") if aim else None
    return next((each for each in records.trends if each.series.measure_id == wanted), None)


def _share(aim: Dated | None, found: Improvement | None) -> float | None:
    """How much of the way from baseline to target the improvement has covered."""
    if aim is None or found is None or found.now is None:
        return None
    baseline, target = aim.fields.get("baseline"), aim.fields.get("target")
    if baseline is None or target is None or baseline == target:
        return None
    return float((found.now - baseline) / (target - baseline))


def _held(chart: Trend | None, found: Improvement | None, wanted: int) -> str:
    if chart is None:
        return "The aim names no measure of the team, so no chart can show whether it is reached."
    if found is None:
        return f"{chart.name}, the aim's own measure, shows no improvement that holds."
    short = "" if found.held >= wanted else f"; this level asks for {wanted}"
    values = "value" if found.held == 1 else "values"
    return f"{chart.name}: the improvement has held for {found.held} {values}{short}."


def _way(share: float | None) -> str:
    if share is None:
        return "How far the aim is reached cannot be told: that takes a baseline, a target and an improvement that holds."
    if share >= 1.0:
        return "The values since the improvement reach the aim's target."
    return f"The values since the improvement have covered {max(0.0, 100 * share):.0f}% of the way to the aim's target."


def _improved(trend: Trend, found: Improvement) -> str:
    return f"{trend.name}: improved since {found.since:%B %Y}, and it holds."


def _chart(trend: Trend) -> Source:
    return Source(trend.name, "measures.show", ("measure_slug", trend.series.measure.slug))


def _cycles(cycles: list[Cycle]) -> tuple[Source, ...]:
    return tuple(
        Source(f"Cycle {each.number}", "pdsa.show", ("number", each.number)) for each in cycles
    )


def _count(cycles: list[Cycle]) -> str:
    return "1 cycle" if len(cycles) == 1 else f"{len(cycles)} cycles"


def _names(trends: list[Trend]) -> str:
    names = [each.name for each in trends]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _day(written: Dated | None) -> str:
    return f"{written.on:%B} {written.on.day}, {written.on.year}" if written else ""
