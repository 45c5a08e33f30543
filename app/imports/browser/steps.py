"""The steps of an import, the same for a team and for the backbone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, make_response, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app import access, navigation
from app.errors import ServiceError
from app.extensions import db
from app.guarded import GuardedTexts
from app.htmx import go_to
from app.imports.browser import kept, saved, services
from app.imports.browser import pending as files
from app.imports.browser.checking import CheckPage, check_file, check_page
from app.imports.browser.columns import ColumnsPage, check, open_columns, typed_mapping
from app.imports.browser.following import answer, went
from app.imports.browser.models import PendingImport
from app.imports.browser.place import Place
from app.imports.columns import read_mapping
from app.imports.encodings import showable
from app.imports.problems import WrongFileError
from app.imports.progress import Steps, finish
from app.plain_fields import tidy

STEPS = ("File", "Columns", "Check", "Stored")


def start(place: Place) -> Any:
    """Show where to choose a measure and a file."""
    return _start(place)


def refuse_file(place: Place, words: str) -> Any:
    """Say on the page of the file why it was not even read."""
    return _start(place, words, 413)


def _start(place: Place, error: WrongFileError | str | None = None, status: int = 200) -> Any:
    pending = files.find(access.actor(), place)
    measures = place.measures()
    # The form of a file that is too large cannot be read.
    typed = request.values if status != 413 else request.args  # the answer's status
    asked = typed.get("measure", "")
    chosen = next((each for each in measures if each.slug == asked), None)
    if chosen is None and pending is not None:
        chosen = pending.measure
    return _page(
        place,
        0,
        "start",
        status,
        measures=measures,
        chosen=chosen,
        pending=pending,
        remembered=saved.of_place(place),
        error=error,
        file_name=_file_name() if status == 422 else "",  # the answer's status
    )


def upload(place: Place) -> Any:
    """Take a file up, or another measure's data from the one that is there."""
    measure = place.measure(request.form.get("measure", ""))
    if measure is None:
        return _start(place, "Choose the measure that the file is about.", 422)
    actor, given = access.actor(), request.files.get("file")
    data = b""
    if given is not None:
        data = given.read()
        given.close()  # what was too large for memory lies in a file
    waiting = files.find(actor, place)
    try:
        if data:
            waiting = files.take_up(actor, place, measure, _file_name(), data)
        elif given is not None and given.filename:
            return _start(place, "The file is empty.", 422)
        elif waiting is None:
            return _start(place, "Choose a file first.", 422)
        else:
            files.for_measure(waiting, place, measure)
        db.session.commit()
    except WrongFileError as error:
        db.session.rollback()
        return _start(place, error, 422)
    if waiting is not None and waiting.mapping_name:
        flash(f"Read as “{waiting.mapping_name}”, as before. Look whether that is still right.")
    return went(place.url("columns"))


def _file_name() -> str:
    given = request.files.get("file")
    name = showable(tidy(given.filename if given is not None else "")).replace("\\", "/")
    return name.rsplit("/", 1)[-1][:200] or "file"


def columns(place: Place) -> Any:
    """Show what each column is taken for, with the first rows."""
    pending = files.find(access.actor(), place)
    if pending is None:
        return _nothing(place)
    return _columns(place, open_columns(place, pending))


def map_columns(place: Place) -> Any:
    """Keep how the file is to be read, or read it anew from another row or sheet."""
    pending = files.find(access.actor(), place)
    if pending is None or _is_another(pending):
        return _nothing(place)
    try:
        if request.form.get("again"):
            row = tidy(request.form.get("header_row"))
            known = row.isdecimal() and 0 < len(row) < 7 and int(row) > 0  # a row's digits
            files.reread(
                pending,
                place,
                sheet=request.form.get("sheet", ""),
                header_row=int(row) if known else None,
            )
            db.session.commit()
            return went(place.url("columns"))
        typed = typed_mapping(request.form, read_mapping(pending.mapping))
        page = open_columns(place, pending, typed)
    except WrongFileError as error:
        db.session.rollback()
        page = open_columns(place, pending)
        page.errors["header_row"] = str(error)
        return _columns(place, page, 422)
    if not check(page):
        return _columns(place, page, 422)
    files.decide(pending, page.mapping)
    return answer(_checking(place, pending))


def _checking(place: Place, pending: PendingImport) -> Steps[str]:
    """Check the file as it is now read, and keep what was found; gives the page that shows it."""
    db.session.commit()
    # Reading takes seconds, in which everybody else may write.
    db.session.connection(execution_options={"reads": True})
    key, version, state = pending.key, pending.version, kept.state_of(place, pending)
    checked = yield from check_file(place, pending)
    db.session.rollback()
    found = files.find(access.actor(), place)
    if found is not None and (found.key, found.version) == (key, version):
        kept.keep(found, checked, state)
        db.session.commit()
    return place.url("check")


def _columns(place: Place, page: ColumnsPage, status: int = 200) -> Any:
    return _page(place, 1, "columns", status, page=page, pending=page.pending)


def look(place: Place) -> Any:
    """Show what would be stored, and what is wrong."""
    pending = files.find(access.actor(), place)
    if pending is None or not pending.is_mapped:
        return _nothing(place)
    checked = kept.find(place, pending) or finish(check_file(place, pending))
    page = check_page(place, pending, checked)
    if checked.suspected:
        page.guard = GuardedTexts((), checked.suspected)
        page.guard.suspicions = page.guard.suspected()
    return _check(place, page)


def confirm(place: Place) -> Any:
    """Store what was shown; or mend how the file is read, and show it again."""
    pending = files.find(access.actor(), place)
    if pending is None or not pending.is_mapped or _is_another(pending):
        return _nothing(place)
    mapping = read_mapping(pending.mapping)
    if request.form.get("mend"):
        note = tidy(request.form.get("note"))[: services.LONGEST_REASON]
        left_out = mapping.leave_out_unknown or request.form.get("mend") == "unknown"
        files.decide(pending, replace(mapping, note=note, leave_out_unknown=left_out))
        return answer(_checking(place, pending))
    checked = kept.find(place, pending) or finish(check_file(place, pending))
    page = check_page(place, pending, checked)
    page.reason, page.name = tidy(request.form.get("reason")), tidy(request.form.get("name"))
    page.guard = GuardedTexts((page.reason, page.name, mapping.note), checked.suspected)
    if not page.guard.validate():
        return _check(place, page, 422)
    try:
        return answer(_storing(place, page))
    except (services.MovedError, StaleDataError, IntegrityError):
        db.session.rollback()
        return _moved(place, page)
    except ServiceError as error:
        db.session.rollback()
        page.errors[error.field or ""] = error.message
        return _check(place, page, 422)


def _storing(place: Place, page: CheckPage) -> Steps[str]:
    """Store what was shown; gives the page that says so."""
    yield from services.store(
        access.actor(),
        page,
        digest=request.form.get("digest", ""),
        reason=page.reason,
        name=page.name,
    )
    db.session.commit()
    return place.url("done")


def _moved(place: Place, before: CheckPage) -> Any:
    pending = files.find(access.actor(), place)
    if pending is None:
        return _nothing(place)
    page = check_page(place, pending, finish(check_file(place, pending)))
    page.reason, page.name, page.moved = before.reason, before.name, True
    return _check(place, page, 409)


def _check(place: Place, page: CheckPage, status: int = 200) -> Any:
    return _page(place, 2, "check", status, page=page, pending=page.pending)


def done(place: Place) -> Any:
    """Show what was stored, with the way to the charts."""
    pending = files.find(access.actor(), place)
    if pending is None or pending.result is None:
        return _nothing(place)
    return _page(place, 3, "done", 200, pending=pending, result=pending.result)


def cancel(place: Place) -> Any:
    """Forget the file; nothing of it was stored."""
    files.drop(access.actor(), place)
    db.session.commit()
    flash("The file is forgotten. Nothing of it was stored.")
    return go_to(place.url("start"))


def forget(place: Place) -> Any:
    """Forget how files of one kind are read."""
    number = request.form.get("mapping", "")
    known = number.isdecimal() and len(number) < 10  # digits of an id
    saved.forget(place, int(number) if known else None)
    db.session.commit()
    return go_to(place.url("start"))


def _is_another(pending: PendingImport) -> bool:
    """Whether another file was chosen since the form was opened, in another window."""
    return request.form.get("file_key", "") != pending.key


def _nothing(place: Place) -> Any:
    flash("Choose a file first; one that waited longer than a day, or was replaced, is forgotten.")
    return go_to(place.url("start"))


def _page(place: Place, step: int, name: str, status: int, **context: Any) -> Any:
    navigation.within(place.network, place.team)
    steps = [
        (label, "", "done" if at < step else "now" if at == step else "later", None)
        for at, label in enumerate(STEPS)
    ]
    text = render_template(f"importing/{name}.html", place=place, steps=steps, **context)
    return make_response(text, status)
