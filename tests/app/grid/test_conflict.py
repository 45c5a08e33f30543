"""Two people with one grid: who saves second sees both versions, and no change of theirs is lost."""

from __future__ import annotations

from app.extensions import db
from tests.app.grid.forms import GRID, fields, opened, typed
from tests.app.measures.examples import clinic_series, stored


def test_a_value_that_changed_meanwhile_is_shown_beside_what_was_typed(cast, sign_in):
    series = clinic_series(cast)
    alice, bob = sign_in(cast.alice), sign_in(cast.bob)
    hers = opened(alice) | typed("2025-12", "15", "200") | {"reason": "Recount"}
    his = opened(bob) | typed("2025-12", "16", "200") | {"reason": "Mended"}
    assert bob.post(GRID, data=his).status_code == 303
    answer = alice.post(GRID, data=hers)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "somebody stored this meanwhile: 16 of 200, by Bob" in html
    assert 'value="15"' in html
    assert stored(series)["2025-12-01"] == (16.0, 200.0)
    # Saved again, knowing both, hers takes its place and his stays in the history.
    assert alice.post(GRID, data=fields(html)).status_code == 303
    db.session.expire_all()
    assert stored(series)["2025-12-01"] == (15.0, 200.0)


def test_months_that_only_the_other_changed_stay_theirs(cast, sign_in):
    series = clinic_series(cast)
    alice, bob = sign_in(cast.alice), sign_in(cast.bob)
    hers = opened(alice) | typed("2025-11", "15", "200") | {"reason": "Recount"}
    bob.post(GRID, data=opened(bob) | typed("2025-12", "16", "200") | {"reason": "Mended"})
    assert alice.post(GRID, data=hers).status_code == 303
    kept = stored(series)
    assert (kept["2025-11-01"], kept["2025-12-01"]) == ((15.0, 200.0), (16.0, 200.0))


def test_a_month_that_both_entered_is_a_conflict_not_a_second_value(cast, sign_in):
    series = clinic_series(cast)
    alice, bob = sign_in(cast.alice), sign_in(cast.bob)
    hers = opened(alice) | typed("2026-01", "21", "246")
    bob.post(GRID, data=opened(bob) | typed("2026-01", "20", "246"))
    answer = alice.post(GRID, data=hers)
    assert answer.status_code == 409
    assert "20 of 246, by Bob" in answer.get_data(as_text=True)
    assert stored(series)["2026-01-01"] == (20.0, 246.0)


def test_both_having_typed_the_same_is_no_conflict(cast, sign_in):
    clinic_series(cast)
    alice, bob = sign_in(cast.alice), sign_in(cast.bob)
    same = typed("2026-01", "20", "246")
    hers = opened(alice) | same
    bob.post(GRID, data=opened(bob) | same)
    answer = alice.post(GRID, data=hers)
    assert answer.status_code == 422
    assert "Nothing here differs from what is stored" in answer.get_data(as_text=True)
