"""Which teams asked for help. Only that they did is told; what they wrote is for their coach."""

from __future__ import annotations

from collections.abc import Iterable

from app.conversations.queries import open_help


def asked_for_help(team_ids: Iterable[int]) -> set[int]:
    """The teams of these that have asked for help and wait."""
    return {said.team.id for said in open_help(team_ids)}
