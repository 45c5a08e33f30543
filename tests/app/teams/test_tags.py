"""A team says what kind of place it works in, so that others like it find it."""

from __future__ import annotations

from app.extensions import db
from app.teams.models import Team

URL = "/networks/river/teams/clinic/edit"
FIELDS = {"name": "Clinic", "place": "", "why": "", "working_group_id": "", "version": "1"}


def test_tags_and_context_are_kept_each_once(cast, sign_in):
    client = sign_in(cast.alice)
    typed = FIELDS | {"tags": " rural,  Bilingual staff ,RURAL,,", "context": "School clinic"}
    assert client.post(URL, data=typed).status_code == 303
    team = db.session.get(Team, cast.team.id)
    assert (team.tags, team.context) == (["rural", "Bilingual staff"], "School clinic")
    html = client.get(URL).get_data(as_text=True)
    assert 'value="rural, Bilingual staff"' in html


def test_too_many_tags_are_refused_and_kept_in_the_form(cast, sign_in):
    typed = ", ".join(f"tag {number}" for number in range(13))
    answer = sign_in(cast.alice).post(URL, data=FIELDS | {"tags": typed})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "Write at most 12 tags of at most 40 characters each." in html
    assert typed in html
    assert db.session.get(Team, cast.team.id).tags == []


def test_two_at_once_are_shown_both_versions(cast, sign_in):
    client = sign_in(cast.alice)
    client.post(URL, data=FIELDS | {"tags": "rural"})
    answer = client.post(URL, data=FIELDS | {"tags": "urban"})
    assert answer.status_code == 409
    assert "rural" in answer.get_data(as_text=True)
