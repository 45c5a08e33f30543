"""Wrong files and wrong arguments on the command line: each is explained, none ends in a traceback."""

import subprocess
import sys

import pytest

from qi import __main__ as command

GROUPS = "y,g,d\n" + "".join(f"{k},{'ab'[k // 3]},2024-0{k // 3 + 1}-01\n" for k in range(6))
XBAR = ["--chart", "xbar", "--subgroup", "g"]


def analyze(capsys, path, *arguments):
    code = command.main(["analyze", str(path), *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        # What is no CSV file
        (b"", [], "is empty; expected a header line"),
        (b"\n\n", [], "is empty; expected a header line"),
        (b"y\n", [], "no lines under its header"),
        (b"y,n\n\n\n", [], "no lines under its header"),
        (b"PK\x03\x04rest", [], "save the sheet as CSV"),
        (b"y\n1\x00\n", [], "no text file"),
        ("y\n1\n".encode("utf-16"), [], "not written in UTF-8 (line 1); save it as CSV UTF-8"),
        ("y,w\n1,a\n2,süß\n".encode("latin-1"), [], "not written in UTF-8 (line 3)"),
        (b"y\n" + b"1" * 200_000, [], "field larger than field limit (131072) in line 2"),
        # Columns
        (b"a,b\n1,2\n", [], "there is no column 'y' in"),
        (b",b\n1,2\n", [], "it has a column without a name, b"),
        (b"Y,b\n1,2\n", [], "did you mean 'Y'?"),
        (b"y;n\n1;2\n", [], "separated by ';', expected commas"),
        (b"y\tn\n1\t2\n", [], r"separated by '\t', expected commas"),
        (b"y,y\n1,2\n", [], "has 2 columns called 'y'; rename one"),
        (b"y, y \n1,2\n", [], "has 2 columns called 'y'; rename one"),
        (b"y,n\n1,2\n3\n", [], "line 3 has fewer fields than the header, 2"),
        (b"y,n\n1,234,2\n", [], "line 2 has more fields than the header, 2"),
        # Numbers
        (b"y\nabc\n", [], "expected a number or nothing in line 2, found 'abc'"),
        (b'y\n"1,234"\n', [], "write it without separators of thousands: 1234"),
        (b'y\n"-1,234,567.5"\n', [], "write it without separators of thousands: -1234567.5"),
        ("y\n1\u00a0234\n".encode(), [], "write it without separators of thousands: 1234"),
        (b"y\n1_234\n", [], "expected a number or nothing in line 2, found '1_234'"),
        (b'y\n"3,5"\n', [], "write it with a decimal point: 3.5"),
        (b'y\n"1.234,5"\n', [], "write it with a decimal point: 1234.5"),
        (b"y\n45%\n", [], "without the percent sign, or give numerators and denominators"),
        (b"y\n1\nN/A\n", [], "in line 3, found 'N/A'; leave the field empty"),
        (b"y\ninf\n", [], "line 2: expected a finite number"),
        (b"y\n1\n" + b"9" * 5000 + b"\n", [], "line 3: expected a finite number"),
        # Values that cannot stand on the chart
        (b"y\n-1\n", ["--chart", "c"], "line 2: a c chart holds counts, found -1"),
        (b"y\n0\n", ["--chart", "t"], "line 2: a t chart holds times between events, found 0"),
        (b"y,n\n1,2\n5,4\n", ["--chart", "p", "--denominator", "n"], "line 3: the numerator 5 is"),
        (b"y,n\n1,2\n5,0\n", ["--denominator", "n"], "line 3: the denominator is 0 but"),
        (b"y,n\n1,2\n2,3\n", ["--chart", "np", "--denominator", "n"], "line 3: an np chart needs"),
        (b"y\n1\n", ["--chart", "p"], "--denominator: a p chart needs one denominator"),
        (b"y,n\n1,2\n", ["--chart", "c", "--denominator", "n"], "--denominator: a c chart takes no"),
        (b"y\n1\n", ["--chart", "xbar"], "--subgroup: an xbar chart needs one subgroup label"),
        (b"y,g\n1,a\n", ["--subgroup", "g"], "--subgroup: a run chart takes no subgroups"),
        # Dates
        (b"y,d\n1,2024-02\n2,2024-01\n", ["--date", "d"], "line 3: 2024-01-01 comes before"),
        (b"y,d\n1,4/30/2025\n", ["--date", "d"], "such as 2025-04-30 or 2025-04 in line 2, found '4/30/2025'"),
        (b"y,d\n1,30.04.25\n", ["--date", "d"], "such as 2025-04-30"),
        (b"y,d\n1,2025/04/30\n", ["--date", "d"], "such as 2025-04-30"),
        (b"y,d\n1,2025-04-31\n", ["--date", "d"], "in line 2, found '2025-04-31'"),
        (b"y,d\n1,2025-04\n2,May\n", ["--date", "d"], "a date like the others in line 3, found 'May'"),
        (b"y,d\n1,2025-04\n2,\n", ["--date", "d"], "a date like the others in line 3, found ''"),
        (b"y,d\n1,2025-04\n2,2025-13\n", ["--date", "d"], "in line 3, found '2025-13'"),
        (b"y,d\n1,2025-04-01T08:00\n2,2025-04-01T09:00+01:00\n", ["--date", "d"], "line 3: "),
        # Subgroups
        (b"y,g\n1,a\n2,\n", XBAR, "expected a label in line 3, found nothing"),
        (b"y,g\n1,2024-02-01\n1,2024-02-01\n2,2024-01-01\n", XBAR, "line 4: 2024-01-01 comes before"),
        (b"y,g\n" + b"1,b\n" * 2 + b"1,a\n" * 26, ["--chart", "r", "--subgroup", "g"], "line 4: subgroup 'a' has 26"),
        (b"y,g\n1,a\nx,a\n", XBAR, "in line 3, found 'x'"),
        (b"y,g\n1,a\ninf,a\n", XBAR, "line 3: expected a finite number"),
        # Options
        (b"y\n1\n2\n", ["--rules", "juran"], "--rules: 'juran' is no rule set"),
        (b"y\n1\n2\n", ["--phases", "5"], "--phases: expected a position above 0 and below 2"),
        (b"y\n1\n2\n", ["--phases", "-1"], "--phases: expected a position above 0"),
        (b"y\n1\n2\n", ["--exclude", "2"], "--exclude: expected a position from 0 to 1"),
        (b"y\n1\n2\n", ["--baseline", "0"], "--baseline: expected a whole number of points"),
        (b"y\n1\n2\n", ["--multiplier", "0"], "--multiplier: expected a number above 0, found 0"),
        (b"y\n1\n2\n", ["--multiplier", "nan"], "--multiplier: expected a finite number"),
        (b"y\n1\n2\n", ["--target", "inf"], "--target: expected a finite number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_explained(capsys, tmp_path, content, arguments, words):
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    code, out, err = analyze(capsys, path, "--value", "y", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.startswith("qi: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["draw"],
        ["analyze"],
        ["analyze", "data.csv"],
        ["analyze", "data.csv", "--value"],
        ["analyze", "data.csv", "--value", "y", "--chart", "pie"],
        ["analyze", "data.csv", "--value", "y", "--baseline", "1.5"],
        ["analyze", "data.csv", "--value", "y", "--phases", "two"],
        ["analyze", "data.csv", "--value", "y", "--multiplier", "1,000"],
        ["analyze", "data.csv", "--value", "y", "--direction", "left"],
        ["analyze", "data.csv", "--value", "y", "--colour", "red"],
        ["characteristics", "--series", "many"],
    ],
)
def test_wrong_arguments_show_the_usage(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m qi" in capsys.readouterr().err


def test_no_series_to_simulate(capsys):
    assert command.main(["characteristics", "--series", "0"]) == 2
    assert "series: expected a whole number, 1 or more, found 0" in capsys.readouterr().err


def test_what_is_no_file(capsys, tmp_path):
    code, _, err = analyze(capsys, tmp_path / "no.csv", "--value", "y")
    assert (code, "no.csv: No such file" in err) == (2, True)
    code, _, err = analyze(capsys, tmp_path, "--value", "y")
    assert (code, "directory" in err) == (2, True)


def test_subgroups_are_named_by_the_date_of_their_first_row(capsys, tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text(GROUPS, encoding="utf-8")
    code, out, _ = analyze(capsys, path, "--value", "y", "--date", "d", *XBAR)
    assert code == 0
    assert "2 months: too young" in out
    backwards = "y,g,d\n1,a,2024-02-01\n2,a,2024-02-01\n3,b,2024-01-01\n4,b,2024-01-01\n"
    path.write_text(backwards, encoding="utf-8")
    code, _, err = analyze(capsys, path, "--value", "y", "--date", "d", *XBAR)
    assert (code, "line 4: 2024-01-01 comes before" in err) == (2, True)


def test_times_spaces_and_a_byte_order_mark_are_read(capsys, tmp_path):
    path = tmp_path / "hours.csv"
    rows = "".join(f" {k % 3} ,2024-01-01 {k:02}:00\n" for k in range(1, 13))
    path.write_text(f"\ufeff y , d\n0,2024-01-01\n{rows}", encoding="utf-8")
    code, out, _ = analyze(capsys, path, "--value", "y", "--date", "d", "--chart", "i")
    assert code == 0
    assert "13 hours" in out


def test_large_numbers_are_printed_in_full(capsys, tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("y\n1234567\n1234569\n", encoding="utf-8")
    _, out, _ = analyze(capsys, path, "--value", "y")
    assert "1,234,567" in out
    assert "e+" not in out


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch, capfd):
    def cut_off():
        raise BrokenPipeError

    closed = []
    monkeypatch.setattr(command, "cases", cut_off)
    monkeypatch.setattr(command.os, "dup2", lambda *ends: closed.append(ends))
    assert command.main(["validate"]) == 0
    assert len(closed) == 1
    assert capfd.readouterr() == ("", "")


def test_a_pipe_that_closes_early_shows_no_traceback():
    validate = [sys.executable, "-m", "qi", "validate"]
    with subprocess.Popen(validate, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
