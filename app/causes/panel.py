"""A signal card ready for its template: on its own page, on the chart's page and in My work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app import access
from app.access import May
from app.causes.cards import Card
from app.causes.forms import CauseForm, form_for
from app.causes.models import Cause, SignalCause
from app.causes.queries import Suspects, suspects_of
from app.measures.addresses import series_url
from app.measures.charts import SeriesChart
from app.templating import long_date

WORDS = {
    Cause.OUR_CHANGE: "Our change",
    Cause.SOMETHING_ELSE: "Something else",
    Cause.DATA_ARTIFACT: "The data are wrong",
    Cause.UNKNOWN: "We do not know",
}


@dataclass(frozen=True, slots=True)
class CardPanel:
    """One card with its form, as the person may use it."""

    card: Card
    suspects: Suspects
    form: CauseForm
    action: str
    may_decide: bool
    may_confirm: bool
    also: str
    """The other rules that noticed the same: "Also: trend, two of three."."""
    is_conflict: bool = False

    @property
    def said(self) -> str:
        """What the team said, in a sentence."""
        return told(self.card.decision) if self.card.decision else ""

    def with_form(self, form: CauseForm) -> CardPanel:
        """The same with what was typed."""
        return replace(self, form=form)

    def with_conflict(self, typed: CauseForm | None) -> CardPanel:
        """The same with what was typed against an older version; saving again replaces it."""
        form = typed or self.form
        form.version.move_to(self.card.decision.version if self.card.decision else 0)
        return replace(self, form=form, is_conflict=True)


def panel_of(chart: SeriesChart, card: Card, form: CauseForm | None = None) -> CardPanel:
    """Put a card's parts together for the signed-in person."""
    also = [line.title.split(",")[0].lower() for line in card.lines[1:]]
    return CardPanel(
        card=card,
        suspects=suspects_of(chart, card),
        form=form or form_for(card.decision),
        action=card_url(chart, card),
        may_decide=access.may(May.ENTER_DATA, chart.series),
        may_confirm=access.may(May.COACH_TEAM, chart.series),
        also=f"Also noticed by: {', '.join(dict.fromkeys(also))}." if also else "",
    )


def card_url(chart: SeriesChart, card: Card) -> str:
    """The address of a card."""
    day = card.first.isoformat()
    return series_url(chart.series, "causes.show", side=card.side, day=day)


def told(decision: SignalCause) -> str:
    """A decision in a sentence: "Our change: cycles 3 and 4. Calls began. Marisol, May 3."."""
    parts = [cause_words(decision), decision.note.rstrip("."), _who(decision)]
    if decision.confirmed_by:
        parts.append(f"Confirmed by {decision.confirmed_by.name}")
    return ". ".join(part for part in parts if part) + "."


def cause_words(decision: SignalCause, *, cycles: bool = True) -> str:
    """The cause alone: "Our change: cycles 3 and 4"; which cycles only where `cycles` says so."""
    words = WORDS[decision.cause]
    numbers = [str(cycle.number) for cycle in decision.named] if cycles else []
    if not numbers:
        return words
    named = " and ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]]))
    return f"{words}: cycle{'s' if len(numbers) > 1 else ''} {named}"


def _who(decision: SignalCause) -> str:
    name = decision.decided_by.name if decision.decided_by else "Somebody"
    return f"{name}, {long_date(decision.decided_at.date())}"
