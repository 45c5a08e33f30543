"""python -m qi: for a statistician at a terminal, and for scripts."""

import json
import runpy
import sys

import pytest

import qi
from qi import __main__ as command
from qi import validate

CSV = """month,late,patients,team
2024-01,12,100,a
2024-02,15,110,a
2024-03,,105,a
2024-04,11,95,b
2024-05,9,102,b
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def run(capsys, *arguments):
    code = command.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_analyze_prints_sentences_and_points(capsys, file):
    code, out, _ = run(
        capsys, "analyze", file, "--value", "late", "--denominator", "patients", "--date", "month",
        "--chart", "p", "--rules", "nhs", "--multiplier", "100", "--target", "0.1",
        "--direction", "down",
    )  # fmt: skip
    assert code == 0
    assert "p chart, rules nhs version 1" in out
    assert "4 months: too young to judge" in out
    assert "1 month has no value." in out
    assert "2024-05-01" in out


def test_analyze_json_is_what_the_library_says(capsys, file):
    code, out, _ = run(
        capsys, "analyze", file, "--value", "late", "--denominator", "patients",
        "--chart", "p", "--json", "--phases", "3", "--exclude", "0", "--baseline", "2",
    )  # fmt: skip
    assert code == 0
    found = json.loads(out)
    one = qi.analyze(
        [12, 15, None, 11, 9], "p", denominators=[100, 110, 105, 95, 102], phases=[3],
        exclude=[0], baseline=2,
    )  # fmt: skip
    assert found["sentences"] == list(one.describe())
    assert found["points"][4]["center"] == pytest.approx(one.center[4])
    assert found["points"][2]["value"] is None
    assert found["options"]["rules"]["name"] == "ihi"
    assert found["phases"][1]["start"] == 3
    assert found["verdict"]["variation"] == "not judgeable"


def test_analyze_json_lists_signals(capsys, tmp_path):
    path = tmp_path / "shift.csv"
    path.write_text("y\n" + "\n".join(map(str, [1] * 6 + [2] * 6)), encoding="utf-8")
    _, out, _ = run(capsys, "analyze", str(path), "--value", "y", "--json")
    signals = json.loads(out)["signals"]
    assert {(s["rule"], s["side"]) for s in signals} == {
        ("shift", "down"), ("shift", "up"), ("runs", None),
    }  # fmt: skip


def test_analyze_subgroups_and_labels(capsys, file):
    code, out, _ = run(
        capsys, "analyze", file, "--value", "late", "--subgroup", "team", "--date", "month",
        "--chart", "xbar",
    )  # fmt: skip
    assert code == 0
    assert "2 quarters: too young" in out
    assert "2024-04-01" in out
    code, out, _ = run(capsys, "analyze", file, "--value", "late", "--date", "team")
    assert code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--value", "nothing"], "no column 'nothing'"),
        (["--value", "team"], "line 2, found 'a'"),
        (["--value", "late", "--chart", "p"], "needs one denominator"),
        (["--value", "late", "--rules", "x"], "no rule set"),
    ],
)
def test_wrong_input_is_explained(capsys, file, arguments, words):
    code, _, err = run(capsys, "analyze", file, *arguments)
    assert code == 2
    assert words in err
    assert err.startswith("qi: ")


def test_a_file_that_is_not_there(capsys, tmp_path):
    code, _, err = run(capsys, "analyze", str(tmp_path / "no.csv"), "--value", "y")
    assert code == 2
    assert "no.csv" in err


def test_an_empty_file(capsys, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    assert run(capsys, "analyze", str(path), "--value", "y")[0] == 2


def test_validate_prints_every_case(capsys):
    code, out, _ = run(capsys, "validate")
    assert code == 0
    assert "MISS" not in out
    assert "0 missed." in out


def test_validate_fails_on_a_miss(capsys, monkeypatch):
    wrong = validate.Case("made up", "published", "nowhere", "center", 1.0, 1.1, 0.05)
    monkeypatch.setattr(command, "cases", lambda: (wrong,))
    code, out, _ = run(capsys, "validate")
    assert code == 1
    assert out.startswith("MISS")
    assert "1 missed." in out


def test_characteristics_prints_a_table(capsys, monkeypatch):
    monkeypatch.setattr(command, "CHARACTERISTIC_POINTS", (12,))
    code, out, _ = run(capsys, "characteristics", "--series", "200")
    assert code == 0
    assert out.count("\n| ") == len(command.RULE_SETS)


def test_it_runs_as_a_module(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["qi", "validate"])
    monkeypatch.delitem(sys.modules, "qi.__main__")
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("qi", run_name="__main__", alter_sys=True)
    assert stopped.value.code == 0


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        ("y,n\n5,10\n1,234,10\n", [], "line 3 has more fields than the header, 2"),
        ("y\n5\n\n\nx\n", [], "line 5, found 'x'"),
        ("y\n5\n\n-1\n", ["--chart", "c"], "line 4: a c chart holds counts"),
        ("y,n\n5,9\n\n7,6\n", ["--chart", "p", "--denominator", "n"], "line 4: the numerator"),
        ("y,d\n5,2024-02\n\n7,2024-01\n", ["--date", "d"], "line 4: 2024-01-01 comes before"),
        ("y,d\n5,2024-02\n7,\n", ["--date", "d"], "like the others in line 3, found ''"),
        ("y,d\n5,soon\n7,2024-01-01\n", ["--date", "d"], "in line 2, found 'soon'"),
        ("y,g\n5,a\n7,\n", ["--chart", "s", "--subgroup", "g"], "a label in line 3"),
        ("", [], "is empty; expected a header line"),
        ("y\n" + "1" * 200_000, [], "is no CSV file"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_line(capsys, tmp_path, text, arguments, words):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "analyze", str(path), "--value", "y", *arguments)
    assert (code, out) == (2, "")
    assert words in err
