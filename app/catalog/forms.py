"""The forms of a measure's definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, ValidationError

from app.addresses import LARGEST
from app.catalog.fields import ITEMS
from app.conflicts import Difference, differences
from app.guarded import Guarded
from app.measures.kinds import CHART_NAMES, KINDS, RULES_OF_RUNS, RULES_WITH_LIMITS, default_rules
from app.measures.models import DataKind, Direction, Frequency, Measure, MeasureRole, Sharing
from app.measures.passport import rules_name
from app.plain_fields import ChoiceField, DayField, NumberField, TicksField, line, prose

ROLES = [
    ("outcome", "Outcome: what the work is for"),
    ("process", "Process: whether the change happens"),
    ("balancing", "Balancing: what might get worse meanwhile"),
]
FREQUENCIES = [
    ("week", "Every week"),
    ("month", "Every month"),
    ("quarter", "Every quarter"),
    ("event", "Event by event"),
]
SHARINGS = [
    ("open", "Every team of the network sees every team’s chart"),
    ("choice", "Each team chooses: by name, by a code, or not at all"),
    ("blinded", "By a code, until a team opens its own"),
    ("closed", "Each team and its coach see their own chart only"),
]
ENUMS = {
    "role": MeasureRole,
    "data_kind": DataKind,
    "direction": Direction,
    "frequency": Frequency,
    "sharing": Sharing,
}
WHOLE = {"due_days": 90, "baseline_points": 999, "smallest_denominator": 100_000}
"""Fields of whole numbers and the highest that makes sense."""
PREFILLED = frozenset(
    {"data_kind", "chart", "rules", "frequency", "direction", "unit", "multiplier"}
)
"""What the assistant hands on."""


def _charts() -> list[tuple[str, str]]:
    """Every chart with the kinds of data that it fits."""
    fits: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for chart in kind.charts:
            fits.setdefault(chart, []).append(kind.name.split(":")[0].lower())
    listed = [
        (name, f"{CHART_NAMES[name]} (for {'; '.join(kinds)})") for name, kinds in fits.items()
    ]
    return [("", "The one that fits the kind of data best"), *listed]


class DefinitionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """A measure's whole definition."""

    version = HiddenField()
    name = line("Name", 120, DataRequired("Write the measure’s name."))
    role = ChoiceField("Role", choices=ROLES, default="outcome")
    purpose = prose(
        "Purpose",
        description="Why it is measured, and what is decided by it.",
        render_kw={"rows": 2},
    )
    strategies = TicksField("Strategies it tells about")
    data_kind = ChoiceField(
        "Kind of data",
        choices=[(kind.value, f"{KINDS[kind].name} ({KINDS[kind].example})") for kind in KINDS],
        default=DataKind.PROPORTION.value,
    )
    definition = prose(
        "Operational definition",
        description="So exact that two people who count the same month come to the same number.",
        render_kw={"rows": 4},
    )
    numerator_label = line(
        "Numerator, or what is counted or measured",
        120,
        description="It names the entry field, such as “Had an urgent visit”.",
    )
    denominator_label = line(
        "Denominator",
        120,
        description="Out of what, or per what; only of a share or a rate.",
    )
    inclusions = prose("Who or what is included", render_kw={"rows": 2})
    exclusions = prose("Who or what is left out", render_kw={"rows": 2})
    unit = line("Unit", 40, description="Such as %, minutes, or per 1,000 patient days.")
    multiplier = NumberField(
        "Multiply by", description="100 for percent, 1000 for per thousand, else 1.", default=1.0
    )
    direction = ChoiceField(
        "Which way is better",
        choices=[
            ("", "Neither by itself"),
            ("up", "Higher is better"),
            ("down", "Lower is better"),
        ],
    )
    target = NumberField("Target", description="As it shows on the chart: 8 for 8%.")
    target_on = DayField("By when")
    frequency = ChoiceField("How often", choices=FREQUENCIES, default="month")
    due_days = NumberField("Due, days after the period ends", default=10)
    source = line("Source", 200, description="Where the numbers come from.")
    collector = line("Collected by", 200, description="Who counts and enters, as a role.")
    sampling = prose(
        "Sampling",
        description="How a sample is drawn; empty where everybody is counted.",
        render_kw={"rows": 2},
    )
    chart = ChoiceField("Chart", choices=_charts())
    rules = ChoiceField(
        "Rules",
        choices=[
            ("default", "The chart’s own: Perla’s for run charts, IHI’s for the others"),
            *(
                (name, rules_name(name))
                for name in dict.fromkeys((*RULES_OF_RUNS, *RULES_WITH_LIMITS))
            ),
        ],
        default="default",
    )
    baseline_points = NumberField(
        "Freeze the limits on the first", description="Points; empty uses all of them."
    )
    sharing = ChoiceField("Who sees each team’s chart", choices=SHARINGS, default="open")
    smallest_denominator = NumberField(
        "Smallest number shown",
        description="Points over fewer are hidden from everybody but the team and its coach.",
        default=0,
    )
    link = line("Full specification", 300, description="Its address on the web, if there is one.")
    reason = line("Why it is changed", 500)
    starts_on = DayField("The new definition holds from")
    wording_only = BooleanField("Only the wording changes; the numbers mean the same as before")

    def offer(self, strategies: Iterable[tuple[str, str]]) -> None:
        """Fill the choices that the network gives."""
        self.strategies.choices = list(strategies)

    def values(self) -> dict[str, Any]:
        """What the form holds, as the measure keeps it."""
        found = {item.name: self._value(item.name) for item in ITEMS}
        if not found["chart"]:
            found["chart"] = KINDS[found["data_kind"]].charts[0]
        if found["rules"] == "default":
            found["rules"] = default_rules(found["chart"])
        return found

    def _value(self, name: str) -> Any:
        data = self[name].data
        if name in ENUMS:
            return ENUMS[name](data) if data else None
        if name in WHOLE:
            empty = None if name == "baseline_points" else 0
            return empty if data is None else int(data)
        if name in {"target", "target_on"}:
            return data
        return (1.0 if data is None else data) if name == "multiplier" else data or ""

    def show(self, measure: Measure) -> None:
        """Fill the form from a measure."""
        for name, value in self._stored(measure).items():
            self[name].data = value
        self.strategies.data = [str(each.id) for each in measure.strategies]
        self.version.data = str(measure.version)

    def lay_beside(self, measure: Measure) -> list[Difference]:
        """After a conflict: what is stored now where it differs. Saving again takes its place."""
        self.version.data = str(measure.version)
        return differences(self._stored(measure), self)

    def _stored(self, measure: Measure) -> dict[str, Any]:
        found = {}
        for item in ITEMS:
            value = getattr(measure, item.name)
            found[item.name] = value.value if item.name in ENUMS and value else value
        return found

    def prefill(self, chosen: Mapping[str, str]) -> None:
        """Take over what the assistant proposed; whatever is no choice is left as it is."""
        for name in PREFILLED & set(chosen):
            field, text = self[name], chosen[name]
            if isinstance(field, ChoiceField):
                if text in {value for value, *_ in field.iter_choices()}:
                    field.data = text
            elif name == "multiplier":
                field.data = float(text) if text in {"1", "100", "1000"} else 1.0
            else:
                field.data = text[:40]

    def validate_role(self, field: Any) -> None:
        """A measure has one of the three roles."""
        if not field.data:
            raise ValidationError("Choose what the measure is for.")

    def validate_data_kind(self, field: Any) -> None:
        """Everything else follows from the kind of data."""
        if not field.data:
            raise ValidationError("Choose what one observation is.")

    def validate_frequency(self, field: Any) -> None:
        """A measure has its pace."""
        if not field.data:
            raise ValidationError("Choose how often.")

    def validate_sharing(self, field: Any) -> None:
        """Somebody decides who sees it."""
        if not field.data:
            raise ValidationError("Choose who sees it.")

    def validate_due_days(self, field: Any) -> None:
        """A whole number of days."""
        _whole(field)

    def validate_baseline_points(self, field: Any) -> None:
        """A whole number of points."""
        _whole(field)

    def validate_smallest_denominator(self, field: Any) -> None:
        """A whole number."""
        _whole(field)

    @property
    def ids(self) -> list[int]:
        """The strategies that were ticked."""
        return self.strategies.ids

    @property
    def opened_at(self) -> int | None:
        """The version that the form was opened at."""
        return _version(self.version.data)


class RetireForm(Guarded):
    """Why a measure is retired."""

    version = HiddenField()
    reason = line("Why", 500, DataRequired("Say in a few words why. Teams read it."))

    @property
    def opened_at(self) -> int | None:
        """The version that the form was opened at."""
        return _version(self.version.data)


class StopForm(RetireForm):
    """From when a team reports a measure no longer, and why."""

    last = DayField("Last day that is still reported")
    reason = line("Why", 500, DataRequired("Say in a few words why. It is kept with your name."))


def _version(text: str | None) -> int | None:
    known = text or ""
    return int(known) if known.isdecimal() and len(known) <= len(str(LARGEST)) else None


def _whole(field: Any) -> None:
    most = WHOLE[field.short_name]
    if field.data is not None and not (0 <= field.data <= most and field.data == int(field.data)):
        raise ValidationError(f"Write a whole number from 0 to {most:,}.")
