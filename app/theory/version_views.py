"""The theory's frozen versions: kept by name, looked through, compared."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request

from app import access, navigation
from app.access import May
from app.clock import today
from app.diagram_files import LABELS, TYPES, attachment
from app.forms import attempt
from app.htmx import go_to, page_or_fragment
from app.teams.models import Team
from app.templating import long_date
from app.theory.blueprint import BASE, address, bp
from app.theory.compare import compare
from app.theory.downloads import file_of, stem_of
from app.theory.drawing import Living, drawn, living
from app.theory.forms import FreezeForm
from app.theory.freezing import freeze
from app.theory.models import TheoryVersion
from app.theory.queries import versions_of
from app.theory.snapshot import Snapshot, diagram_of, read, take
from charts.driver_diagram import key_html

VERSIONS = f"{BASE}/versions"
NOW = "now"


@bp.get(VERSIONS)
@access.team(May.SEE_TEAM)
def versions(team: Team) -> Any:
    """List the versions; those who may edit can keep another one."""
    return _list(team, FreezeForm(formdata=None))


@bp.post(VERSIONS)
@access.team(May.EDIT_TEAM)
def keep(team: Team) -> Any:
    """Keep the theory as it stands."""
    form = FreezeForm()

    def change() -> None:
        freeze(
            team,
            snapshot_of(living(team)),
            form.name.data or "",
            note=form.note.data or "",
            actor=access.actor(),
        )

    status = attempt(form, change)
    if status:
        return _list(team, form, status)
    flash(f"“{form.name.data}” is kept.", "saved")
    return go_to(address(team, "versions"))


@bp.get(f"{VERSIONS}/<int:number>")
@access.team(May.SEE_TEAM)
def version(team: Team, number: int) -> Response:
    """Show a version, marked with what differs from another one: the one before, or as asked."""
    navigation.within(team.network, team)
    kept = versions_of(team.id)
    found = _version(kept, number)
    asked = request.args.get("against", "")
    other, against = _other(team, kept, found, asked)
    shown = read(found.content)
    comparison = None
    if against is not None:
        earlier, later = (shown, against) if _is_later(other, found) else (against, shown)
        comparison = compare(earlier, later)
        diagram = diagram_of(later, marks=comparison.marks, gone=comparison.gone)
    else:
        diagram = diagram_of(shown)
    return page_or_fragment(
        "theory/version.html",
        "theory/_version.html",
        team=team,
        versions=kept,
        version=found,
        other=other,
        asked=asked,
        comparison=comparison,
        formats=LABELS,
        later=other if _is_later(other, found) else found,
        earlier=found if _is_later(other, found) else other,
        drawing=drawn(diagram),
        key=key_html(diagram),
    )


@bp.get(f"{VERSIONS}/<int:number>/chart.<ext>")
@access.team(May.SEE_TEAM)
def download_version(team: Team, number: int, ext: str) -> Response:
    """A version's diagram as a file."""
    found = _version(versions_of(team.id), number)
    if ext not in TYPES:
        access.not_found()
    footer = f"Version {found.number}: {found.name}, kept on {long_date(found.frozen_at)}"
    content = file_of(ext, diagram_of(read(found.content)), team, today(), version=footer)
    return attachment(content, ext, stem_of(team, today(), f"version-{found.number}"))


def snapshot_of(found: Living) -> Snapshot:
    """The living theory at this moment."""
    return take(found.diagram(), found.theory.nodes)


def _list(team: Team, form: FreezeForm, status: int = 200) -> Any:
    navigation.within(team.network, team)
    page = render_template(
        "theory/versions.html", team=team, versions=versions_of(team.id), form=form
    )
    return page, status


def _version(kept: list[TheoryVersion], number: int) -> TheoryVersion:
    found = next((each for each in kept if each.number == number), None)
    if found is None:
        access.not_found()
    return found


def _other(
    team: Team, kept: list[TheoryVersion], found: TheoryVersion, asked: str
) -> tuple[TheoryVersion | None, Snapshot | None]:
    """What to compare with: none, the theory now (without a version), or another version."""
    if asked == "nothing":
        return None, None
    if asked == NOW:
        return None, snapshot_of(living(team))
    if asked.isdecimal() and len(asked) < 10:
        other = _version(kept, int(asked))
        return (other, read(other.content)) if other is not found else (None, None)
    before = next((each for each in reversed(kept) if each.number < found.number), None)
    return (before, read(before.content)) if before else (None, None)


def _is_later(other: TheoryVersion | None, found: TheoryVersion) -> bool:
    """Whether the other side is the later one; without a version it is the theory now."""
    return other is None or other.number > found.number
