"""Many rows into one table: their values go to the driver as they are, without an object each.

SQLAlchemy makes a dictionary of every row and turns each value on its own, which for a hundred
thousand rows takes longer than the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

BATCH = 2000

Row = tuple[Any, ...]
Turn = Callable[[Any], Any]


def insert_rows(
    session: Session,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    common: dict[str, Any],
) -> Iterator[int]:
    """Insert rows with `common` values in each, as one goes through the numbers that it gives.

    Parameters
    ----------
    session : Session
        Whose transaction they belong to.
    table : Table
        Where they go. Columns that are named nowhere get NULL: defaults of models are not applied.
    columns : sequence of str
        What the values of a row stand for, in order.
    rows : sequence of tuple
        The values.
    common : dict
        Values that all rows share, by column.

    Yields
    ------
    int
        How many rows were stored since the last time.
    """
    connection = session.connection()
    dialect = connection.dialect
    names = (*columns, *common)
    statement = insert(table).inline().compile(dialect=dialect, column_keys=list(names))
    order = list(statement.positiontup) if statement.positional else None  # type: ignore[arg-type]  # a list where positional
    turns = [(at, turn) for at, name in enumerate(columns) if (turn := _turn(table, name, dialect))]
    shared = tuple(_turned(_turn(table, name, dialect), value) for name, value in common.items())
    for start in range(0, len(rows), BATCH):
        values: Iterable[Any] = _turn_all(rows[start : start + BATCH], turns, shared)
        if order is None:
            values = [dict(zip(names, each, strict=True)) for each in values]
        elif order != list(names):
            values = map(itemgetter(*map(names.index, order)), values)
        given = list(values)
        connection.exec_driver_sql(str(statement), given)
        yield len(given)


def _turn(table: Table, name: str, dialect: Any) -> Turn | None:
    """What makes a value of a column one for the driver; None where it is one."""
    kind = table.c[name].type
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _turned(turn: Turn | None, value: Any) -> Any:
    return value if turn is None or value is None else turn(value)


def _turn_all(rows: Sequence[Row], turns: list[tuple[int, Turn]], shared: Row) -> list[Row]:
    """The rows with what is shared, each different value turned once."""
    if not turns:
        return [(*row, *shared) for row in rows]
    columns = list(zip(*rows, strict=True))
    for at, turn in turns:
        columns[at] = tuple(_each_turned(columns[at], turn))
    return [(*row, *shared) for row in zip(*columns, strict=True)]


def _each_turned(values: Sequence[Any], turn: Turn) -> Iterable[Any]:
    try:
        different = set(values)
    except TypeError:  # lists, such as raw values, are no keys
        return [_turned(turn, value) for value in values]
    known = {value: _turned(turn, value) for value in different}
    return map(known.__getitem__, values)
