from app.extensions import db
from app.theory.models import DriverLink, DriverNode, NodeKind
from tests.app.teams.helpers import tell
from tests.queries import counted

URL = "/networks/river/teams/clinic/theory"
LIVE = "<script>alert(1)</script>"


def node(cast, kind, text):
    made = DriverNode(team=cast.team, kind=kind, text=text)
    db.session.add(made)
    db.session.flush()
    return made


def test_it_shows_the_theory_and_its_ideas(cast, sign_in):
    tell(cast)
    page = sign_in(cast.vera).get(URL).get_data(as_text=True)
    assert "Medicine works" in page
    assert "Testing" in page
    assert "/cycles?ramp=idea-" in page


def test_it_teaches_where_there_is_none(cast, sign_in):
    assert "No theory of change yet" in sign_in(cast.vera).get(URL).get_data(as_text=True)


def test_who_may_read(cast, sign_in):
    for name, status in {"cora": 200, "vera": 200, "charlie": 404, "bea": 404}.items():
        assert sign_in(getattr(cast, name)).get(URL).status_code == status, name


def test_a_strange_link_does_not_break_it(cast, sign_in):
    first, second = node(cast, NodeKind.PRIMARY, "First"), node(cast, NodeKind.PRIMARY, "Second")
    idea = node(cast, NodeKind.IDEA, LIVE)
    for parent, child in ((first, second), (second, first), (idea, first)):
        db.session.add(DriverLink(parent_id=parent.id, child_id=child.id))
    db.session.commit()
    page = sign_in(cast.alice).get(URL).get_data(as_text=True)
    assert "First" in page
    assert LIVE not in page


def test_its_pages_ask_little_of_the_database_however_many_nodes(cast, sign_in):
    tell(cast)
    client = sign_in(cast.alice)
    lines = "\n".join(
        f"Primary {p}\n" + "".join(f"  Secondary {p}.{s}\n    Idea {p}.{s}\n" for s in range(5))
        for p in range(7)
    )
    client.post(f"{URL}/edit", data={"do": "add", "lines": lines})
    client.post(f"{URL}/versions", data={"name": "First"})
    for path in ("", "/edit", "/versions", "/versions/1?against=now"):
        with counted() as queries:
            page = client.get(f"{URL}{path}")
        assert page.status_code == 200
        assert len(queries) <= 15, path
    assert "Idea 6.4" in page.get_data(as_text=True)


def test_the_grey_frame_and_the_count_say_what_was_tested(cast, sign_in):
    tell(cast)
    page = sign_in(cast.vera).get(URL).get_data(as_text=True)
    assert "1 of 1 idea tested" in page


def test_the_diagram_is_a_slide_too(cast, sign_in):
    tell(cast)
    client = sign_in(cast.vera)
    assert f'href="{URL}/chart.pptx"' in client.get(URL).get_data(as_text=True)
    response = client.get(f"{URL}/chart.pptx")
    assert response.data.startswith(b"PK\x03\x04")
    assert response.headers["Content-Disposition"].endswith(".pptx")
    assert client.get(f"{URL}/chart.exe").status_code == 404
