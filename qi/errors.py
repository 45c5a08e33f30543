"""Errors that say which argument is wrong, where, and what was expected."""

from __future__ import annotations


class QIError(ValueError):
    """An input that `qi` cannot analyze.

    Parameters
    ----------
    message : str
        A plain sentence: what was found and what was expected.
    argument : str
        Name of the argument at fault, as the caller wrote it.
    position : int or None
        0-based position of the first offending element, where there is one.
    """

    def __init__(self, message: str, *, argument: str, position: int | None = None) -> None:
        where = f"{argument}[{position}]" if position is not None else argument
        super().__init__(f"{where}: {message}")
        self.argument = argument
        self.position = position
        self.message = message


class UnknownNameError(QIError):
    """A chart, rule set or option that does not exist."""


class InvalidValueError(QIError):
    """A value that the chart cannot hold, such as a negative count."""


class ShapeError(QIError):
    """Arguments whose lengths do not fit each other."""
