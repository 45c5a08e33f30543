"""A team's PDSA cycles as tables: cycles, predictions, tasks."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from app.downloads.names import of_team, person
from app.pdsa.models import Cycle
from app.pdsa.outcomes import Outcome, outcomes_of_all
from app.pdsa.queries import whole_cycles_of
from app.tables import book
from app.tables.book import Book, Sheet
from app.teams.models import Team

CYCLE = (
    *book.numbers("cycle"),
    *book.text("title", "status", "change idea"),
    *book.numbers("after cycle"),
    *book.text("owner", "measure"),
    *book.dates("starts", "ends"),
    *book.text("scale", "reach", "conditions", "objective", "questions", "tasks in words"),
    *book.text("data plan", "carried out as planned", "observations", "problems and surprises"),
    *book.text("results", "against earlier performance", "learned", "decision"),
    *book.text("what changes, what comes next"),
    *book.dates("decided"),
)
PREDICTION = (
    *book.numbers("cycle"),
    *book.text("prediction"),
    *book.numbers("from", "to"),
    *book.text("unit", "measure"),
    *book.dates("due"),
    *book.numbers("sure, percent", "result"),
    *book.text("result in words", "came true"),
)
TASK = (*book.numbers("cycle"), *book.text("task", "who"), *book.dates("due", "done"))


def book_of(team: Team) -> Book:
    """Every cycle that is not deleted."""
    cycles = whole_cycles_of([team.id], tasks=True).get(team.id, [])
    numbers = {cycle.id: cycle.number for cycle in cycles}
    outcomes = outcomes_of_all(cycles)
    return Book(
        of_team(team, "cycles"),
        f"PDSA cycles of {team.name}",
        (
            Sheet(
                "Cycles",
                CYCLE,
                tuple(_cycle(cycle, numbers) for cycle in cycles),
                "The team has no cycle yet.",
            ),
            Sheet(
                "Predictions",
                PREDICTION,
                tuple(row for cycle in cycles for row in _predictions(cycle, outcomes[cycle.id])),
                "Nothing has been predicted yet.",
            ),
            Sheet(
                "Tasks",
                TASK,
                tuple(
                    (cycle.number, task.text, person(task.owner), task.due_on, task.done_on)
                    for cycle in cycles
                    for task in cycle.to_do
                ),
                "No cycle has tasks of single people.",
            ),
        ),
    )


def _cycle(cycle: Cycle, numbers: dict[int, int]) -> book.Row:
    return (
        cycle.number,
        cycle.title,
        cycle.status.value,
        cycle.change_idea.text if cycle.change_idea else "",
        numbers.get(cycle.previous_id) if cycle.previous_id else None,
        person(cycle.owner),
        cycle.measure.name if cycle.measure else "",
        cycle.starts_on,
        cycle.ends_on,
        _word(cycle.scale),
        cycle.reach,
        cycle.conditions,
        cycle.objective,
        cycle.questions,
        cycle.tasks,
        cycle.data_plan,
        _word(cycle.as_planned),
        cycle.observations,
        cycle.problems,
        cycle.results,
        cycle.comparison,
        cycle.learned,
        _word(cycle.decision),
        cycle.changes,
        cycle.decided_on,
    )


def _predictions(cycle: Cycle, outcomes: Iterable[Outcome]) -> list[book.Row]:
    return [
        (
            cycle.number,
            each.text,
            each.low,
            each.high,
            each.unit,
            each.measure.name if each.measure else "",
            each.due_on,
            each.confidence,
            outcome.value,
            each.result_text,
            _word(outcome.score),
        )
        for outcome in outcomes
        for each in (outcome.prediction,)
    ]


def _word(choice: enum.Enum | None) -> str:
    return str(choice.value) if choice else ""
