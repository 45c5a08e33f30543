"""What the outline's form asks for: changed words, and at most one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.accounts.models import User
from app.errors import ServiceError
from app.theory import lines, moving, services
from app.theory.again import standing
from app.theory.changed import Changed, Clash
from app.theory.held import Held
from app.theory.models import DriverNode, NodeKind
from app.theory.queries import node_of


@dataclass(slots=True)
class Done:
    """What came of it."""

    ids: list[int] = field(default_factory=list)
    """Of the nodes that were made."""
    said: str = ""
    removed: int | None = None
    """A node that was taken out, and can be put back."""


class Clashes(Exception):  # noqa: N818  # several refusals with one answer, 409
    """Words that somebody else changed in the meantime. Nothing was stored."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__("Somebody else changed this while you had it open.")
        self.clashes = clashes


def carry_out(held: Held, form: Mapping[str, str], *, actor: User | None) -> Done:
    """Store the changed words, then do what the pressed button says.

    `form` holds `text-ID` and `was-ID` for each line, and `do`: a verb and ids, colons between.

    Raises
    ------
    Clashes
        Where somebody else changed a line that was changed here too.
    ServiceError
        For what cannot be done, in one sentence.
    """
    _rename_all(held, form, actor)
    verb, *rest = form.get("do", "").split(":")
    if verb == "add" or (not verb and form.get("lines", "").strip()):
        return _add(held, form, actor)
    if not verb:
        return Done(said="Saved.")
    ids = [int(each) for each in rest if each.isdecimal() and len(each) < 10]
    if verb not in _VERBS or not ids:
        raise ServiceError("This button is not known here. Reload the page and try again.")
    node = node_of(held.team.id, ids[0])
    if node is None or (node.removed_at is not None and verb != "restore"):
        raise ServiceError(services.GONE)
    try:
        return _VERBS[verb](held, node, [*ids[1:], *([0] * 2)], form, actor)
    except Changed as changed:
        raise Clashes([changed.clash]) from changed


def written(form: Mapping[str, str]) -> Iterator[str]:
    """The words that were written anew, of lines that there are and of those to add."""
    for name, text in form.items():
        head, _, key = name.partition("-")
        if head == "text" and text != form.get(f"was-{key}"):
            yield text
    yield form.get("lines", "")


def _rename_all(held: Held, form: Mapping[str, str], actor: User | None) -> None:
    clashes = []
    for name, written in form.items():
        head, _, key = name.partition("-")
        if head != "text" or not key.isdecimal() or len(key) > 9:
            continue
        was = form.get(f"was-{key}", "")
        text = " ".join(written.replace("\x00", "").split())
        if text == was:
            continue
        node = held.nodes.get(int(key)) or node_of(held.team.id, int(key))
        if node is None:
            raise ServiceError(services.GONE)
        if form.get("do", "") == f"remove:{key}":
            continue  # its words go with it
        try:
            services.rename(held, node, text, was=was, actor=actor)
        except Changed as changed:
            clashes.append(changed.clash)
    if clashes:
        raise Clashes(clashes)


def _add(held: Held, form: Mapping[str, str], actor: User | None) -> Done:
    under = _id(form.get("under", ""))
    after = _id(form.get("after", ""))
    kind = next((each for each in NodeKind if each.value == form.get("kind")), None)
    if kind is None:
        parent = held.nodes.get(under) if under else None
        depth = min(parent.kind.depth, len(services.KINDS) - 1) if parent else 0
        kind = services.KINDS[depth]
    read = lines.read(form.get("lines", ""))
    there = standing(held, read, kind=kind, under=under)
    if there:
        known = "That line stands" if len(there) == 1 else "These lines stand"
        return Done(ids=[node.id for node in there], said=f"{known} there already.")
    made = services.add(held, read, kind=kind, under=under, after=after, actor=actor)
    count = "1 line is" if len(made) == 1 else f"{len(made)} lines are"
    return Done(ids=[node.id for node in made], said=f"{count} added.")


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _shift(step: int) -> _Verb:
    def do(held: Held, node: DriverNode, ids: list[int], _form: object, actor: User | None) -> Done:
        return Done(said=moving.shift(held, node, step, under=ids[0] or None, actor=actor))

    return do


def _deeper(
    held: Held, node: DriverNode, ids: list[int], _form: object, actor: User | None
) -> Done:
    return Done(said=moving.deeper(held, node, under=ids[0] or None, actor=actor))


def _shallower(
    held: Held, node: DriverNode, ids: list[int], _form: object, actor: User | None
) -> Done:
    return Done(said=moving.shallower(held, node, under=ids[0] or None, actor=actor))


def _beside(*, after: bool) -> _Verb:
    def do(held: Held, node: DriverNode, ids: list[int], _form: object, actor: User | None) -> Done:
        other = services.there(held, ids[0])
        return Done(said=moving.beside(held, node, other, after=after, actor=actor))

    return do


def _connect(
    held: Held, node: DriverNode, ids: list[int], _form: object, actor: User | None
) -> Done:
    parent = services.there(held, ids[0])
    new = services.connect(held, node, parent, actor=actor)
    said = "now serves" if new else "already serves"
    return Done(said=f"“{node.text}” {said} “{parent.text}”.")


def _disconnect(
    held: Held, node: DriverNode, ids: list[int], _form: object, actor: User | None
) -> Done:
    parent = services.there(held, ids[0])
    services.disconnect(held, node, parent, actor=actor)
    return Done(said=f"“{node.text}” no longer serves “{parent.text}”.")


def _remove(
    held: Held, node: DriverNode, _ids: list[int], form: Mapping[str, str], actor: User | None
) -> Done:
    services.remove(held, node, was=form.get(f"was-{node.id}"), actor=actor)
    return Done(said=f"“{node.text}” is deleted.", removed=node.id)


def _restore(
    held: Held, node: DriverNode, _ids: list[int], _form: object, actor: User | None
) -> Done:
    services.restore(held, node, actor=actor)
    return Done(ids=[node.id], said=f"“{node.text}” is back.")


_Verb = Callable[[Held, DriverNode, list[int], Mapping[str, str], User | None], Done]

_VERBS: dict[str, _Verb] = {
    "up": _shift(-1),
    "down": _shift(1),
    "deeper": _deeper,
    "shallower": _shallower,
    "before": _beside(after=False),
    "after": _beside(after=True),
    "connect": _connect,
    "disconnect": _disconnect,
    "remove": _remove,
    "restore": _restore,
}
