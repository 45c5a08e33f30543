"""What is wrong with a file, each problem with its row and column."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 20
"""Problems that the command names; a page has room for more."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; rows are counted as a spreadsheet does, the first being row 1."""

    text: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row is not None else ""
        column = f'column "{self.column}"' if self.column is not None else ""
        place = ", ".join(part for part in (row, column) if part)
        return f"{place[0].upper()}{place[1:]}: {self.text}" if place else self.text


class WrongFileError(Exception):
    """The file was refused; nothing was changed."""

    def __init__(self, problems: tuple[Problem, ...], total: int) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.total = total


@dataclass(slots=True)
class Problems:
    """Collects problems, keeping the first few to show and counting them all."""

    most: int = SHOWN
    shown: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, text: str, row: int | None = None, column: str | None = None) -> None:
        self.total += 1
        if len(self.shown) < self.most:
            self.shown.append(Problem(text, row, _short(column)))

    def stop_if_any(self) -> None:
        """Refuse the file if there is a problem."""
        if self.total:
            raise WrongFileError(tuple(self.shown), self.total)


def refuse(text: str, row: int | None = None, column: str | None = None) -> WrongFileError:
    """The error for a file that cannot be read any further."""
    return WrongFileError((Problem(text, row, _short(column)),), 1)


def _short(column: str | None) -> str | None:
    return column if column is None or len(column) <= 80 else f"{column[:79]}…"


def quoted(text: str) -> str:
    """A cell's text to be named in a sentence, cut where it is long."""
    return f'"{text}"' if len(text) <= 60 else f'"{text[:59]}…"'
