"""Counting along time in many series at once.

Arrays here are time-major, of shape (n, m): one step is done to all series at one time point, so
that it is one pass over one stretch of memory. What breaks a run multiplies it by 0, which needs
no branch. Numbers are as narrow as the number of points allows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from qi.results import BoolArray, FloatArray, IntArray

_WIDTHS = tuple((width, int(np.iinfo(width).max)) for width in (np.uint8, np.uint16, np.uint32))


def width_for(n: int) -> type[np.unsignedinteger[Any]]:
    """Return the narrowest type that counts to n."""
    return next(width for width, largest in _WIDTHS if n <= largest)


def count(marks: BoolArray) -> IntArray:
    """Count the marks of each column of an array of shape (n, m)."""
    counted = marks.view(np.uint8).sum(axis=0, dtype=width_for(len(marks)))
    narrow: IntArray = counted.astype(np.int32)
    return narrow


def longest(members: BoolArray, keeps: BoolArray | None = None) -> IntArray:
    """Count the members of the run that has most of them, in each column.

    Parameters
    ----------
    members : bool array of shape (n, m)
        The points that count.
    keeps : bool array of shape (n, m), optional
        The points that do not end a run, members among them; by default the members alone.
    """
    width = width_for(len(members))
    keeps = members if keeps is None else keeps
    run, most = np.zeros((2, members.shape[1]), dtype=width)
    for member, keep in zip(_narrow(members, width), _narrow(keeps, width), strict=True):
        run += member
        run *= keep
        np.maximum(most, run, out=most)
    narrow: IntArray = most.astype(np.int32)
    return narrow


def longest_alike(marks: BoolArray) -> IntArray:
    """Return the length of the longest run of equal marks of each column; n is at least 1."""
    width = width_for(len(marks))
    run = np.ones(marks.shape[1], dtype=width)
    most = run.copy()
    for same in _narrow(marks[1:] == marks[:-1], width):
        run *= same
        run += 1
        np.maximum(most, run, out=most)
    narrow: IntArray = most.astype(np.int32)
    return narrow


def changes(marks: BoolArray) -> IntArray:
    """Count how often each column's mark differs from the one before."""
    return count(marks[1:] != marks[:-1])


def turns(up: BoolArray, down: BoolArray) -> IntArray:
    """Count how often each column goes from one side to the other; points on neither are skipped."""
    signs = up.view(np.int8) - down.view(np.int8)
    last = np.zeros(up.shape[1], dtype=np.int8)
    turned = np.zeros(up.shape[1], dtype=width_for(len(up)))
    for sign in signs:
        turned += (last * sign) < 0
        np.copyto(last, sign, where=sign != 0)
    narrow: IntArray = turned.astype(np.int32)
    return narrow


def reaches(marks: BoolArray, length: int) -> BoolArray:
    """Say which columns have so many marks in a row."""
    if length > len(marks):
        return np.zeros(marks.shape[1], dtype=bool)
    size = 1
    while size < length:
        step = min(size, length - size)
        marks = marks[:-step] & marks[step:]
        size += step
    found: BoolArray = np.logical_or.reduce(marks, axis=0)
    return found


def crowds(marks: BoolArray, k: int, n: int) -> BoolArray:
    """Say which columns have k marks among n points in a row."""
    width = min(n, len(marks))
    narrow = _narrow(marks, width_for(width))
    stop = len(marks) - width + 1
    window = narrow[:stop].copy()
    for shift in range(1, width):
        window += narrow[shift : stop + shift]
    found: BoolArray = np.logical_or.reduce(window >= k, axis=0)
    return found


def before(array: FloatArray, taken: BoolArray) -> FloatArray:
    """Give each place the nearest earlier number of its column that is taken; NaN without one."""
    found = np.empty_like(array)
    current = np.full(array.shape[1], np.nan)
    for place, numbers, take in zip(found, array, taken, strict=True):
        place[:] = current
        np.copyto(current, numbers, where=take)
    return found


def _narrow(marks: BoolArray, width: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    """See marks as numbers, without a copy where they are of one byte."""
    return marks.view(np.uint8) if width is np.uint8 else marks.astype(width)
