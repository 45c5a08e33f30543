"""Where a definition changed: a flag on the chart, and a candidate for a new phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.measures import periods
from app.measures.models import Series
from app.measures.point import Opened, point_url
from app.measures.point_forms import PhaseForm


@dataclass(frozen=True, slots=True)
class Candidate:
    """A later version of the definition that holds from a period on the chart."""

    version: int
    period: date
    """The first point that is counted by it."""
    name: str
    has_phase: bool
    href: str
    """Where a phase can be started there; empty where it cannot or need not."""

    @property
    def sentence(self) -> str:
        """What the page says: "Definition version 3 from March 2026"."""
        return f"Definition version {self.version} from {self.name}"


def candidates(series: Series, *, may_mark: bool) -> tuple[Candidate, ...]:
    """The versions that begin inside the series; its observations and phases are loaded."""
    frequency = series.measure.frequency
    known = [each.period for each in series.observations]
    started = {periods.start_of(phase.starts_on, frequency) for phase in series.phases}
    found = []
    for version, day in series.measure.starts_of_versions:
        after = next((period for period in known if period >= day), None)
        if after is None or after == known[0]:
            continue
        has_phase = after in started or day in started
        href = ""
        if may_mark and not has_phase:
            href = point_url(series, after, definition=version, _anchor="point")
        found.append(Candidate(version, after, periods.name(day, frequency), has_phase, href))
    return tuple(found)


def opened(series: Series, period: date, version: int | None) -> Opened | None:
    """The form that starts a phase where a version of the definition begins, filled in."""
    for each in candidates(series, may_mark=True):
        if each.version == version and each.period == period and each.href:
            form = PhaseForm(
                name="start",
                formdata=None,
                label=f"Definition {version}",
                reason=f"{each.sentence}: the numbers mean something else since then.",
                version=str(series.version),
            )
            return Opened("start", form)
    return None
