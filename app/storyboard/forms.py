"""The form in which a team arranges its storyboard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField

from app.conflicts import Difference
from app.guarded import Guarded
from app.plain_fields import TicksField, VersionField, prose
from app.storyboard.arrangement import TITLES, Arrangement
from app.storyboard.models import Part
from app.storyboard.queries import Voice

LONGEST = 280


class ArrangeForm(Guarded):
    """A box and a sentence for each part, and the quotes."""

    quotes = TicksField("Quotes to show")
    version = VersionField()

    def offer(self, voices: Iterable[Voice]) -> None:
        """Let the team choose among these quotes."""
        self.quotes.choices = [(str(each.id), f"“{each.text}” {each.who}") for each in voices]

    def box(self, part: Part) -> Any:
        """The box of a part."""
        return self[f"show_{part.value}"]

    def sentence(self, part: Part) -> Any:
        """The sentence of a part."""
        return self[f"say_{part.value}"]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        for part in Part:
            field = self.sentence(part)
            if len(field.data or "") > LONGEST:
                field.errors = [*field.errors, f"Keep this under {LONGEST} characters."]
                sound = False
        return sound

    @property
    def hidden(self) -> frozenset[Part]:
        """The parts whose box is not ticked."""
        return frozenset(part for part in Part if not self.box(part).data)

    @property
    def sentences(self) -> dict[Part, str]:
        """What was typed, on one line each."""
        return {part: " ".join((self.sentence(part).data or "").split()) for part in Part}

    def show(self, stored: Arrangement) -> None:
        """Fill the form with what is stored."""
        for part in Part:
            self.box(part).data = stored.shows(part)
            self.sentence(part).data = stored.says(part)
        self.quotes.data = [str(each) for each in sorted(stored.quote_ids)]
        self.version.data = str(stored.version)

    def against(self, stored: Arrangement) -> list[Difference]:
        """What differs from what is stored now; saving again replaces it knowingly."""
        typed = Arrangement(
            self.hidden,
            {part: text for part, text in self.sentences.items() if text},
            frozenset(self.quotes.ids),
        )
        found = []
        for part in Part:
            pairs = [
                (f"{TITLES[part]}, shown", _yes(stored.shows(part)), _yes(typed.shows(part))),
                (TITLES[part], stored.says(part), typed.says(part)),
            ]
            found += [
                Difference(label, now or "nothing", mine or "nothing")
                for label, now, mine in pairs
                if now != mine
            ]
        if stored.quote_ids != typed.quote_ids:
            counts = [f"{len(each.quote_ids)} chosen" for each in (stored, typed)]
            found.append(Difference("Quotes", *counts))
        self.version.move_to(stored.version)
        return found


for _part in Part:
    setattr(ArrangeForm, f"show_{_part.value}", BooleanField(f"Show “{TITLES[_part]}”"))
    setattr(
        ArrangeForm,
        f"say_{_part.value}",
        prose(f"In your words: {TITLES[_part]}", render_kw={"rows": 2, "maxlength": LONGEST}),
    )


def _yes(value: bool) -> str:  # noqa: FBT001  # a word for a value
    return "yes" if value else "no"
