"""The command line: analyze a file, check the reference cases, show operating characteristics."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from qi.analysis import analyze
from qi.chart_types import CHART_TYPES
from qi.errors import InvalidValueError, QIError
from qi.results import Analysis
from qi.rules.rulesets import RULE_SETS
from qi.simulate import operating_characteristics
from qi.validate import PUBLISHED, Case, cases

CHARACTERISTIC_POINTS = (12, 24, 36)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows `python -m qi`; those of the process by default.

    Returns
    -------
    int
        0 if all is well, 1 if a reference case misses, 2 if the input is wrong.
    """
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except (QIError, OSError, UnicodeDecodeError) as error:
        print(f"qi: {error}", file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qi", description=__doc__)
    commands = parser.add_subparsers(required=True)
    validate = commands.add_parser("validate", help="compute the reference cases")
    validate.set_defaults(run=_validate)
    table = commands.add_parser(
        "characteristics", help="false alarms and power of the rule sets, as a table"
    )
    table.add_argument("--series", type=int, default=20_000, help="simulated series")
    table.set_defaults(run=_characteristics)
    one = commands.add_parser("analyze", help="analyze one series in a CSV file")
    one.add_argument("file", type=Path, help="a CSV file with a header line")
    one.add_argument("--value", required=True, help="column of values, or of numerators")
    one.add_argument("--denominator", help="column of denominators")
    one.add_argument("--date", help="column of dates (2025-04-30 or 2025-04) or labels")
    one.add_argument("--subgroup", help="column of subgroup labels")
    one.add_argument("--chart", default="run", choices=tuple(CHART_TYPES))
    one.add_argument("--rules", default="default", help=", ".join(("default", *RULE_SETS)))
    one.add_argument("--phases", type=int, nargs="*", default=(), help="0-based starts of phases")
    one.add_argument("--baseline", type=int, help="leading points that set the limits")
    one.add_argument("--exclude", type=int, nargs="*", default=(), help="0-based positions")
    one.add_argument("--multiplier", type=float, default=1.0)
    one.add_argument("--target", type=float)
    one.add_argument("--direction", choices=("up", "down"))
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_analyze)
    return parser


def _validate(chosen: argparse.Namespace) -> int:
    del chosen
    found = cases()
    width = max(len(case.name) for case in found)
    for case in found:
        mark = "ok  " if case.passed else "MISS"
        print(
            f"{mark}  {case.name:<{width}}  {case.quantity:<12}  {case.expected:>16.10g}  "
            f"{case.got:>16.10g}  {case.kind}: {case.source}"
        )
    missed = [case for case in found if not case.passed]
    print(_summary(found, missed))
    return 1 if missed else 0


def _summary(found: Sequence[Case], missed: Sequence[Case]) -> str:
    published = sum(case.kind == PUBLISHED for case in found)
    return f"{len(found)} reference cases, {published} of them published; {len(missed)} missed."


def _characteristics(chosen: argparse.Namespace) -> int:
    print("| rules | points | false alarms | sees 1 sigma | sees 2 sigma |")
    print("|---|---|---|---|---|")
    for name in RULE_SETS:
        for n in CHARACTERISTIC_POINTS:
            one = operating_characteristics(name, n, 1.0, series=chosen.series)
            two = operating_characteristics(name, n, 2.0, series=chosen.series)
            print(f"| {name} | {n} | {one.false_alarm:.1%} | {one.power:.0%} | {two.power:.0%} |")
    return 0


def _analyze(chosen: argparse.Namespace) -> int:
    columns, lines = _read(chosen)
    try:
        analysis = _analyzed(chosen, columns)
    except QIError as error:
        in_rows = error.argument in {"values", "denominators"} or (
            error.argument == "x" and "subgroup" not in columns
        )
        if in_rows and error.position is not None:
            print(f"qi: line {lines[error.position]}: {error.message}", file=sys.stderr)
            return 2
        raise
    if chosen.json:
        print(json.dumps(_plain(analysis), indent=2, ensure_ascii=False, default=str))
    else:
        _print(analysis)
    return 0


def _analyzed(chosen: argparse.Namespace, columns: dict[str, list[Any]]) -> Analysis:
    return analyze(
        columns["value"],
        chosen.chart,
        denominators=columns.get("denominator"),
        subgroups=columns.get("subgroup"),
        x=columns.get("date"),
        baseline=chosen.baseline,
        phases=chosen.phases,
        exclude=chosen.exclude,
        multiplier=chosen.multiplier,
        target=chosen.target,
        direction=chosen.direction,
        rules=chosen.rules,
    )


def _read_rows(path: Path) -> tuple[Sequence[str], list[dict[str, str | None]], list[int]]:
    """Read a header, the rows under it, and the line of the file in which each of them ends."""
    rows, lines = [], []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey=_SURPLUS)
        try:
            header = reader.fieldnames
            if not header:
                raise InvalidValueError(
                    f"{path} is empty; expected a header line and a line per point",
                    argument="file",
                )
            for row in reader:
                if _SURPLUS in row:
                    raise InvalidValueError(
                        f"line {reader.line_num} has more fields than the header, {len(header)}; "
                        'a number with a comma in it, such as "1,234", needs quotes',
                        argument="file",
                    )
                rows.append(row)
                lines.append(reader.line_num)
        except csv.Error as error:
            raise InvalidValueError(
                f"{path} is no CSV file: {error} in line {reader.line_num}", argument="file"
            ) from None
    return header, rows, lines


_SURPLUS: Final = "\0"
"""Where the reader puts fields beyond the header: a name that no column has."""


def _read(chosen: argparse.Namespace) -> tuple[dict[str, list[Any]], list[int]]:
    header, rows, lines = _read_rows(chosen.file)
    wanted = {
        name: column
        for name in ("value", "denominator", "date", "subgroup")
        if (column := getattr(chosen, name)) is not None
    }
    for name, column in wanted.items():
        if column not in header:
            raise InvalidValueError(
                f"there is no column {column!r} in {chosen.file}; it has {', '.join(header)}",
                argument=f"--{name}",
            )
    found: dict[str, list[Any]] = {}
    for name, column in wanted.items():
        texts = [(row[column] or "").strip() for row in rows]
        if name in {"value", "denominator"}:
            found[name] = [
                _number(text, column, line) for line, text in zip(lines, texts, strict=True)
            ]
        else:
            found[name] = _dates(texts, lines, column) if name == "date" else texts
    if "subgroup" in found:
        found.pop("date", None)
        for line, text in zip(lines, found["subgroup"], strict=True):
            if not text:
                raise InvalidValueError(
                    f"expected a label in line {line}, found nothing", argument=chosen.subgroup
                )
    return found, lines


def _number(text: str, column: str, line: int) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise InvalidValueError(
            f"expected a number or nothing in line {line}, found {text!r}", argument=column
        ) from None


def _dates(texts: list[str], lines: list[int], column: str) -> list[Any]:
    """Read dates; where none of the texts is one, they are labels."""
    dates = [_date(text) for text in texts]
    if not any(dates):
        return list(texts)
    for day, text, line in zip(dates, texts, lines, strict=True):
        if day is None:
            raise InvalidValueError(
                f"expected a date like the others in line {line}, found {text!r}", argument=column
            )
    return list(dates)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text if text.count("-") > 1 else f"{text}-01")
    except ValueError:
        return None


def _print(analysis: Analysis) -> None:
    rules = analysis.options["rules"]
    print(f"{analysis.chart} chart, rules {rules.name} version {rules.version}")
    print(f"verdict: {analysis.verdict.variation.value}; {analysis.verdict.assurance.value}")
    for sentence in analysis.describe():
        print(sentence)
    print()
    frame = analysis.frame()
    frame["signals"] = [", ".join(names) for names in frame["signals"]]
    print(frame.to_string(index=False, na_rep="", float_format=lambda number: f"{number:.4g}"))


def _plain(analysis: Analysis) -> dict[str, Any]:
    options = {**analysis.options, "rules": asdict(analysis.options["rules"])}
    frame = analysis.frame()
    return {
        "chart": analysis.chart,
        "sentences": list(analysis.describe()),
        "verdict": {
            "variation": analysis.verdict.variation.value,
            "assurance": analysis.verdict.assurance.value,
            "rule": analysis.verdict.rule,
        },
        "phases": [_known(asdict(phase)) for phase in analysis.phases],
        "signals": [
            {**asdict(signal), "side": None if signal.side is None else signal.side.value}
            for signal in analysis.signals
        ],
        "points": [_known(row) for row in frame.to_dict(orient="records")],
        "options": options,
    }


def _known(row: Any) -> dict[str, Any]:
    """Replace numbers that do not exist by null, which JSON knows."""
    return {
        str(key): None if isinstance(value, float) and math.isnan(value) else value
        for key, value in row.items()
    }


if __name__ == "__main__":
    sys.exit(main())
