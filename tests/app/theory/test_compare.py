"""What differs between two versions, told as few and as plain as can be."""

from dataclasses import replace

from app.theory.compare import compare
from app.theory.models import IdeaStatus, NodeKind
from app.theory.snapshot import Part, Snapshot, read
from charts.driver_diagram import Mark

A = Part(1, NodeKind.PRIMARY, "Medicine works")
B = Part(2, NodeKind.PRIMARY, "Clean air")
C = Part(3, NodeKind.PRIMARY, "Sleep")
S = Part(4, NodeKind.SECONDARY, "Refilled on time", serves=(1,), measures=("Refills",))
I = Part(5, NodeKind.IDEA, "Call", serves=(4,), status=IdeaStatus.UNTESTED)  # noqa: E741  # an idea


def snapshot(*parts, aim="Urgent visits"):
    return Snapshot(aim, parts)


def marks(before, after):
    return compare(before, after).marks


def test_the_same_has_no_differences():
    found = compare(snapshot(A, B, S, I), snapshot(A, B, S, I))
    assert (found.differences, found.gone, found.aim) == ((), (), None)
    assert found.summary == "No differences"


def test_added_and_removed():
    assert marks(snapshot(A, B), snapshot(A, C)) == {3: Mark.ADDED, 2: Mark.REMOVED}


def test_only_what_was_moved_counts_as_moved():
    assert marks(snapshot(A, B, C), snapshot(C, A, B)) == {3: Mark.MOVED}
    assert marks(snapshot(A, B, C), snapshot(A, B, C, S)) == {4: Mark.ADDED}


def test_another_driver_or_layer_is_a_move():
    assert marks(snapshot(A, B, S), snapshot(A, B, replace(S, serves=(2,)))) == {4: Mark.MOVED}
    up = replace(S, kind=NodeKind.PRIMARY, serves=())
    (found,) = compare(snapshot(A, S), snapshot(A, up)).differences
    assert found.mark is Mark.MOVED
    assert found.said[0] == ("Layer", "secondary driver", "primary driver")


def test_what_served_something_that_is_gone_did_not_move():
    assert marks(snapshot(A, S), snapshot(replace(S, serves=()))) == {1: Mark.REMOVED}


def test_words_and_a_move_together_are_a_change_with_both_told():
    (found,) = compare(
        snapshot(A, B, S), snapshot(A, B, replace(S, text="Early", serves=(2,)))
    ).differences
    assert found.mark is Mark.CHANGED
    assert found.said == (
        ("Words", "Refilled on time", "Early"),
        ("Serves", "Medicine works", "Clean air"),
    )


def test_measure_status_and_level_are_changes():
    said = compare(snapshot(A, S), snapshot(A, replace(S, measures=()))).differences[0].said
    assert said == (("Measures", "Refills", "none"),)
    after = replace(I, status=IdeaStatus.ADOPTED, reliability=2)
    said = compare(snapshot(A, S, I), snapshot(A, S, after)).differences[0].said
    assert said == (
        ("Status", "untested", "adopted"),
        ("Reliability", "not judged", "level 2"),
    )


def test_cycles_and_data_that_only_grew_are_no_difference():
    """A theory is what the team believes; what its measures did since is told in color."""
    later = replace(S, lines=(("54% → 81%", "improved", "Refills"),), tested="1 of 1 idea tested")
    assert marks(snapshot(A, S, I), snapshot(A, later, replace(I, cycles=(1, 2)))) == {}


def test_a_rewritten_aim_is_told():
    found = compare(snapshot(A), snapshot(A, aim="Missed school"))
    assert found.aim == ("Aim", "Urgent visits", "Missed school")
    assert found.summary == "The aim was rewritten"


def test_what_is_stored_reads_back_the_same():
    whole = Snapshot("Aim", (A, S, I), (("15% → 8%", "improved", "Urgent visits"),))
    assert read(whole.stored()) == whole
