"""`flask networks`: networks, from the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts import queries as people
from app.errors import ServiceError
from app.extensions import db
from app.networks import services

networks = AppGroup("networks", help="Make networks.")


@networks.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="The name that people read.")
@click.option("--backbone", required=True, help="Email address of whoever runs it.")
def create(slug: str, name: str, backbone: str) -> None:
    """Make the network SLUG, which names it in addresses: /networks/SLUG."""
    person = people.by_email(backbone)
    if person is None:
        raise click.ClickException(
            f"Nobody here has the address {backbone}. First: flask users create {backbone} --name ..."
        )
    try:
        network = services.create_network(None, slug, name, backbone=person)
    except ServiceError as error:
        raise click.ClickException(error.message) from error
    db.session.commit()
    click.echo(f"{network.name} is at /networks/{network.slug}; {person.name} runs it.")
