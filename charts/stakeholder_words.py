"""What is said of stakeholders: where each stands and stood, and of the whole map."""

from __future__ import annotations

from datetime import date

from charts.clean import clean
from charts.stakeholder_positions import Stakeholder, StakeholderMap, outline, quadrant


def signed(level: int) -> str:
    """Write a level of support with its sign: "+2", "0", "−1"."""
    return f"{level:+d}".replace("-", "−") if level else "0"


def _said_date(day: date) -> str:
    return f"{day:%B} {day.year}"


def note(stakeholder: Stakeholder) -> str:
    """Say in short sentences where someone stands and stood."""
    first, now = stakeholder.history[0], stakeholder.now
    support = f"Support {signed(now.support)}"
    if first.support != now.support:
        support += f", was {signed(first.support)}"
    importance = f"Importance {now.importance} of 5"
    if first.importance != now.importance:
        importance += f", was {first.importance}"
    parts = [support, importance]
    if len(stakeholder.history) > 1:
        parts.append(f"First rated {_said_date(first.on)}")
    if stakeholder.lived_experience:
        parts.append("Lived experience")
    return ". ".join(parts) + "."


def label(stakeholder: Stakeholder) -> str:
    """Say who a stakeholder is, what to do, and where it stands."""
    now = stakeholder.now
    name = quadrant(now.support, now.importance).value
    return f"{clean(stakeholder.name)}, {stakeholder.kind.value}. {name}. {note(stakeholder)}"


def _move(stakeholder: Stakeholder) -> str:
    """Say how far someone came: "Clinic manager, support −1 to +1"."""
    first, now = stakeholder.history[0], stakeholder.now
    parts = [clean(stakeholder.name)]
    if first.support != now.support:
        parts.append(f"support {signed(first.support)} to {signed(now.support)}")
    if first.importance != now.importance:
        parts.append(f"importance {first.importance} to {now.importance}")
    return ", ".join(parts if len(parts) > 1 else [*parts, "and came back"])


def describe(stakeholder_map: StakeholderMap) -> str:
    """Say in a sentence or two what the map shows."""
    parts = [
        f"{name.value}: {'; '.join(clean(member.name) for member in members)}."
        for name, members in outline(stakeholder_map)
        if members
    ]
    moved = [_move(member) for member in stakeholder_map.stakeholders if len(member.history) > 1]
    if moved:
        parts.append(f"{len(moved)} moved since the first rating: {'; '.join(moved)}.")
    return " ".join(parts) or "Nobody is on the map yet."
