"""How far a long piece of work has come: it is written as a generator of steps, and its result."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, TypeVar

READING, COMPARING, STORING = "Reading", "Comparing", "Storing"

T = TypeVar("T")


class Step(NamedTuple):
    """So many parts of a stage are done."""

    stage: str
    done: int
    parts: int


Steps = Generator[Step, None, T]
Tick = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Tick]]
"""Shows how far a stage with this name and number of parts has come."""


@contextmanager
def silently(_stage: str, _parts: int) -> Iterator[Tick]:
    """Show no progress."""
    yield lambda _done: None


def finish(steps: Steps[T], progress: Progress = silently, name: str = "") -> T:
    """Do all of the work and show it; `name` says what it is done to."""
    shown, at = "", 0
    tick: Tick = lambda _done: None  # noqa: E731  # replaced at the first step
    with ExitStack() as stage:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # the generator's own result
            if step.stage != shown:
                stage.close()
                shown, at = step.stage, 0
                tick = stage.enter_context(progress(f"{shown} {name}".strip(), step.parts))
            tick(step.done - at)
            at = step.done


@dataclass(slots=True)
class _Hold:
    """Who holds the collector back, in all threads of this process."""

    lock: Lock = field(default_factory=Lock)
    holders: int = 0


_hold = _Hold()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Hold the collector of unreachable objects back.

    Of the hundred thousand rows of a file none is garbage before the last one is read; looking for
    some again and again takes a third of the time.
    """
    with _hold.lock:
        _hold.holders += 1
        gc.disable()
    try:
        yield
    finally:
        with _hold.lock:
            _hold.holders -= 1
            if not _hold.holders:
                gc.enable()
