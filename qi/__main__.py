"""The command line: analyze a file, check the reference cases, show operating characteristics."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from qi.analysis import analyze
from qi.chart_types import CHART_TYPES
from qi.csv_file import read_table
from qi.errors import QIError
from qi.results import Analysis
from qi.rules.rulesets import RULE_SETS
from qi.shown import rounded
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
    code = 0
    try:
        code = chosen.run(chosen)
        sys.stdout.flush()
    except QIError as error:
        print(f"qi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader, such as head, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qi", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
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
    one.add_argument(
        "--date", help="column of dates (2025-04-30, 2025-04 or 2025-04-30 14:00) or labels"
    )
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
    wanted = {
        name: column
        for name in ("value", "denominator", "date", "subgroup")
        if (column := getattr(chosen, name)) is not None
    }
    table = read_table(chosen.file, wanted)
    columns, first = dict(table.columns), list(table.lines)
    if "subgroup" in columns:
        # One point per subgroup, named by the date of its first row.
        rows = [columns["subgroup"].index(label) for label in dict.fromkeys(columns["subgroup"])]
        first = [first[row] for row in rows]
        if "date" in columns:
            columns["date"] = [columns["date"][row] for row in rows]
    try:
        analysis = _analyzed(chosen, columns)
    except QIError as error:
        lines = {**dict.fromkeys(("values", "denominators", "subgroups"), table.lines), "x": first}
        if error.argument in lines and error.position is not None:
            where = f"line {lines[error.argument][error.position]}"
        else:
            where = _OPTIONS.get(error.argument, f"--{error.argument}")
        print(f"qi: {where}: {error.message}", file=sys.stderr)
        return 2
    if chosen.json:
        plain = _plain(analysis)
        print(json.dumps(plain, indent=2, ensure_ascii=False, default=str, allow_nan=False))
    else:
        _print(analysis)
    return 0


_OPTIONS: Final = {
    "values": "--value",
    "denominators": "--denominator",
    "subgroups": "--subgroup",
    "x": "--date",
}
"""What the command line calls the arguments of `analyze`."""


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


def _print(analysis: Analysis) -> None:
    rules = analysis.options["rules"]
    print(f"{analysis.chart} chart, rules {rules.name} version {rules.version}")
    print(f"verdict: {analysis.verdict.variation.value}; {analysis.verdict.assurance.value}")
    for sentence in analysis.describe():
        print(sentence)
    print()
    frame = analysis.frame()
    frame["signals"] = [", ".join(names) for names in frame["signals"]]
    print(frame.to_string(index=False, na_rep="", float_format=rounded))


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
        str(key): None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in row.items()
    }


if __name__ == "__main__":
    sys.exit(main())
