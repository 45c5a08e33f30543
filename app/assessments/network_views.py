"""The network's instruments: read by everybody, defined by the backbone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from app import access, navigation
from app.access import May
from app.accounts.models import User
from app.assessments import content as contents
from app.assessments import queries, services
from app.assessments.blueprint import INSTRUMENT, NETWORK, bp
from app.assessments.forms import FileForm, InstrumentForm
from app.assessments.library import LIBRARY, from_library
from app.assessments.models import Instrument
from app.assessments.textfile import FileError, read_file, write_file
from app.conflicts import Conflict
from app.errors import ServiceError
from app.extensions import db
from app.forms import attempt, refuse
from app.htmx import go_to
from app.networks.models import Network


@bp.get(NETWORK)
@access.network(May.SEE_NETWORK)
def index(network: Network) -> str:
    """List the network's instruments."""
    return _index(network)


def _index(network: Network, problems: tuple[str, ...] = ()) -> str:
    navigation.within(network)
    listed = queries.instruments_of(network.id)
    taken = {each.content.name for each in listed}
    offered = [(key, content) for key, content in LIBRARY.items() if content.name not in taken]
    return render_template(
        "assessments/index.html",
        network=network,
        listed=listed,
        offered=offered,
        file_form=FileForm(formdata=None),
        problems=problems,
    )


@bp.post(f"{NETWORK}/library")
@access.network(May.RUN_NETWORK)
def take(network: Network) -> Any:
    """Take an instrument of the library over, to be worded as the network likes."""
    content = from_library(request.form.get("key", ""))
    if content is None:
        return _index(network, ("Choose one of those that are listed.",)), 422
    return _define(network, content)


@bp.post(f"{NETWORK}/file")
@access.network(May.RUN_NETWORK)
def load(network: Network) -> Any:
    """Load an instrument from a file, or say what is wrong in which line."""
    given = request.files.get("file")
    data = given.read() if given else b""
    if not data:
        return _index(network, ("Choose a file first.",)), 422
    try:
        content = read_file(data)
    except FileError as error:
        return _index(network, tuple(each.sentence for each in error.problems)), 422
    return _define(network, content)


def _define(network: Network, content: contents.Content) -> Any:
    try:
        instrument = services.define(access.actor(), network, content)
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        return _index(network, (error.message,)), 422
    flash(f"“{content.name}” is there for every team.", "saved")
    return go_to(_url("assessments.instrument", instrument))


@bp.get(f"{NETWORK}/new")
@access.network(May.RUN_NETWORK)
def new(network: Network) -> Any:
    """Show an empty form."""
    return _form_page(network, InstrumentForm(formdata=None))


@bp.post(f"{NETWORK}/new")
@access.network(May.RUN_NETWORK)
def new_post(network: Network) -> Any:
    """Define an instrument from the form."""
    form = InstrumentForm()
    sound = form.validate()
    content = form.content()
    if not sound or content is None:
        return _form_page(network, form, status=422)
    try:
        instrument = services.define(access.actor(), network, content)
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        refuse(form, error)
        return _form_page(network, form, status=422)
    flash(f"“{content.name}” is there for every team.", "saved")
    return go_to(_url("assessments.instrument", instrument))


@bp.get(INSTRUMENT)
@access.instrument(May.SEE_NETWORK)
def instrument(instrument: Instrument) -> str:
    """Show an instrument as it reads now, and how it was revised."""
    navigation.within(instrument.network)
    return render_template(
        "assessments/instrument.html",
        instrument=instrument,
        network=instrument.network,
        content=contents.read(instrument.versions[-1].content),
    )


@bp.post(f"{INSTRUMENT}/retire")
@access.instrument(May.RUN_NETWORK)
def retire(instrument: Instrument) -> Any:
    """Offer an instrument for new rounds no more."""
    said = f"“{instrument.name}” is retired. Rounds that were answered stay readable."
    return _offer(instrument, services.retire, said)


@bp.post(f"{INSTRUMENT}/take-up")
@access.instrument(May.RUN_NETWORK)
def take_up(instrument: Instrument) -> Any:
    """Offer a retired instrument again."""
    return _offer(
        instrument, services.take_up, f"“{instrument.name}” is there for every team again."
    )


def _offer(
    instrument: Instrument, change: Callable[[User, Instrument, int | None], None], said: str
) -> Any:
    text = request.form.get("version", "")
    known = text.isdecimal() and len(text) < 10  # digits of a version
    try:
        change(access.actor(), instrument, int(text) if known else None)
        db.session.commit()
    except Conflict as error:
        db.session.rollback()
        flash(error.message)
        return go_to(_url("assessments.instrument", instrument))
    flash(said, "saved")
    return go_to(_url("assessments.instrument", instrument))


@bp.get(f"{INSTRUMENT}/file")
@access.instrument(May.SEE_NETWORK)
def file(instrument: Instrument) -> Response:
    """Give an instrument as the text file that it can be loaded from."""
    content = contents.read(instrument.versions[-1].content)
    response = make_response(write_file(content))
    response.mimetype = "application/toml"
    name = f"{contents.key_of(content.name)}.toml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get(f"{INSTRUMENT}/edit")
@access.instrument(May.RUN_NETWORK)
def edit(instrument: Instrument) -> Any:
    """Show an instrument for rewording."""
    form = InstrumentForm(formdata=None)
    form.show(contents.read(instrument.versions[-1].content), instrument.version)
    return _form_page(instrument.network, form, instrument)


@bp.post(f"{INSTRUMENT}/edit")
@access.instrument(May.RUN_NETWORK)
def edit_post(instrument: Instrument) -> Any:
    """Make a new version of an instrument; rounds that were answered keep theirs."""
    form = InstrumentForm()
    network, before = instrument.network, contents.read(instrument.versions[-1].content)
    sound = form.validate()
    content = form.content(before)
    if not sound or content is None:
        return _form_page(network, form, instrument, status=422)
    status = attempt(
        form,
        lambda: services.revise(
            access.actor(), instrument, content, form.reason.data or "", form.version.opened_at
        ),
    )
    if status:
        return _form_page(network, form, instrument, status=status)
    flash("It reads so from the next round on.", "saved")
    return go_to(_url("assessments.instrument", instrument))


def _form_page(
    network: Network, form: InstrumentForm, instrument: Instrument | None = None, status: int = 200
) -> Response:
    navigation.within(network)
    stored = None
    if status == 409 and instrument is not None:
        db.session.expire_all()
        stored = InstrumentForm(formdata=None)
        stored.show(contents.read(instrument.versions[-1].content), instrument.version)
        form.version.move_to(instrument.version)
    page = render_template(
        "assessments/edit.html", network=network, form=form, instrument=instrument, stored=stored
    )
    return make_response(page, status)


def _url(endpoint: str, instrument: Instrument) -> str:
    return url_for(endpoint, network_slug=instrument.network.slug, instrument_id=instrument.id)
