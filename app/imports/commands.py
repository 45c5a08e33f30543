"""`flask import observations`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.imports.columns import Columns
from app.imports.doing import Report
from app.imports.problems import WrongFileError
from app.imports.progress import Tick
from app.imports.services import Wishes, import_observations
from app.measures.models import DataKind, Measure
from app.networks.models import Network
from app.strata.models import Breakdown
from app.strata.queries import breakdowns_of_measure

commands = AppGroup("import", help="Bring data in from files.")


@contextmanager
def progress_bar(step: str, parts: int) -> Iterator[Tick]:
    """A progress bar on a terminal; a line elsewhere."""
    with click.progressbar(length=max(parts, 1), label=f"{step:<26}", file=sys.stderr) as bar:
        waiting = 0

        def tick(done: int) -> None:
            nonlocal waiting
            waiting += done
            if waiting >= 200:
                bar.update(waiting)
                waiting = 0

        yield tick
        bar.update(max(bar.length or 0, 1) - bar.pos)


def _pair(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> object:
    pairs = [text.partition("=") for text in given]
    for column, sign, _ in pairs:
        if not sign or not column:
            raise click.BadParameter("Write it as column=text, for example type=1.")
    return tuple((column.strip(), text.strip()) for column, _, text in pairs)


@commands.command("observations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--network", required=True, metavar="SLUG", help="The network, as in its address.")
@click.option(
    "--measure",
    metavar="SLUG",
    help="The measure, as in its address; not needed where the network shares just one.",
)
@click.option("--team-column", required=True, metavar="NAME", help="Column that names the team.")
@click.option("--period-column", required=True, metavar="NAME", help="Column that holds the date.")
@click.option("--numerator", metavar="NAME", help="Column of the numerator.")
@click.option("--denominator", metavar="NAME", help="Column of the denominator.")
@click.option("--value", metavar="NAME", help="Column of a count or single value.")
@click.option(
    "--events", metavar="NAME", help="Column of how many events there were on the day; else one."
)
@click.option(
    "--where",
    multiple=True,
    callback=_pair,
    metavar="COLUMN=TEXT",
    help="Take only rows with this text in this column. May be given several times.",
)
@click.option("--stratum-column", metavar="NAME", help="Column that names the group within a team.")
@click.option(
    "--breakdown",
    metavar="NAME",
    help="What the groups are of; not needed where the measure is reported by just one.",
)
@click.option("--note", metavar="TEXT", help="Who is missing where groups add up to less.")
@click.option("--note-column", metavar="NAME", help="Column of what is noted about a number.")
@click.option("--create-teams", is_flag=True, help="Make the teams that the network lacks.")
@click.option("--team-name-column", metavar="NAME", help="Column with the name of a team so made.")
@click.option(
    "--date-format",
    metavar="FORMAT",
    help="How dates are written, where that is not plain: %m/%d/%Y or %d/%m/%Y.",
)
@click.option(
    "--update", is_flag=True, help="Replace stored numbers that differ; what they were is kept."
)
def observations(file: Path, **given: Any) -> None:
    """Import one measure's observations from a CSV, TSV or XLSX file.

    Rows of the same team and period are summed. A file with anything wrong in it changes
    nothing; what is wrong is named by row and column.
    """
    measure = _find_measure(given["network"], given["measure"])
    named = (given["numerator"] is not None) + (given["value"] is not None)
    if named != 1 and not (named == 0 and measure.data_kind is DataKind.EVENTS):
        raise click.UsageError(
            "Name the numbers' column: --numerator and --denominator, or --value."
        )
    columns = Columns(
        team=given["team_column"],
        period=given["period_column"],
        value=given["numerator"] or given["value"],
        denominator=given["denominator"],
        team_name=given["team_name_column"],
        stratum=given["stratum_column"],
        events=given["events"],
        note=given["note_column"],
    )
    wishes = Wishes(
        where=given["where"],
        date_format=given["date_format"],
        create_teams=given["create_teams"],
        update=given["update"],
        breakdown=_find_breakdown(measure, given["stratum_column"], given["breakdown"]),
        note=(given["note"] or "").strip(),
    )
    try:
        report = import_observations(
            file.read_bytes(),
            source=file.name,
            measure=measure,
            columns=columns,
            wishes=wishes,
            progress=progress_bar,
        )
    except WrongFileError as error:
        db.session.rollback()
        _show(error, file)
        sys.exit(1)
    db.session.commit()
    for line in lines_of(report):
        click.echo(line)


def _find_measure(network_slug: str, measure_slug: str | None) -> Measure:
    network = db.session.scalar(select(Network).where(Network.slug == network_slug))
    if network is None:
        there = ", ".join(db.session.scalars(select(Network.slug).order_by(Network.slug)))
        raise click.UsageError(f'No network "{network_slug}". There is: {there or "none yet"}.')
    measures = select(Measure).where(Measure.network_id == network.id)
    if measure_slug is None:
        shared = db.session.scalars(measures.where(Measure.team_id.is_(None))).all()
        if len(shared) == 1:
            return shared[0]
        there = ", ".join(sorted(one.slug for one in shared))
        raise click.UsageError(
            f"Say which measure: --measure SLUG. The network shares: {there or 'none yet'}."
        )
    found = db.session.scalar(measures.where(Measure.slug == measure_slug))
    if found is None:
        there = ", ".join(sorted(one.slug for one in db.session.scalars(measures)))
        raise click.UsageError(
            f'No measure "{measure_slug}" there. There is: {there or "none yet"}.'
        )
    return found


def _find_breakdown(measure: Measure, column: str | None, name: str | None) -> Breakdown | None:
    if column is None:
        if name is not None:
            raise click.UsageError("Name the groups' column too: --stratum-column NAME.")
        return None
    offered = breakdowns_of_measure(measure)
    found = [each for each in offered if name is None or each.name.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    there = ", ".join(each.name for each in offered)
    raise click.UsageError(
        f"Say what the groups are of: --breakdown NAME. {measure.name} is reported by: "
        f"{there or 'nothing yet'}."
    )


def _show(error: WrongFileError, file: Path) -> None:
    click.echo(f"{file.name} was not imported; nothing was changed.", err=True)
    for problem in error.problems:
        click.echo(f"  {problem}", err=True)
    more = error.total - len(error.problems)
    if more > 0:
        click.echo(f"  and {more:,} more.", err=True)


def lines_of(report: Report) -> Iterator[str]:
    """The report, a line for everything that happened."""
    yield f"Read {report.rows:,} rows."
    if report.filtered_out:
        yield f"  {report.filtered_out:,} left out by --where"
    if report.blank:
        yield f"  {report.blank:,} skipped: they hold no numbers"
    if report.summed:
        yield f"  {report.summed:,} added to another row of the same team and period"
    if report.nobody:
        yield f"  {report.nobody:,} teams' periods skipped: their denominator is 0"
    if report.lone_notes:
        yield f"  {report.lone_notes:,} notes not stored: no number is beside them"
    if report.first is not None and report.last is not None:
        teams = f"{report.teams:,} teams"
        if report.teams_created:
            teams += f", {report.teams_created:,} of them new"
        yield f"{teams}, {report.first:%B %Y} to {report.last:%B %Y}."
    yield (
        f"Stored {report.created:,} new observations, changed {report.updated:,}; "
        f"{report.unchanged:,} were there already."
    )
