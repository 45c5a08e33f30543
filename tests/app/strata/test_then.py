"""Earlier states tell readers outside the team nothing that they could not have read then."""

from __future__ import annotations

import random
from datetime import date

import pytest
from flask import g

from app.clock import now
from app.extensions import db
from app.measures import marking
from app.measures.past import queries as past
from app.measures.past.revive import series_then
from app.measures.queries import load_for_page
from app.measures.values import Entered
from app.strata import published
from app.strata.entering import store
from app.strata.services import set_threshold
from tests.app.strata.conftest import SMALL, URL, broken_down
from tests.app.strata.test_protection import OUTSIDERS, TEAM, reads

LARGE = [[(30, 90), (25, 60), (20, 40)]] * 12
MAY = date(2024, 5, 1)


def cells(found):
    """What is shown: the whole and each group, with numbers."""
    whole = {("whole", row.period, row.value, row.denominator) for row in found.whole}
    return whole | {
        (key, row.period, row.value, row.denominator)
        for key, rows in found.parts.items()
        for row in rows
    }


def places(shown):
    return {(key, period) for key, period, *_ in shown}


def asked(broken, moment=None):
    """What somebody outside the team gets, now or of a moment."""
    g.pop("held_back", None)
    db.session.expire_all()
    load_for_page(broken.series)
    key = broken.breakdown.id
    if moment is None:
        return cells(published.strata(broken.series, key, sees_all=False))
    then = series_then(broken.series, past.record(broken.series).at(moment))
    return cells(published.strata_then(broken.series, then, key, moment, sees_all=False))


def corrected(broken, rng, period):
    """A random correction of one period, entered as people enter it."""
    parts = {}
    for stratum in broken.breakdown.strata:
        value = rng.choice([0, rng.randint(1, 9), rng.randint(11, 40)])
        parts[stratum.id] = Entered(value, value + rng.choice([0, rng.randint(1, 9), 30]))
    rest = rng.choice([0, 0, 3, 20])
    whole = Entered(
        sum(each.value for each in parts.values()) + rest,
        sum(each.denominator for each in parts.values()) + 2 * rest,
    )
    store(
        broken.cast.alice, broken.series, broken.breakdown, period, whole, parts,
        note="some said nothing", reason="counted again",
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_an_earlier_state_shows_no_more_than_was_shown_then_nor_what_is_hidden_now(app, seed):
    rng = random.Random(f"then {seed}")
    broken = broken_down(rng.choice([LARGE, SMALL])[:6])
    read_then = [(now(), asked(broken))]
    for _ in range(8):
        if rng.random() < 0.15:
            set_threshold(broken.cast.bea, broken.cast.network, rng.choice([5, 8, 11]))
        else:
            corrected(broken, rng, date(2024, rng.randint(1, 4), 1))
        db.session.commit()
        read_then.append((now(), asked(broken)))
    today = places(asked(broken))
    shown = 0
    for moment, was_read in read_then:
        earlier = asked(broken, moment)
        assert earlier <= was_read, "it shows what nobody could read then"
        assert places(earlier) <= today, "it shows what is hidden now"
        shown += len(earlier)
    assert shown  # an empty page would hold all of this


def test_a_month_held_back_is_held_back_in_every_earlier_state(app, sign_in):
    """All groups were shown; one is corrected to 4. The difference to before would tell of it."""
    broken = broken_down(LARGE)
    before = now()
    assert ("whole", MAY, 75, 190) in asked(broken, before)
    parts = {key: Entered(*LARGE[0][at]) for at, key in enumerate(broken.ids)}
    parts[broken.ids[2]] = Entered(4, 24)
    store(
        broken.cast.alice, broken.series, broken.breakdown, MAY, Entered(59, 174), parts,
        reason="typo",
    )  # fmt: skip
    db.session.commit()
    for moment in (before, now()):
        assert MAY not in {period for _, period, *_ in asked(broken, moment)}
    day = now().date().isoformat()
    for name in OUTSIDERS:
        for path in (f"{URL}/as-it-was/data.csv", f"{broken.url}/data.csv", f"{URL}/as-it-was"):
            text = reads(sign_in, getattr(broken.cast, name), f"{path}?as_of={day}")
            assert "2024-05-01,59" not in text
            assert "59 of 174" not in text
            assert "Other,4" not in text


@pytest.mark.parametrize("name", TEAM)
def test_the_team_and_its_coach_see_every_earlier_cell(broken, sign_in, name):
    moment = f"{now():%Y-%m-%dT%H:%M:%S.%f}Z"
    parts = {key: Entered(*SMALL[0][at]) for at, key in enumerate(broken.ids)}
    parts[broken.ids[2]] = Entered(7, 40)
    store(
        broken.cast.alice, broken.series, broken.breakdown, date(2024, 1, 1), Entered(57, 190),
        parts, reason="typo",
    )  # fmt: skip
    db.session.commit()
    client = getattr(broken.cast, name)
    text = reads(sign_in, client, f"{broken.url}/data.csv?as_of={moment}")
    assert "2024-01-01,Other,4,40,10" in text
    assert text.splitlines()[0].startswith('\ufeff"period (as it was at ')
    assert "2024-01-01,Other,7,40,17.5" in reads(sign_in, client, f"{broken.url}/data.csv")
    page = reads(sign_in, client, f"{URL}/strata?as_of={moment}")
    assert "As it was at" in page
    assert "Enter by" not in page
    if name != "cora":
        assert "Enter by" in reads(sign_in, broken.cast.alice, f"{URL}/strata")
    history = reads(sign_in, client, f"{URL}/history?kind=groups")
    assert "January 2024, Other: <del>4 of 40</del> → 7 of 40" in history


@pytest.mark.parametrize("name", OUTSIDERS)
def test_others_cannot_tell_two_hidden_pasts_apart(app, sign_in, name):
    """The hidden groups of an earlier state, divided otherwise: the same answer to the letter."""
    broken = broken_down(SMALL)
    day = now().date().isoformat()
    paths = [
        f"{URL}/as-it-was?as_of={day}&beside=1",
        f"{URL}/as-it-was/data.csv?as_of={day}",
        f"{broken.url}/data.csv?as_of={day}",
        f"{URL}/strata?as_of={day}",
    ]
    reader = getattr(broken.cast, name)
    first = [reads(sign_in, reader, path) for path in paths]
    from app.strata.models import StratumObservation  # only here

    for cell in db.session.query(StratumObservation).all():
        move = {0: 3, 2: -3}.get(cell.stratum.position, 0)
        cell.value += move
        cell.denominator += 2 * move
    db.session.execute(db.text("update stratum_observation set version = 1"))
    db.session.commit()
    assert [reads(sign_in, reader, path) for path in paths] == first
    assert sign_in(reader).get(f"{URL}/history").status_code == 404


def test_what_is_no_moment_is_not_there(broken, sign_in):
    assert sign_in(broken.cast.alice).get(f"{URL}/strata?as_of=soon").status_code == 404


def test_the_networks_audit_tells_no_number_of_a_measure_that_hides_some(broken, sign_in):
    """Else a correction that is held back could be read there."""
    parts = {key: Entered(*SMALL[0][at]) for at, key in enumerate(broken.ids)}
    store(
        broken.cast.alice, broken.series, broken.breakdown, date(2024, 1, 1), Entered(59, 191),
        parts, note="some said nothing", reason="typo",
    )  # fmt: skip
    marking.exclude(
        broken.cast.alice, broken.series.observations[2], "storm", version=broken.series.version
    )
    db.session.commit()
    text = reads(sign_in, broken.cast.bea, "/networks/river/audit")
    assert "typo" in text
    assert "storm" in text
    for number in ("59 of 191", "54 of 190", "enter line"):
        assert number not in text
    history = reads(sign_in, broken.cast.alice, f"{URL}/history")
    assert "<del>54 of 190</del> → 59 of 191" in history
