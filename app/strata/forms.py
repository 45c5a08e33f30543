"""Forms of breakdowns, the threshold, and what a measure is broken down by."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from app.measures.models import Measure
from app.plain_fields import AnswerField, TicksField, line, prose, tidy
from app.strata.models import Breakdown
from app.strata.services import StratumWish
from app.suppression.cells import THRESHOLDS


class ThresholdForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """The threshold below which counts are hidden."""

    threshold = AnswerField(
        "Hide counts below",
        choices=[(str(each), str(each)) for each in THRESHOLDS],
        description="Zero is always shown. 11 is what the Centers for Medicare & Medicaid "
        "Services ask for.",
    )


class BreakdownForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """A breakdown's name, and the names of its groups."""

    name = line("People are grouped by", 80, DataRequired("Write what people are grouped by."))
    strata = prose(
        "Groups to add, one a line",
        description="In the order in which they are to be shown. Add Unknown where some do not say.",
        render_kw={"rows": 6},
    )
    retired = BooleanField("Retired: no measure takes it up, and nothing more is entered by it")
    version = HiddenField()

    @property
    def opened_at(self) -> int | None:
        """The version that the form was opened at."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def wishes(self, breakdown: Breakdown | None, typed: Mapping[str, str]) -> list[StratumWish]:
        """The groups that there are, as the form names them, then those to add."""
        found = [
            StratumWish(
                stratum.id,
                tidy(typed.get(f"name-{stratum.id}", stratum.name)),
                typed.get(f"retired-{stratum.id}") == "y",
            )
            for stratum in (breakdown.strata if breakdown else ())
        ]
        added = (tidy(each) for each in (self.strata.data or "").splitlines())
        return found + [StratumWish(None, each) for each in added if each]


class MeasureForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """What a measure is broken down by."""

    breakdowns = TicksField("Reported by")
    protects = BooleanField(
        "Hide small numbers of whole teams as well, not only of groups within a team"
    )

    population = line(
        "Whom it counts",
        120,
        description="Measures of the same people, such as “Children enrolled”, get the same words "
        "here: what one of them hides of a group, the others would give away. Empty, the name of "
        "the denominator is taken.",
    )

    def show(self, measure: Measure, current: list[Breakdown]) -> None:
        """Fill the form from what is stored."""
        self.breakdowns.data = [str(each.id) for each in current]
        self.protects.data = measure.protects_small_numbers
        self.population.data = measure.population
