"""What is wrong with a file, each problem with its row and column."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; rows are counted as a spreadsheet does, the header being row 1."""

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

    shown: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, text: str, row: int | None = None, column: str | None = None) -> None:
        self.total += 1
        if len(self.shown) < SHOWN:
            self.shown.append(Problem(text, row, column))

    def stop_if_any(self) -> None:
        """Refuse the file if there is a problem."""
        if self.total:
            raise WrongFileError(tuple(self.shown), self.total)


def refuse(text: str, row: int | None = None, column: str | None = None) -> WrongFileError:
    """The error for a file that cannot be read any further."""
    return WrongFileError((Problem(text, row, column),), 1)
