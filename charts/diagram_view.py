"""What the views of all diagrams have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram that was laid out.

    Parameters
    ----------
    width, height : float
        Size in px.
    title, description : str
        For those who hear it.
    """

    width: float
    height: float
    title: str
    description: str
