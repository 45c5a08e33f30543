"""Forms of the network's frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.conflicts import Difference, differences
from app.extensions import Model
from app.plain_fields import ChoiceField, line, prose


class Versioned(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """A form that knows which version of the record it was opened at."""

    version = HiddenField()
    FIELDS: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """What the form holds, as the record keeps it."""
        return {name: _kept(self[name]) for name in self.FIELDS}

    def show(self, thing: Model) -> None:
        """Fill the form from a record."""
        for name in self.FIELDS:
            value = getattr(thing, name)
            self[name].data = str(value) if isinstance(value, int) else value
        self.version.data = str(getattr(thing, "version", ""))

    def lay_beside(self, thing: Model) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.data = str(getattr(thing, "version", ""))
        return differences({name: getattr(thing, name) for name in self.FIELDS}, self)

    @property
    def opened_at(self) -> int | None:
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None


class NetworkForm(Versioned):
    """A network's name, aim and story."""

    name = line("Name", 120, DataRequired("Write the network’s name."))
    global_aim = prose(
        "Global aim",
        description="What the whole network wants to change, for whom, and by when.",
        render_kw={"rows": 3},
    )
    about = prose(
        "About",
        description="Who belongs, how it began, how the teams work together.",
        render_kw={"rows": 5},
    )
    attribution = prose(
        "Where the data come from",
        description="Where a license asks that the source be named; it stands under the network’s page.",
        render_kw={"rows": 2},
    )

    FIELDS = ("name", "global_aim", "about", "attribution")


class StrategyForm(Versioned):
    """A strategy of the common agenda."""

    name = line("Name", 200, DataRequired("Write what the strategy is."))
    description = prose(
        "Description", description="What is done, and why it should help.", render_kw={"rows": 4}
    )
    lead_id = ChoiceField("Lead")
    coach_id = ChoiceField("Coach")

    FIELDS = ("name", "description", "lead_id", "coach_id")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        choices = [("", "Nobody yet"), *people]
        self.lead_id.choices = choices
        self.coach_id.choices = choices


class GroupForm(Versioned):
    """A working group."""

    name = line("Name", 200, DataRequired("Write the group’s name."))
    purpose = prose("Purpose", description="What the group is for.", render_kw={"rows": 3})
    strategy_id = ChoiceField("Strategy it serves")
    parent_id = ChoiceField("Part of")

    FIELDS = ("name", "purpose", "strategy_id", "parent_id")

    def offer(
        self, strategies: Iterable[tuple[str, str]], groups: Iterable[tuple[str, str]]
    ) -> None:
        self.strategy_id.choices = [("", "None in particular"), *strategies]
        self.parent_id.choices = [("", "The network itself"), *groups]


class TeamForm(FlaskForm):  # type: ignore[misc]  # as above
    """A new team."""

    name = line("Name", 120, DataRequired("Write the team’s name."))
    place = line("Place", 120, description="Clinic, school or neighborhood.")
    working_group_id = ChoiceField("Working group")
    lead_email = line(
        "Email address of the lead",
        255,
        description="Somebody of this network leads at once; for anybody else you get a link to pass on.",
        render_kw={"type": "email", "autocapitalize": "none"},
    )

    def offer(self, groups: Iterable[tuple[str, str]]) -> None:
        self.working_group_id.choices = [("", "None yet"), *groups]


class RoleForm(FlaskForm):  # type: ignore[misc]  # as above
    """A person, by email address, and the role they shall have."""

    email = line(
        "Email address",
        255,
        DataRequired("Write the person’s email address."),
        render_kw={"type": "email", "autocapitalize": "none", "autocomplete": "off"},
    )
    role = ChoiceField("Role", validators=[DataRequired("Choose a role.")])

    def offer(self, roles: Iterable[tuple[str, str]]) -> None:
        self.role.choices = list(roles)


def _kept(field: Any) -> Any:
    return field.id_value if isinstance(field, ChoiceField) else field.data or ""
