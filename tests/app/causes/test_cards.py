"""Several rules that notice one event make one card."""

from datetime import date

from app.causes.cards import cards_of, open_cards
from app.causes.models import Cause, SignalCause
from app.clock import now
from app.measures.models import Frequency
from app.measures.reading import SignalLine


def line(rule, side, first, last, *, current=False):
    days = [date(2025, month, 1) for month in (first, last)]
    key = f"{rule} {days[0].isoformat()}"
    verdict = "improvement" if side == "down" else "concern"
    return SignalLine(key, rule, rule, "", verdict, side, *days, current, days[1])


def said(side, first, last):
    return SignalCause(
        side=side,
        first=date(2025, first, 1),
        last=date(2025, last, 1),
        cause=Cause.UNKNOWN,
        decided_at=now(),
    )


def spans(cards):
    return [(c.side, c.first.month, c.last.month, [each.rule for each in c.lines]) for c in cards]


def test_overlapping_signals_of_one_side_are_one_card_named_by_the_strongest():
    lines = [
        line("outside", "down", 7, 7),
        line("shift", "down", 3, 10),
        line("trend", "down", 9, 12),
    ]
    assert spans(cards_of(lines, ())) == [("down", 3, 12, ["outside", "shift", "trend"])]


def test_other_sides_and_other_times_are_other_cards_the_latest_first():
    lines = [
        line("shift", "down", 7, 12),
        line("outside", "up", 8, 8),
        line("outside", "down", 2, 2),
    ]
    assert [card.key for card in cards_of(lines, ())] == [
        "down-2025-07-01",
        "up-2025-08-01",
        "down-2025-02-01",
    ]


def test_signals_without_a_side_have_a_card_only_alone():
    crossings = line("crossings", None, 1, 12)
    assert spans(cards_of([crossings], ())) == [("either", 1, 12, ["crossings"])]
    both = cards_of([line("shift", "up", 2, 9), crossings], ())
    assert spans(both) == [("up", 2, 9, ["shift"])]


def test_a_decision_stays_when_the_first_point_moves():
    decision = said("down", 4, 9)
    lines = [line("shift", "down", 6, 12)]
    assert cards_of(lines, [decision])[0].decision is decision


def test_a_decision_on_the_other_side_or_before_is_of_another_signal():
    others = [said("up", 6, 9), said("down", 1, 5)]
    assert cards_of([line("shift", "down", 6, 12)], others)[0].decision is None


def test_only_what_holds_or_held_lately_waits():
    lines = [line("shift", "down", 7, 12), line("outside", "up", 6, 6), line("outside", "up", 7, 7)]
    cards = cards_of(lines, [])
    december = date(2025, 12, 1)
    # Six months back from December is July; the two high months are apart.
    waiting = open_cards(cards, december, Frequency.MONTH)
    assert [(card.side, card.first.month) for card in waiting] == [("down", 7), ("up", 7)]
    decided = cards_of(lines, [said("down", 7, 12)])
    assert [card.side for card in open_cards(decided, december, Frequency.MONTH)] == ["up"]
