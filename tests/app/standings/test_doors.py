"""Whatever changes a series brings its standing up to date, so that a rebuild finds nothing."""

from __future__ import annotations

import random
from datetime import date, timedelta
from threading import Thread
from time import sleep

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.clock import now
from app.errors import ServiceError
from app.extensions import db
from app.measures import many, marking, periods, removing, services
from app.measures.many import Wish
from app.measures.models import Observation, Series
from app.measures.values import Entered
from app.standings.models import SeriesStanding
from app.standings.renewing import KEPT, renew
from tests.databases import close
from tests.factories import make_measure, make_series

TABLE = SeriesStanding.__table__
FLAT = [(24, 240), (30, 240), (21, 240), (27, 240), (33, 240), (25, 240)] * 3
LOW = [(9, 240)] * 9
pytestmark = pytest.mark.both_databases


def kept():
    db.session.commit()
    rows = db.session.execute(sa.select(TABLE).order_by(TABLE.c.series_id))
    return {row.series_id: row._asdict() for row in rows}


def anew():
    """What a rebuild from nothing makes, without when it was seen first."""
    ids = db.session.scalars(sa.select(Series.id)).all()
    db.session.execute(sa.delete(SeriesStanding))
    renew(ids)
    return timeless(kept())


def timeless(rows):
    found = {}
    for key, row in rows.items():
        signals = [{k: v for k, v in each.items() if k != "seen_at"} for each in row["signals"]]
        found[key] = row | {"signals": signals, "changed_at": None}
    return found


def standing_of(series):
    return kept()[series.id]


def test_the_first_values_make_one(cast):
    series = make_series(cast.team, cast.measure, FLAT + LOW)
    found = standing_of(series)
    assert found["verdict"] == "improvement"  # lower is better
    assert found["direction"] == "down"
    assert found["latest_period"] == date(2026, 3, 1)
    assert found["latest_value"] == pytest.approx(3.75)
    assert found["recent"] == pytest.approx(3.75)
    assert found["points"] == 27
    assert {each["rule"] for each in found["signals"]} >= {"shift"}


def test_a_series_without_values_has_one_as_well(cast):
    series = make_series(cast.team, cast.measure)
    found = standing_of(series)
    assert (found["verdict"], found["signals"], found["points"]) == ("too_young", [], 0)


def test_a_value_that_is_stored_is_known_at_once(cast):
    series = make_series(cast.team, cast.measure, FLAT, date(2024, 1, 1))
    before = standing_of(series)
    services.enter(cast.alice, series, date(2025, 7, 1), 200, 240)
    after = standing_of(series)
    assert (before["verdict"], after["verdict"]) == ("no_signal", "concern")
    assert after["signals"][0]["rule"] == "outside"
    assert after["changed_at"] > before["changed_at"]
    assert before["inputs"] != after["inputs"]
    assert before["method"] == after["method"]


def test_a_signal_keeps_the_moment_at_which_it_was_first_seen(cast):
    series = make_series(cast.team, cast.measure, FLAT + LOW, date(2023, 1, 1))
    first = standing_of(series)["signals"]
    services.enter(cast.alice, series, date(2025, 4, 1), 9, 240)
    later = standing_of(series)["signals"]
    shift = next(each for each in first if each["current"] and each["rule"] == "shift")
    grown = next(each for each in later if each["current"] and each["rule"] == "shift")
    assert grown["last"] > shift["last"]
    assert grown["seen_at"] == shift["seen_at"]


def test_of_two_who_store_at_once_the_second_reads_what_the_first_stored(cast, app):
    """The other begins to commit while this one holds the row, and waits for it."""
    series_id = make_series(cast.team, cast.measure, FLAT).id
    alice_id = cast.alice.id
    db.session.commit()

    def other():
        with app.app_context():
            alice, series = db.session.get(User, alice_id), db.session.get(Series, series_id)
            services.enter(alice, series, date(2025, 8, 1), 21, 240)
            db.session.commit()
            close()

    services.enter(cast.alice, db.session.get(Series, series_id), date(2025, 7, 1), 20, 240)
    renew([series_id])
    thread = Thread(target=other)
    thread.start()
    sleep(0.5)
    assert thread.is_alive()
    db.session.commit()
    thread.join(10)
    assert kept()[series_id]["points"] == 20


def test_what_is_rolled_back_is_forgotten(cast):
    series = make_series(cast.team, cast.measure, FLAT)
    before = standing_of(series)
    services.enter(cast.alice, series, date(2025, 7, 1), 200, 240)
    db.session.rollback()
    assert standing_of(series) == before


def test_a_new_method_reaches_every_series_of_the_measure(cast):
    mine = make_series(cast.team, cast.measure, FLAT + LOW)
    theirs = make_series(cast.other_team, cast.measure, FLAT)
    before = kept()
    cast.measure.rules = "anhoej"
    after = kept()
    for each in (mine, theirs):
        assert before[each.id]["method"] != after[each.id]["method"]
        assert before[each.id]["inputs"] == after[each.id]["inputs"]
    assert timeless(after) == anew()


def test_other_words_of_a_measure_reach_none(cast):
    make_series(cast.team, cast.measure, FLAT)
    before = kept()
    cast.measure.name = "Visits"
    cast.measure.target = 4.0
    assert kept() == before


def test_rows_past_the_objects_are_noticed(cast):
    """An import writes into the table itself, and so may whoever mends a database."""
    series = make_series(cast.team, cast.measure, FLAT)
    before = standing_of(series)
    row = {"series_id": series.id, "value": 200.0, "denominator": 240.0, "version": 1, "note": ""}
    rows = [row | {"period": date(2025, 7, 1), "entered_at": now()}]
    db.session.execute(sa.insert(Observation.__table__), rows)
    assert standing_of(series)["verdict"] == "concern"
    db.session.execute(sa.delete(Observation).where(Observation.period == date(2025, 7, 1)))
    back = standing_of(series)
    assert timeless({1: back}) == timeless({1: before})


def test_a_series_that_is_gone_leaves_nothing(cast):
    series = make_series(cast.team, cast.measure, FLAT)
    assert kept()
    db.session.delete(series)
    assert kept() == {}


def test_after_any_changes_the_kept_rows_are_those_of_a_rebuild(cast):
    """Two hundred changes by chance, of every kind, in transactions of one to four changes."""
    chance = random.Random(7)
    runs = make_measure(cast.network, "calls", chart="run", rules="perla")
    counted = make_measure(
        cast.network, "falls", chart="c", rules="nhs", data_kind=data_kind("count"), multiplier=1.0
    )
    for measure in (cast.measure, runs):
        for team in (cast.team, cast.other_team):
            make_series(team, measure, FLAT[: chance.randint(0, 18)], date(2023, 1, 1))
    make_series(cast.team, counted, [(chance.randint(0, 9), None) for _ in range(20)])
    db.session.commit()
    done = set()
    for number in range(200):
        kinds = chance.sample(CHANGES, chance.randint(1, 4))
        for change in kinds:
            series = chance.choice(db.session.scalars(sa.select(Series)).all())
            try:
                if change(cast, series, chance):
                    done.add(change.__name__)
            except ServiceError:
                db.session.rollback()  # refused, as a page would refuse it
        if chance.random() < 0.1:
            db.session.rollback()
        else:
            db.session.commit()
        if number % 20 == 19:
            before = timeless(kept())
            assert before == anew(), (number, kinds)
    assert done == {change.__name__ for change in CHANGES}
    assert any(row["signals"] for row in kept().values())
    assert all(set(row) == {"series_id", *KEPT} for row in kept().values())


def data_kind(value):
    from app.measures.models import DataKind

    return DataKind(value)


def numbers(series, chance):
    if series.measure.has_denominator:
        below = chance.randint(150, 260)
        return float(chance.randint(0, below // chance.choice([2, 8]))), float(below)
    return float(chance.randint(0, 12)), None


def enter(cast, series, chance):
    last = max((each.period for each in series.observations), default=date(2023, 1, 1))
    period = periods.step(last, series.measure.frequency, chance.choice([1, 1, 1, 2]))
    if period > date(2025, 12, 1):
        return False
    services.enter(cast.alice, series, period, *numbers(series, chance))
    return True


def correct(cast, series, chance):
    if not series.observations:
        return False
    each = chance.choice(series.observations)
    value, below = numbers(series, chance)
    if (each.value, each.denominator) == (value, below):
        return False
    services.correct(cast.alice, each, value, below, "", "typed wrongly")
    return True


def remove(cast, series, chance):
    if len(series.observations) < 4 or any(
        each.starts_on == series.observations[-1].period for each in series.phases
    ):
        return False
    removing.remove(cast.alice, series.observations[-1], "entered twice", version=None)
    return True


def several(cast, series, chance):
    there = {each.period for each in series.observations}
    wanted = [date(2022, month, 1) for month in range(1, 13)]
    wishes = [
        Wish(period, Entered(*numbers(series, chance), None))
        for period in wanted
        if period not in there
    ][: chance.randint(1, 4)]
    if not wishes:
        return False
    many.store(cast.alice, series, wishes, "", at=now())
    return True


def leave_out(cast, series, chance):
    found = [each for each in series.observations if each.excluded_because is None]
    if len(found) < 5:
        return False
    marking.exclude(cast.cora, chance.choice(found), "flood", version=series.version)
    return True


def take_back(cast, series, chance):
    found = [each for each in series.observations if each.excluded_because is not None]
    if not found:
        return False
    marking.take_back(cast.cora, found[0], "no flood", version=series.version)
    return True


def start_phase(cast, series, chance):
    if len(series.observations) < 8 or series.phases:
        return False
    period = series.observations[5].period
    marking.start_phase(
        cast.cora, series, period, "New clinic", chance.choice([None, 2]), "moved",
        version=series.version,
    )  # fmt: skip
    return True


def freeze(cast, series, chance):
    if len(series.observations) < 6:
        return False
    wanted = 4 if series.baseline_points is None else None
    marking.change_phase(
        cast.cora, series, series.observations[0].period, "", wanted, "before the change",
        version=series.version,
    )  # fmt: skip
    return True


def end_phase(cast, series, chance):
    if not series.phases:
        return False
    marking.remove_phase(
        cast.cora, series, series.phases[0].starts_on, "not needed", version=series.version
    )
    return True


def other_rules(cast, series, chance):
    wanted = {"p": ["ihi", "nhs", "nelson"], "pp": ["ihi", "nhs"], "run": ["perla", "anhoej"]}
    offered = wanted.get(series.measure.chart, ["nhs", "ihi"])
    series.measure.rules = chance.choice(offered)
    return True


def other_chart(cast, series, chance):
    if series.measure.chart not in {"p", "pp"}:
        return False
    series.measure.chart = "pp" if series.measure.chart == "p" else "p"
    return True


def import_rows(cast, series, chance):
    there = {each.period for each in series.observations}
    wanted = [date(2021, month, 1) for month in range(1, 13)]
    fields = {"note": "", "version": 1, "entered_at": now(), "series_id": series.id}
    rows = []
    for period in [day for day in wanted if day not in there][:3]:
        value, below = numbers(series, chance)
        rows.append(fields | {"period": period, "value": value, "denominator": below})
    if not rows:
        return False
    db.session.execute(sa.insert(Observation.__table__), rows)
    db.session.expire(series, ["observations"])
    return True


CHANGES = [
    enter, enter, enter, correct, remove, several, leave_out, take_back, start_phase, freeze,
    end_phase, other_rules, other_chart, import_rows,
]  # fmt: skip


def test_the_command_puts_right_what_was_spoiled(cast, app):
    series = make_series(cast.team, cast.measure, FLAT + LOW)
    right = standing_of(series)
    runner = app.test_cli_runner()
    assert "1 series analyzed" in runner.invoke(args=["signals", "rebuild"]).output
    assert standing_of(series) == right
    db.session.execute(sa.update(SeriesStanding).values(verdict="concern", signals=[]))
    db.session.commit()
    said = runner.invoke(args=["signals", "rebuild"]).output
    assert "1 put right" in said
    assert timeless({1: standing_of(series)}) == timeless({1: right})


def test_a_standing_made_late_dates_signals_by_when_their_data_came(cast):
    series = make_series(cast.team, cast.measure, FLAT + LOW)
    for number, each in enumerate(series.observations):
        each.entered_at = now() - timedelta(days=30 * (27 - number))
    db.session.commit()
    db.session.execute(sa.delete(SeriesStanding))
    db.session.commit()
    renew([series.id])
    shift = next(each for each in standing_of(series)["signals"] if each["rule"] == "shift")
    by_day = {each.period.isoformat(): each.entered_at for each in series.observations}
    assert shift["seen_at"] == by_day[shift["detected"]].isoformat()
    assert standing_of(series)["changed_at"] is not None


def test_a_value_that_came_late_dates_the_signals_after_it(cast):
    """A signal is known once all that is stored up to it is there, not only its own points."""
    series = make_series(cast.team, cast.measure, FLAT + LOW)
    early, late = now() - timedelta(days=60), now() - timedelta(days=2)
    for number, each in enumerate(series.observations):
        each.entered_at = late if number == 20 else early
    db.session.commit()
    db.session.execute(sa.delete(SeriesStanding))
    renew([series.id])
    standing = standing_of(series)
    last_in_time = series.observations[19].period.isoformat()
    seen = {(each["detected"] > last_in_time, each["seen_at"]) for each in standing["signals"]}
    assert seen <= {(True, late.isoformat()), (False, early.isoformat())}
    shift = next(each for each in standing["signals"] if each["rule"] == "shift")
    assert shift["seen_at"] == late.isoformat()
    assert standing["changed_at"] == late
