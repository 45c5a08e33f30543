"""The list of a team's cycles and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.pdsa.models import Cycle, CycleStatus
from app.pdsa.outcomes import outcomes_of_all
from app.pdsa.queries import ramp_key, ramp_label, whole_cycles_of
from app.pdsa.search import RUNNING, Wanted, drivers_served, fits
from app.pdsa.worksheet import DECIDED, Step, button, decision_word, steps_of, summary
from app.teams.models import Team
from app.theory.models import NodeKind
from app.theory.queries import Theory, theory_of

STATUS_WORDS = {
    CycleStatus.PLAN: "Plan waits",
    CycleStatus.DO: "Do waits",
    CycleStatus.STUDY: "Study waits",
    CycleStatus.ACT: "Act waits",
    CycleStatus.DONE: "Decided",
}

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A cycle in the list."""

    cycle: Cycle
    ramp: str
    steps: tuple[Step, ...]
    summary: str
    button: str
    decision: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to narrow by: its name in the URL, its label, and the choices there are."""

    name: str
    label: str
    choices: Choices
    chosen: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows and what it can be narrowed to."""

    rows: tuple[Row, ...]
    total: int
    wanted: Wanted
    filters: tuple[Filter, ...]


def listing(team: Team, wanted: Wanted) -> Listing:
    """The team's cycles, the newest first; what does not exist narrows to nothing."""
    cycles = whole_cycles_of([team.id], tasks=True).get(team.id, [])
    theory = theory_of(team.id)
    by_id = {cycle.id: cycle for cycle in cycles}
    keyed = [(cycle, ramp_key(cycle, by_id), ramp_label(cycle, by_id)) for cycle in cycles]
    drivers = drivers_served(theory)
    shown = [(c, label) for c, key, label in reversed(keyed) if fits(c, key, drivers, wanted)]
    outcomes = outcomes_of_all(cycle for cycle, _ in shown)
    return Listing(
        rows=tuple(
            Row(
                cycle,
                label,
                steps_of(cycle),
                summary(cycle, outcomes[cycle.id]),
                button(cycle),
                decision_word(cycle.decision),
            )
            for cycle, label in shown
        ),
        total=len(cycles),
        wanted=wanted,
        filters=_filters(cycles, theory, {key: label for _, key, label in keyed}, wanted),
    )


def _filters(
    cycles: list[Cycle], theory: Theory, ramps: dict[str, str], wanted: Wanted
) -> tuple[Filter, ...]:
    decisions = ((each.value, words) for each, words in DECIDED.items())
    drivers = ((str(n.id), n.label) for n in theory.nodes if n.kind is not NodeKind.IDEA)
    measures = [c.measure for c in cycles] + [p.measure for c in cycles for p in c.predictions]
    owners = [c.owner for c in cycles] + [task.owner for c in cycles for task in c.to_do]
    offered: tuple[tuple[str, str, Iterable[tuple[str, str]]], ...] = (
        ("step", "Step", ((status.value, words) for status, words in STATUS_WORDS.items())),
        ("ramp", "Change idea", ramps.items()),
        ("driver", "Driver", drivers),
        ("measure", "Measure", ((str(m.id), m.name) for m in measures if m is not None)),
        ("decision", "Decision", ((RUNNING, "Still running"), *decisions)),
        ("owner", "Owner", ((str(o.id), o.name) for o in owners if o is not None)),
    )
    return tuple(
        Filter(name, label, tuple(dict(choices).items()), getattr(wanted, name))
        for name, label, choices in offered
    )
