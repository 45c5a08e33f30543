import pytest

from app.extensions import db
from app.glossary import GLOSSARY, chart_terms
from tests.app.teams.helpers import tell

CHART = {"P chart", "center line", "control limits", "sigma", "shift", "baseline"}
TEAM = "/networks/river/teams/clinic"


@pytest.mark.parametrize("term", GLOSSARY)
def test_each_explanation_is_one_plain_sentence(term):
    sentence = GLOSSARY[term]
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert len(sentence) < 160


@pytest.mark.parametrize(
    ("url", "terms"),
    [
        (TEAM, CHART | {"PDSA", "ramp", "driver"}),
        (f"{TEAM}/measures/urgent-visits", CHART),
        (f"{TEAM}/cycles", {"PDSA", "ramp"}),
        ("/networks/river/measures/urgent-visits/compare", CHART),
    ],
)
def test_terms_are_explained_where_they_stand(cast, sign_in, url, terms):
    tell(cast)
    page = sign_in(cast.alice).get(url).get_data(as_text=True)
    for term in terms:
        assert page.count(f"popover>{GLOSSARY[term]}</span>") == 1, term  # for taps and keys
        assert f'title="{GLOSSARY[term]}"' in page, term  # for a resting mouse


def test_a_run_chart_has_no_limits_to_explain():
    assert "control limits" not in chart_terms("run")
    assert chart_terms("strange")[0] == "center line"


def test_what_has_no_chart_yet_explains_none(cast, sign_in):
    db.session.commit()
    assert "In plain words" not in sign_in(cast.alice).get(TEAM).get_data(as_text=True)
