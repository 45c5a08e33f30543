"""The session pack: made in steps, opens in other programs, shows what the network may see."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import timedelta
from itertools import pairwise
from zipfile import ZipFile

import pytest
from pptx import Presentation
from sqlalchemy import select

from app.aims.models import Aim
from app.clock import now
from app.extensions import db
from app.learning import packing
from app.learning.kept_models import SessionPack
from app.measures.models import Observation
from tests import services
from tests.app.learning.test_frozen import filled
from tests.app.learning.world import url


@pytest.fixture
def session(app, cast):
    cast.team.storyboard_published_at = now()
    db.session.add_all(
        [
            Aim(team=cast.team, what="Fewer urgent visits"),
            Aim(team=cast.other_team, what="Hidden until it is published"),
        ]
    )
    return filled(cast)


def make(cast, sign_in, session):
    client = sign_in(cast.frank)
    assert client.post(url(session, "/pack")).status_code == 303
    db.session.expire_all()
    pack = db.session.scalars(select(SessionPack)).one()
    assert pack.problem == ""
    assert pack.done == pack.total
    return client


def texts(data: bytes) -> str:
    found = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_it_is_made_and_opens_again(cast, sign_in, session, tmp_path):
    client = make(cast, sign_in, session)
    deck = client.get(url(session, "/pack.pptx"))
    assert deck.mimetype.endswith("presentation")
    slides = Presentation(io.BytesIO(deck.data)).slides
    with ZipFile(io.BytesIO(deck.data)) as package:
        parts = package.namelist()
    charts = [name for name in parts if re.fullmatch(r"ppt/charts/chart[^/]*\.xml", name)]
    # Both teams side by side, and on the one storyboard its chart and the table's small one.
    assert len(charts) == 4
    said = texts(deck.data)
    for words in ("Agenda", "Urgent visits", "Bright spots", "Clinic: ", "Fewer urgent visits"):
        assert words in said, words
    assert "Hidden until it is published" not in said
    paper = client.get(url(session, "/pack.pdf"))
    assert paper.data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper.data)) == len(slides)


def test_libreoffice_opens_it(cast, sign_in, session, tmp_path):
    office = services.libreoffice()
    if office is None:
        pytest.skip("no LibreOffice on this machine; `make test` says how to get it")
    client = make(cast, sign_in, session)
    file = tmp_path / "pack.pptx"
    file.write_bytes(client.get(url(session, "/pack.pptx")).data)
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    said = subprocess.run(command, capture_output=True, timeout=180, check=True)
    assert b"Error" not in said.stderr
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")


def test_of_a_held_session_it_shows_what_was_shown(cast, sign_in, session):
    client = sign_in(cast.frank)
    client.post(url(session, "/hold"))
    for each in db.session.scalars(select(Observation)):
        each.value = 39
    db.session.commit()
    make(cast, sign_in, session)
    # 3 of 40 at the end of the clinic's series, which was corrected to 39 of 40 since.
    said = texts(client.get(url(session, "/pack.pptx")).data)
    assert "Now 7.5%." in said
    assert "Now 97.5%." not in said


def test_two_clicks_make_one_pack(app, cast, sign_in, session):
    first = packing.begin(session, actor=cast.frank)
    assert first
    assert packing.begin(session, actor=cast.bea) == ""
    pack = packing.pack_of(session)
    pack.touched_at = now() - packing.STUCK - timedelta(seconds=1)
    db.session.flush()
    assert packing.is_stuck(pack)
    second, key = packing.begin(session, actor=cast.bea), session.id
    db.session.commit()
    assert second not in {"", first}
    packing.start(key, first)
    db.session.expire_all()
    assert packing.pack_of(session).slides is None, "the one that was overtaken writes nothing"


def test_what_goes_wrong_is_told(app, cast, sign_in, session, monkeypatch):
    monkeypatch.setattr(packing.pack_slides, "agenda", lambda _session: 1 / 0)
    client = sign_in(cast.frank)
    client.post(url(session, "/pack"))
    assert "Something went wrong while it was made." in client.get(url(session, "/pack")).text


@pytest.mark.parametrize("page", ["/pack", "/pack.pptx", "/pack.pdf"])
def test_before_the_session_is_held_only_those_who_run_it_fetch_it(cast, sign_in, session, page):
    make(cast, sign_in, session)
    client = sign_in(cast.alice)
    assert client.get(url(session, page)).status_code == 403
    assert "pack.pptx" not in client.get(url(session)).text


def test_once_it_is_held_everybody_in_the_network_fetches_it(cast, sign_in, session):
    sign_in(cast.frank).post(url(session, "/hold"))
    assert "pack.pptx" not in sign_in(cast.alice).get(url(session)).text, "it is not made yet"
    make(cast, sign_in, session)
    for person in (cast.alice, cast.charlie, cast.bea):
        client = sign_in(person)
        page = client.get(url(session)).text
        for ending, begins in (("pptx", b"PK"), ("pdf", b"%PDF")):
            assert url(session, f"/pack.{ending}") in page
            answer = client.get(url(session, f"/pack.{ending}"))
            assert answer.status_code == 200
            assert answer.data.startswith(begins)


def test_progress_is_told_while_it_is_made(app, cast, sign_in, session):
    app.config["PACK_AT_ONCE"] = False
    packing.begin(session, actor=cast.frank)
    db.session.commit()
    page = sign_in(cast.frank).get(url(session, "/pack"))
    assert "Getting ready" in page.text
    assert "hx-trigger" in page.text
    assert "0% of the work is done" in page.text


def test_the_progress_grows_with_the_pages_and_not_with_the_files(
    cast, sign_in, session, monkeypatch
):
    told, write = [], packing._write

    def listen(session_id, run, **values):
        told.append((values.get("stage", ""), values.get("done")))
        write(session_id, run, **values)

    monkeypatch.setattr(packing, "_write", listen)
    monkeypatch.setattr(packing, "BEAT", timedelta(-1))
    make(cast, sign_in, session)
    assert all(isinstance(done, int) for _, done in told)
    assert [done for _, done in told] == sorted(done for _, done in told)
    for what in ("Writing the slides, page", "Drawing the PDF, page"):
        pages = [done for stage, done in told if stage.startswith(what)]
        assert len(pages) > 5
        # Each page adds its part: no page makes a leap of more than a fifth of the whole.
        assert len(set(pages)) > 5
        assert all(b - a <= 20 for a, b in pairwise(pages))
    # Only what is stored can be called done.
    assert [stage for stage, done in told if done == 100] == ["Done"]
