"""An earlier state follows from the present one and the changes since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.measures.past.state import Change, Difference, State, Value, differences, state_at

START = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = [("value", "1"), ("value", "2"), ("phase", "2025-04-01"), ("exclusion", "1")]


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),  # minutes since the change before; several may share a moment
            st.sampled_from(KEYS),
            st.none() | st.integers(0, 5),
        ),
        max_size=40,
    ),
    st.integers(0, 130),
)
def test_every_earlier_state_is_as_it_was_stored_then(steps, minute):
    stored, changes, clock = {}, [], 0
    states = {0: {}}
    for wait, key, content in steps:
        clock += wait
        changes.append(Change(at(clock), key, stored.get(key), content))
        stored = {**stored, key: content}
        if content is None:
            del stored[key]
        states[clock] = stored
    expected = states[max(each for each in states if each <= minute)]
    assert state_at(stored, changes, at(minute)).things == expected


def test_it_takes_changes_in_any_order_of_their_moments():
    first = Change(at(1), ("value", "1"), None, 3)
    second = Change(at(5), ("value", "1"), 3, 4)
    for changes in ([first, second], [second, first]):
        assert state_at({("value", "1"): 4}, changes, at(4)).things == {("value", "1"): 3}


def test_a_change_counts_at_its_own_moment_and_not_before():
    changes = [Change(at(5), ("value", "1"), None, 3)]
    now = {("value", "1"): 3}
    assert state_at(now, changes, at(5)).things == now
    assert state_at(now, changes, at(5) - timedelta(microseconds=1)).things == {}


def test_what_no_record_dates_stands_throughout_and_is_named():
    now = {("exclusion", "1"): "closed", ("value", "1"): 3}
    changes = [Change(at(5), ("value", "1"), None, 3)]
    state = state_at(now, changes, at(1))
    assert state.things == {("exclusion", "1"): "closed"}
    assert state.undated == {("exclusion", "1")}
    assert state_at(now, changes, at(6)).undated == {("exclusion", "1")}


def test_differences_are_counted_by_kind():
    one = Value(date(2025, 1, 1), 3.0, 40.0)
    then = State({("value", "1"): one, ("value", "2"): one, ("phase", "a"): 1})
    now = State({("value", "1"): one, ("value", "3"): one, ("phase", "a"): 2, ("phase", "b"): 1})
    assert differences(then, now) == {
        "value": Difference(came=1, went=1),
        "phase": Difference(came=1, changed=1),
    }
    assert differences(now, now) == {}
