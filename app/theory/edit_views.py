"""The outline and the diagram in which a team writes its theory."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, jsonify, make_response, render_template, request
from sqlalchemy.orm.exc import StaleDataError

from app import access, navigation
from app.access import May
from app.errors import ServiceError
from app.extensions import db
from app.guarded import GuardedTexts
from app.teams.models import Team
from app.theory.blueprint import BASE, back_to_outline, bp, wants_json
from app.theory.changed import Clash
from app.theory.commands import Clashes, Done, carry_out, written
from app.theory.drawing import editable_svg, living
from app.theory.held import hold
from app.theory.queries import removed_of
from app.theory.rows import rows_of

AGAIN = "Somebody else changed this in the same moment, so nothing was stored. Try again."


@bp.get(f"{BASE}/edit")
@access.team(May.EDIT_TEAM)
def edit(team: Team) -> Response:
    """Show the theory as lines to write in, and as a diagram to draw in."""
    return _page(team)


@bp.post(f"{BASE}/edit")
@access.team(May.EDIT_TEAM)
def change(team: Team) -> Any:
    """Store changed lines and do what was asked, or say why not and keep all that was typed."""
    form = request.form.to_dict()
    guard = GuardedTexts(written(form))
    if not guard.validate():
        return _asked(team, guard)
    try:
        done = carry_out(hold(team), form, actor=access.actor())
        db.session.commit()
    except Clashes as clashes:
        db.session.rollback()
        return _refused(team, 409, str(clashes), clashes=clashes.clashes)
    except StaleDataError:
        db.session.rollback()
        return _refused(team, 409, AGAIN)
    except ServiceError as error:
        db.session.rollback()
        return _refused(team, 422, error.message)
    if wants_json():
        return _answer(team, done)
    if done.said and done.removed is None:
        flash(done.said, "saved")
    line = done.ids[-1] if done.ids else _named(form)
    return back_to_outline(team, line, removed=done.removed)


def _named(form: dict[str, str]) -> int | None:
    """The node that the pressed button named."""
    named = form.get("do", "").split(":")[1:2]
    return int(named[0]) if named and named[0].isdecimal() else None


def _answer(team: Team, done: Done) -> Response:
    """What the page's script needs after a change: new ids, and both forms anew."""
    found = living(team)
    parts: dict[str, Any] = {"ids": done.ids, "said": done.said, "removed": done.removed}
    parts["outline"] = render_template(
        "theory/_outline.html", team=team, rows=rows_of(found.theory), typed={}, clashes={}
    )
    if request.form.get("drawing") != "0":
        parts["drawing"] = editable_svg(found) or ""
    return jsonify(parts)


def _asked(team: Team, guard: GuardedTexts) -> Response:
    """Ask whether a text identifies a patient; nothing is stored yet."""
    if wants_json():
        said = " ".join(each.sentence for each in guard.suspicions)
        return make_response(jsonify(error=f"{said} Does it identify a patient?", asks=True), 422)
    return _page(team, 422, guard=guard)


def _refused(
    team: Team, status: int, message: str, *, clashes: list[Clash] | None = None
) -> Response:
    if wants_json():
        said = [
            {
                "id": each.id,
                "stored": each.stored,
                "typed": each.typed,
                "removed": each.removed,
                "sentence": each.sentence,
            }
            for each in clashes or ()
        ]
        return make_response(jsonify(error=message, clashes=said), status)
    return _page(team, status, refusal=message, clashes=clashes or [])


def _page(
    team: Team,
    status: int = 200,
    *,
    refusal: str = "",
    clashes: list[Clash] | None = None,
    guard: GuardedTexts | None = None,
) -> Response:
    navigation.within(team.network, team)
    found = living(team)
    removed = removed_of(team.id)
    latest = request.args.get("removed", "")
    typed = {
        int(name[5:]): text
        for name, text in request.form.items()
        if name.startswith("text-") and name[5:].isdecimal() and len(name) < 15
    }
    page = render_template(
        "theory/edit.html",
        team=team,
        living=found,
        rows=rows_of(found.theory),
        drawing=editable_svg(found),
        removed=removed,
        just_removed=next((node for node in removed if str(node.id) == latest), None),
        typed=typed,
        typed_lines=request.form.get("lines", ""),
        typed_under=request.form.get("under", ""),
        refusal=refusal,
        guard=guard,
        clashes={each.id: each for each in clashes or ()},
    )
    return make_response(page, status)
