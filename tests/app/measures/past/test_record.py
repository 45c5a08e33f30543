"""What people do to a chart, replayed: each earlier moment gives the state that was stored then."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.measures import annotating, marking, periods, services
from app.measures.models import Annotation, DataKind, Frequency, SeriesPhase
from app.measures.past import queries as past
from app.measures.past.models import SeriesChange
from app.measures.past.revive import series_then
from app.measures.queries import load_for_page
from app.measures.removing import remove
from tests.factories import make_cast, make_measure, make_series


def stored(series):
    """What stands on the chart now, read from the tables that every page reads."""
    db.session.expire_all()
    return {
        "values": [
            (
                each.period,
                each.value,
                each.denominator,
                each.raw,
                each.note,
                each.excluded_because,
            )
            for each in series.observations
        ],
        "phases": [
            (each.starts_on, each.label, each.reason, each.baseline_points, each.created_by_id)
            for each in series.phases
        ],
        "notes": [(each.on, each.text) for each in series.annotations],
        "baseline": series.baseline_points,
    }


def as_it_was(series, moment):
    load_for_page(series)
    then = series_then(series, past.record(series).at(moment))
    return {
        "values": [
            (
                each.period,
                each.value,
                each.denominator,
                each.raw,
                each.note,
                each.excluded_because,
            )
            for each in then.observations
        ],
        "phases": [
            (each.starts_on, each.label, each.reason, each.baseline_points, each.created_by_id)
            for each in then.phases
        ],
        "notes": [(each.on, each.text) for each in then.annotations],
        "baseline": then.baseline_points,
    }


class Team:
    """People who do anything that the services offer, at random."""

    def __init__(self, cast, series, rng):
        self.cast, self.series, self.rng = cast, series, rng

    def act(self):
        acts = (
            self.enter, self.enter, self.enter, self.correct, self.correct, self.remove,
            self.exclude, self.take_back, self.start, self.change, self.unphase,
            self.annotate, self.reword, self.take_off, self.put_back,
        )  # fmt: skip
        try:
            with db.session.begin_nested():
                self.rng.choice(acts)()
        except (ServiceError, IndexError):
            db.session.expire_all()  # refused, or nothing there to do it to
        db.session.commit()

    def who(self):
        return self.rng.choice([self.cast.alice, self.cast.bob, self.cast.cora])

    def one(self, things):
        return self.rng.choice(list(things))

    def numbers(self):
        kind = self.series.measure.data_kind
        if kind is DataKind.EVENTS:
            return 1.0, self.rng.choice([None, 4.0, 9.0])
        below = self.rng.randint(20, 60)
        return float(self.rng.randint(0, below)), float(below)

    def day(self):
        return date(2024, self.rng.randint(1, 12), self.rng.randint(1, 28))

    def enter(self):
        value, below = self.numbers()
        note = self.rng.choice(["", "closed a week"])
        services.enter(self.who(), self.series, self.day(), value, below, note)

    def correct(self):
        each = self.one(self.series.observations)
        moved = self.day() if self.rng.random() < 0.3 else None
        services.correct(self.who(), each, *self.numbers(), "", "typo", period=moved)

    def remove(self):
        each = self.one(self.series.observations)
        remove(self.who(), each, "entered twice", version=each.version)

    def exclude(self):
        each = self.one(self.series.observations)
        marking.exclude(self.who(), each, "storm", version=self.series.version)

    def take_back(self):
        each = self.one(o for o in self.series.observations if o.excluded_because)
        marking.take_back(self.who(), each, "no storm", version=self.series.version)

    def start(self):
        each = self.one(self.series.observations)
        baseline = self.rng.choice([None, None, 2])
        marking.start_phase(
            self.who(), self.series, each.period, "Calls", baseline, "new work",
            version=self.series.version,
        )  # fmt: skip

    def change(self):
        each = self.one(self.series.observations)
        label, baseline = self.rng.choice(["", "Calls", "Visits"]), self.rng.choice([None, 2, 3])
        marking.change_phase(
            self.who(), self.series, each.period, label, baseline, "clearer",
            version=self.series.version,
        )  # fmt: skip

    def unphase(self):
        each = self.one(self.series.observations)
        marking.remove_phase(
            self.who(), self.series, each.period, "too soon", version=self.series.version
        )

    def annotate(self):
        each = self.one(self.series.observations)
        annotating.annotate(self.who(), self.series, each.period, f"Smoke {self.rng.random()}")

    def reword(self):
        note = self.one(self.series.annotations)
        annotating.change(self.who(), note, note.on, "Fire", version=note.version)

    def take_off(self):
        note = self.one(self.series.annotations)
        annotating.remove(self.who(), note, version=note.version)

    def put_back(self):
        gone = db.session.query(Annotation).filter(Annotation.removed_at.is_not(None)).all()
        annotating.put_back(self.who(), self.one(gone))


def replayed(measure_fields, seed, steps):
    cast = make_cast()
    measure = make_measure(cast.network, "own", **measure_fields)
    series = make_series(cast.team, measure)
    db.session.commit()
    team = Team(cast, series, random.Random(seed))
    moments = []
    for _ in range(steps):
        team.act()
        moments.append((now(), stored(series)))
    assert sum(one[1] != two[1] for one, two in pairwise(moments)) > steps / 3
    db.session.expire_all()
    for moment, expected in moments:
        assert as_it_was(series, moment) == expected
    nothing = as_it_was(series, moments[0][0] - timedelta(days=1))
    assert nothing == {"values": [], "phases": [], "notes": [], "baseline": None}


@pytest.mark.parametrize("seed", range(6))
def test_each_earlier_moment_gives_the_state_that_was_stored_then(app, seed):
    replayed({}, seed, 60)


def test_events_that_move_to_another_day_stand_where_they_stood(app):
    fields = {"data_kind": DataKind.EVENTS, "frequency": Frequency.EVENT, "chart": "t", "unit": ""}
    replayed(fields, "events", 60)


@pytest.mark.both_databases
def test_each_database_gives_back_what_it_was_given(app):
    replayed({}, "both", 40)


def test_a_value_that_is_removed_keeps_what_it_was_when_its_number_is_given_again(cast):
    series = make_series(cast.team, cast.measure, [(4, 40), (5, 40), (6, 40), (7, 40)])
    db.session.commit()
    last = series.observations[-1]
    marking.exclude(cast.alice, last, "storm", version=series.version)
    db.session.commit()
    left_out, before = now(), stored(series)
    remove(cast.alice, series.observations[-1], "entered twice", version=None)
    db.session.commit()
    removed, without = now(), stored(series)
    again = services.enter(cast.bob, series, date(2024, 4, 1), 9, 40)
    db.session.commit()
    # SQLite gives the highest number again; then the old exclusion must not fall on the new value.
    assert again.excluded_because is None
    assert as_it_was(series, left_out) == before
    assert as_it_was(series, removed) == without
    assert as_it_was(series, now()) == stored(series)


def test_what_was_marked_before_changes_were_kept_stands_from_when_it_was_made(cast):
    """Records of before: phases and annotations hold when they came, exclusions do not."""
    series = make_series(cast.team, cast.measure, [(4, 40), (5, 40), (6, 40), (7, 40)])
    made, gone = now() + timedelta(hours=1), now() + timedelta(hours=3)
    series.phases.append(SeriesPhase(starts_on=date(2024, 3, 1), reason="x", created_at=made))
    series.annotations.append(Annotation(on=date(2024, 2, 1), text="Smoke", created_at=made))
    taken = Annotation(on=date(2024, 2, 9), text="Fire", created_at=made, removed_at=gone)
    taken.series_id = series.id
    db.session.add(taken)
    series.observations[1].excluded_because = "storm"
    db.session.commit()
    assert db.session.query(SeriesChange).count() == 0
    load_for_page(series)
    record = past.record(series)
    early = record.at(made - timedelta(minutes=1))
    assert (early.of("phase"), early.of("annotation")) == ({}, {})
    assert early.undated == {("exclusion", str(series.observations[1].id)), ("definition", "")}
    assert len(record.at(made).of("phase")) == 1
    assert {each["text"] for each in record.at(made).of("annotation").values()} == {"Smoke", "Fire"}
    late = record.at(gone)
    assert {each["text"] for each in late.of("annotation").values()} == {"Smoke"}


def test_a_revived_series_is_no_new_record(cast):
    series = make_series(cast.team, cast.measure, [(4, 40), (5, 40)])
    db.session.commit()
    load_for_page(series)
    then = series_then(series, past.record(series).at(now()))
    assert then not in db.session
    assert not db.session.new
    assert not db.session.dirty
    assert periods.name(then.observations[0].period, then.measure.frequency) == "January 2024"
