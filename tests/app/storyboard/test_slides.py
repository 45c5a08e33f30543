"""The storyboard as slides, read back with the library that wrote them and by nothing of ours."""

import io

from pptx import Presentation

from app.storyboard.models import Part
from tests.app.storyboard.test_show import (
    BOARD,
    WORDS,
    arrange,
    fill,
    whole,  # noqa: F401  # a fixture
)


def slides(client, url=f"{BOARD}.pptx"):
    answer = client.get(url)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(Presentation(io.BytesIO(answer.data)).slides)


def flat(shapes):
    """Every shape, those in groups as well."""
    return [
        inner
        for shape in shapes
        for inner in (flat(shape.shapes) if hasattr(shape, "shapes") else [shape])
    ]


def words(shapes):
    found = []
    for shape in flat(shapes):
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif getattr(shape, "has_table", False) and shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def test_each_part_has_its_slide_with_a_passport(cast, sign_in, whole):  # noqa: F811
    deck = slides(sign_in(cast.alice))
    titles = [slide.shapes.title.text_frame.text for slide in deck]
    assert titles[0] == "Clinic"
    for title in ("Why it matters", "Urgent visits", "Surprises and failures", "Next steps"):
        assert any(title in each for each in titles), title
    charts = [s for slide in deck for s in flat(slide.shapes) if getattr(s, "has_chart", False)]
    assert charts, "charts stay native and can be edited"
    for slide in deck[1:]:
        [passport] = [s for s in slide.shapes if s.name == "Chart passport"]
        assert passport.text_frame.text.strip()


def test_the_networks_slides_tell_what_its_page_tells(cast, sign_in, whole):  # noqa: F811
    text = " ".join(w for slide in slides(sign_in(cast.charlie)) for w in words(slide.shapes))
    assert "Nobody used the covers." in text
    assert "Alice" not in text
    assert "Closed measure" not in text


def test_hidden_parts_have_no_slide(cast, sign_in, whole):  # noqa: F811
    arrange(cast, hidden=[Part.SURPRISES])
    deck = slides(sign_in(cast.alice))
    text = " ".join(w for slide in deck for w in words(slide.shapes))
    assert "Nobody used the covers." not in text


def heights(slide):
    """For each table: the lines of its rows at 90 signs a line, which is generous."""
    for shape in slide.shapes:
        if getattr(shape, "has_table", False) and shape.has_table:
            yield sum(
                max(1, *(-(-len(cell.text) // 90) for cell in row.cells))
                for row in shape.table.rows
            )


def test_a_long_story_takes_more_slides_and_says_what_it_leaves_out(cast, sign_in):
    cast.team.why = " ".join(f"Word{number}" for number in range(900))
    fill(cast)
    arrange(cast, says=dict.fromkeys(Part, WORDS[:280]))
    deck = slides(sign_in(cast.alice))
    # A slide is 7.5 inches high: 30 lines of 13 points with nothing else on it.
    assert all(lines < 26 for slide in deck for lines in heights(slide))
    text = " ".join(w for slide in deck for w in words(slide.shapes))
    for number in (0, 450, 899):
        assert f"Word{number}" in text
    assert text.count(WORDS[:280].strip()) >= len(Part) - 2, "sentences stand whole"
    # 20 adopted, 20 abandoned, 40 with problems, of which four each are told; 20 run.
    assert text.count("and 16 more") == 3
    assert "and 36 more" in text
    assert "and 15 more" in text
    for slide in deck:
        for shape in slide.shapes:
            if shape.name == "Subtitle":
                assert len(shape.text_frame.text) < 160, "one line below the title"
