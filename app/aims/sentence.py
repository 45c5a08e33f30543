"""The aim's sentence, composed from its fields.

"Cut the share of enrolled children who need an urgent asthma visit in a month from 15.2% to 8%
by June 30, 2026." Every field may be missing; the sentence stays English.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.aims.fields import AimFields, fields_of
from app.aims.models import Aim
from app.measures.models import Direction
from app.templating import long_date, number


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = _words(
    """
    achieve build bring close create cut decrease double eliminate end ensure
    establish expand
    get give grow halve have help improve increase keep lower make maintain move offer prevent
    provide raise reach reduce restore shorten start stop strengthen triple"""
)
"""A text that opens with one of these has its own verb."""

PREPOSITIONS = _words(
    """
    across after among around at before between by during for from in inside of on
    throughout
    under when where who whose with within without"""
)

OPENINGS = _words(
    """
    a access all an any attendance average awareness days each every how knowledge mean
    median
    minutes missed months no number numbers our patients percent percentage people proportion
    rate
    rates score scores share staff students the their time times trust use visits wait waits weeks
    willingness"""
)
"""First words that people write with a capital and that lose it inside a sentence."""

QUANTITIES = _words("number percent percentage proportion rate rates score share")
"""What is raised rather than increased."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the sentence; figures and the date carry weight on the page."""

    text: str
    strong: bool = False


def sentence(aim: Aim | AimFields, measure_name: str = "") -> str:
    """The aim as one sentence; "" where nothing says what will change."""
    return "".join(part.text for part in parts(aim, measure_name))


def parts(aim: Aim | AimFields, measure_name: str = "") -> tuple[Part, ...]:
    """The sentence in stretches. `measure_name` stands in where a draft has no loaded measure."""
    if isinstance(aim, Aim):
        measure_name = aim.measure.name if aim.measure else measure_name
        aim = fields_of(aim)
    what = _bare(aim.what)
    if not what:
        return ()
    found = [Part(_opening(what, aim) + _where(what, aim))]
    found += _figures(aim)
    by_measure = _measured(aim, measure_name)
    if by_measure:
        found.append(Part(by_measure))
    if aim.by_when:
        found += [Part(" by " if not by_measure else ", by "), Part(long_date(aim.by_when), True)]  # noqa: FBT003
    found.append(Part("."))
    return tuple(found)


def amount(value: float, unit: str, *, spell_unit: bool = True) -> str:
    """A number with its unit: "8%", "$40", "5.9 hours"; words of a unit may be left to the next."""
    text = number(value)
    if unit == "%":
        return f"{text}%"
    if unit in {"$", "€", "£"}:
        return f"{unit}{text}"
    return f"{text} {unit}" if unit and spell_unit else text


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0].lower().strip(",;:")


def _opening(what: str, aim: AimFields) -> str:
    if _first(what) in VERBS:
        return what[0].upper() + what[1:]
    return f"{_verb(what, aim)} {_inside(what)}"


def _verb(what: str, aim: AimFields) -> str:
    direction = aim.direction
    if direction is None and aim.baseline is not None and aim.target is not None:
        direction = Direction.UP if aim.target > aim.baseline else Direction.DOWN
    if direction is Direction.DOWN:
        return "Cut"
    if direction is Direction.UP:
        opening = {word.lower() for word in what.split()[:2]}
        return "Raise" if opening & QUANTITIES else "Increase"
    return "Change"


def _inside(text: str) -> str:
    return text[0].lower() + text[1:] if _first(text) in OPENINGS else text


def _where(what: str, aim: AimFields) -> str:
    said = what.lower()
    found = ""
    people, place = _bare(aim.population), _bare(aim.setting)
    if people and people.lower() not in said:
        found += " " + _led_by("among", people)
    if aim.exclusions.strip():
        without = _bare(aim.exclusions)
        if _first(without) in {"except", "excluding", "not", "without"}:
            found += f" ({without[0].lower()}{without[1:]})"
        else:
            found += f" (not counting {_inside(without)})"
    if place and place.lower() not in said:
        found += " " + _led_by("at", place)
    return found


def _led_by(word: str, text: str) -> str:
    if _first(text) in PREPOSITIONS:
        return text[0].lower() + text[1:]
    return f"{word} {_inside(text)}"


def _figures(aim: AimFields) -> list[Part]:
    unit = aim.unit.strip()
    found = []
    if aim.baseline is not None:
        first = amount(aim.baseline, unit, spell_unit=aim.target is None or len(unit) <= 2)
        found += [Part(" from "), Part(first, strong=True)]
    if aim.target is not None:
        found += [Part(" to "), Part(amount(aim.target, unit), strong=True)]
    return found


def _measured(aim: AimFields, measure_name: str) -> str:
    words = _bare(aim.measured_by)
    if not words and aim.target is None:
        words = _bare(measure_name)
    if not words:
        return ""
    return f", as measured by {_inside(words)}"
