"""Answering with a table as a file, and keeping in the audit that it was taken."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request

from app import access, audit, clock
from app.extensions import Model, db
from app.networks.models import Network
from app.tables import csvfile, xlsx
from app.tables.book import Book

EXTENSIONS = ("csv", "xlsx")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES = {"csv": "CSV", "xlsx": "Excel"}


def answer(book: Book, extension: str, *, thing: Model, network: Network) -> Response:
    """The tables as a file; of CSV the one that the address asks for.

    That somebody took them stands in the network's audit before the file is handed out: who,
    which table of what, how many rows.
    """
    return answer_of(book, extension, [(thing, network)])


def answer_of(book: Book, extension: str, of: Iterable[tuple[Model, Network]]) -> Response:
    """The same of things of several networks, or of none: it stands in the audit of each."""
    sheet = book.sheet(request.args.get("sheet", ""))
    if sheet is None:
        access.not_found()
    if extension == "xlsx":
        content, name = xlsx.write(book, made_on=clock.today()), f"{book.name}.xlsx"
    else:
        content = csvfile.write(sheet)
        first = sheet is book.sheets[0]
        name = f"{book.name}.csv" if first else f"{book.name}-{sheet.key}.csv"
    if request.method == "GET":
        taken = {
            "table": book.title if extension == "xlsx" else f"{book.title}: {sheet.name}",
            "format": NAMES[extension],
            "rows": len(sheet.rows),
        }
        for thing, network in of:
            _keep(taken, thing, network)
    found = Response(content, content_type=TYPES[extension])
    found.headers.set("Content-Disposition", "attachment", filename=name)
    return found


def _keep(taken: dict[str, object], thing: Model, network: Network) -> None:
    """Append to the audit in a transaction of its own: that of the request may only read."""
    db.session.commit()
    db.session.connection(execution_options={"writes": True})
    audit.record(access.actor(), "download", thing, network=network, after=taken)
    db.session.commit()
