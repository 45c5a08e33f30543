import re

import pytest

from app.extensions import db
from app.pdsa.models import Cycle
from app.pdsa.records import CycleDraft
from tests.app.pdsa.helpers import CYCLES, plan, planned

HTMX = {"HX-Request": "true"}
ONCE = "0f8fad5b-d9cb-469f-a165-70867728950e"
OTHER = "1f8fad5b-d9cb-469f-a165-70867728950e"
NEW = f"{CYCLES}/new?draft={ONCE}"


def keep(client, form="new", **fields):
    """Keep a draft; of a form that makes a cycle, the one that was opened as ONCE or as it says."""
    if form in {"new", "log"}:
        fields = {"once": ONCE} | fields
        form = f"{form}-{fields['once']}"
    return client.post(f"{CYCLES}/drafts", data={"draft": form} | fields, headers=HTMX)


def test_it_is_kept_and_comes_back_without_a_cycle(cast, sign_in):
    client = sign_in(cast.bob)
    answer = keep(client, title="Call before school", objective="Do they pick up?")
    assert "Draft saved" in answer.get_data(as_text=True)
    assert db.session.query(Cycle).count() == 0
    page = client.get(NEW).get_data(as_text=True)
    assert 'value="Call before school"' in page
    assert "Do they pick up?" in page
    assert "Not saved yet" in page
    for url in (CYCLES, f"{CYCLES}/new", f"{CYCLES}/log"):
        page = client.get(url).get_data(as_text=True)
        assert f'<a href="{NEW}">New cycle: Call before school</a>' in page, url


@pytest.mark.both_databases
def test_two_windows_keep_two(cast, sign_in):
    client = sign_in(cast.bob)
    for step in ("new", "log"):
        keep(client, step, title=f"First {step}")
        keep(client, step, once=OTHER, title=f"Second {step}")
        keep(client, step, title=f"First {step}, longer")
    listed = client.get(CYCLES).get_data(as_text=True)
    for step in ("new", "log"):
        for once, title in ((ONCE, f"First {step}, longer"), (OTHER, f"Second {step}")):
            url = f"{CYCLES}/{step}?draft={once}"
            assert f'href="{url}"' in listed
            page = client.get(url).get_data(as_text=True)
            assert f'value="{title}"' in page
            assert f'value="{once}"' in page
    # The form that is open is not listed beside itself.
    assert "First new" not in client.get(NEW).get_data(as_text=True).partition("<form")[0]
    client.post(f"{CYCLES}/new", data=plan(title="First new, longer", once=ONCE))
    [draft] = [each for each in db.session.query(CycleDraft) if each.form.startswith("new")]
    assert draft.fields["title"] == ["Second new"]


def test_a_window_whose_cycle_is_made_leads_to_it(cast, sign_in):
    client = sign_in(cast.bob)
    client.post(f"{CYCLES}/new", data=plan(once=ONCE))
    for page in ("new", "log"):
        assert client.get(f"{CYCLES}/{page}?draft={ONCE}").location == f"{CYCLES}/1"


@pytest.mark.parametrize("draft", ["", "new", "1", "x" * 36, "log-" + ONCE, "0" * 5000])
def test_a_strange_draft_opens_an_empty_form(cast, sign_in, draft):
    client = sign_in(cast.bob)
    for page in ("new", "log"):
        answer = client.get(f"{CYCLES}/{page}?draft={draft}")
        assert answer.status_code == 200
        assert 'name="draft" value="' in answer.get_data(as_text=True)


def test_nobody_else_sees_it(cast, sign_in):
    keep(sign_in(cast.bob), title="Call before school")
    for person in (cast.alice, cast.vera, cast.cora):
        client = sign_in(person)
        assert "Call before school" not in client.get(CYCLES).get_data(as_text=True)
    assert "Call before school" not in sign_in(cast.alice).get(NEW).get_data(as_text=True)


def test_the_latest_takes_the_place_of_the_one_before(cast, sign_in):
    client = sign_in(cast.bob)
    keep(client, title="A")
    keep(client, title="B")
    [draft] = db.session.query(CycleDraft).all()
    assert draft.fields == {"title": ["B"], "once": [ONCE]}


def test_saving_forgets_it(cast, sign_in):
    client = sign_in(cast.bob)
    keep(client, title="A")
    client.post(f"{CYCLES}/new", data=plan(once=ONCE))
    assert db.session.query(CycleDraft).count() == 0
    keep(client, "do-1", version="1", observations="It rang.")
    assert client.post(f"{CYCLES}/1/do", data={"version": "1"}).status_code == 303
    assert db.session.query(CycleDraft).count() == 0


def test_a_refused_save_keeps_it(cast, sign_in):
    client = sign_in(cast.bob)
    keep(client, objective="Do they pick up?")
    assert client.post(f"{CYCLES}/new", data=plan(title="", once=ONCE)).status_code == 422
    assert db.session.query(CycleDraft).count() == 1


def test_a_step_saved_meanwhile_is_told_and_then_shows_both(cast, sign_in):
    cycle = planned(cast)
    db.session.commit()
    opened = str(cycle.version)
    bob, alice = sign_in(cast.bob), sign_in(cast.alice)
    alice.post(f"{CYCLES}/1/do", data={"version": opened, "observations": "Alice saw"})
    answer = keep(bob, "do-1", version=opened, observations="Bob saw")
    assert "Somebody saved this step meanwhile" in answer.get_data(as_text=True)
    page = bob.get(f"{CYCLES}/1/do").get_data(as_text=True)
    assert "Bob saw" in page
    assert f'name="version" type="hidden" value="{opened}"' in page
    answer = bob.post(f"{CYCLES}/1/do", data={"version": opened, "observations": "Bob saw"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Alice saw" in page


def test_thrown_away_the_form_opens_with_what_is_stored(cast, sign_in):
    planned(cast, tasks="Rosa calls")
    db.session.commit()
    client = sign_in(cast.bob)
    keep(client, "plan-1", title="x", tasks="Ben calls")
    answer = client.post(f"{CYCLES}/drafts/discard", data={"draft": "plan-1"})
    assert answer.location == f"{CYCLES}/1/plan"
    page = client.get(answer.location).get_data(as_text=True)
    assert "Rosa calls" in page
    assert "Ben calls" not in page


@pytest.mark.parametrize(
    "form", ["", "zzz", "plan-0", "plan-", "new-1", "do-1-2", "x" * 60, f"new-{ONCE}0"]
)
def test_a_strange_form_is_refused(cast, sign_in, form):
    client = sign_in(cast.bob)
    assert keep(client, form, title="A").status_code == 422
    assert db.session.query(CycleDraft).count() == 0
    planned(cast)
    db.session.commit()
    for name in (form, "-1"):
        assert client.post(f"{CYCLES}/drafts/discard", data={"draft": name}).status_code == 422


def test_what_no_form_can_hold_is_refused(cast, sign_in):
    assert keep(sign_in(cast.bob), objective="x" * 200_001).status_code == 422


def test_another_row_keeps_the_rest_on_the_server(cast, sign_in):
    client = sign_in(cast.bob)
    more = plan(add="to_do", once=ONCE)
    client.post(f"{CYCLES}/new", data=more | {"tasks": "Rosa calls"}, headers=HTMX)
    [draft] = db.session.query(CycleDraft).all()
    assert draft.fields["tasks"] == ["Rosa calls"]
    for _ in range(2):
        client.post(f"{CYCLES}/new", data=more | {"to_do-0-text": "A"}, headers=HTMX)
    page = client.get(NEW).get_data(as_text=True)
    assert "Task 2" in page
    assert "Task 3" not in page


def test_a_form_sent_twice_makes_one_cycle(cast, sign_in):
    client = sign_in(cast.bob)
    for _ in range(2):
        answer = client.post(f"{CYCLES}/new", data=plan(once=ONCE))
        assert answer.location == f"{CYCLES}/1"
    assert db.session.query(Cycle).count() == 1


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("form", "url", "fields"),
    [
        ("new", f"{CYCLES}/new", plan()),
        (
            "log",
            f"{CYCLES}/log",
            {"title": "Call one family", "decision": "adopt", "version": "0"},
        ),
        ("do-1", f"{CYCLES}/1/do", {"version": "1", "observations": "It rang."}),
        ("do-1", f"{CYCLES}/drafts/discard", {"draft": "do-1"}),
    ],
)
def test_one_that_comes_after_its_form_was_sent_is_refused(cast, sign_in, form, url, fields):
    """A draft on its way while the form is saved: it was typed before, and must not come back."""
    planned(cast)
    db.session.commit()
    client = sign_in(cast.bob)
    assert client.post(url, data=fields | {"once": ONCE, "typed_at": "2000"}).status_code == 303
    for moment in ("1999", "2000", ""):
        late = keep(client, form, once=ONCE, typed_at=moment, title="Call", observations="It")
        assert "saved already" in late.get_data(as_text=True)
    assert db.session.query(CycleDraft).count() == 0
    # Back in the browser's kept page and typing on: that is new.
    keep(client, form, once=ONCE, typed_at="2001", title="Call again", observations="It rang")
    assert db.session.query(CycleDraft).count() == 1
    # So is what is typed in a form opened anew, whatever the clock of that device says.
    answer = keep(client, form, once=OTHER, typed_at="1", title="Call", observations="It")
    assert "Draft saved" in answer.get_data(as_text=True)


def test_saving_one_window_leaves_what_the_other_holds(cast, sign_in):
    client = sign_in(cast.bob)
    keep(client, once=OTHER, typed_at="5", title="Another test")
    client.post(f"{CYCLES}/new", data=plan(once=ONCE, typed_at="9"))
    assert "New cycle: Another test" in client.get(CYCLES).get_data(as_text=True)


@pytest.mark.parametrize("page", ["new", "log", "1/plan", "1/do", "1/study", "1/act"])
def test_each_opening_of_a_form_is_told_from_the_others(cast, sign_in, page):
    planned(cast)
    db.session.commit()
    client = sign_in(cast.bob)
    carried = [
        re.search(r'name="once" type="hidden" value="([0-9a-f-]{36})"', text).group(1)
        for text in (client.get(f"{CYCLES}/{page}").get_data(as_text=True) for _ in range(2))
    ]
    assert len(set(carried)) == 2


@pytest.mark.parametrize(
    ("page", "fields", "changed"),
    [
        ("new", plan(), {"objective": "Do they pick up?"}),
        ("new", plan(), {"predictions-0-text": "Two of three pick up"}),
        ("log", {"title": "Call", "decision": "adopt"}, {"title": "Call before school"}),
        ("log", {"title": "Call", "decision": "adopt"}, {"predicted": "Two of three"}),
    ],
)
def test_a_form_sent_again_with_a_change_says_that_it_made_a_cycle(
    cast, sign_in, page, fields, changed
):
    """Back in the browser, a word more, and saved again: nothing of it may vanish."""
    client, url = sign_in(cast.bob), f"{CYCLES}/{page}"
    sent = fields | {"once": ONCE}
    assert client.post(url, data=sent).location == f"{CYCLES}/1"
    assert client.post(url, data=sent).location == f"{CYCLES}/1"
    answer = client.post(url, data=sent | changed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "This form made cycle 1 already" in text
    assert next(iter(changed.values())) in text
    assert ONCE not in text
    assert db.session.query(Cycle).count() == 1


def test_who_may_keep(cast, sign_in):
    expected = {"alice": 200, "bob": 200, "vera": 403, "cora": 403, "charlie": 404, "bea": 404}
    for name, status in expected.items():
        assert keep(sign_in(getattr(cast, name)), title="A").status_code == status, name
