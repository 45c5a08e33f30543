"""The page on statistics is complete and true."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

import qi
from qi.__main__ import CHARACTERISTIC_POINTS, _parser
from qi.chart_types import CHART_TYPES
from qi.rules.rulesets import RULE_SETS
from qi.validate import PUBLISHED, cases

PAGE = Path(__file__).parents[2] / "docs" / "statistics.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHART_TYPES)
def test_every_chart_has_a_row_and_a_use(name):
    assert re.search(rf"^\| `{name}`", TEXT, re.M)
    assert re.search(rf"\*\*`{name}`\*\*", TEXT)


@pytest.mark.parametrize("name", CHART_TYPES)
def test_every_chart_has_a_source_and_an_example_of_its_own(name):
    (row,) = re.findall(rf"^\| `{name}`.*\|$", TEXT, re.M)
    source = row.rstrip("| ").rpartition("|")[2].split()[0].strip(",")
    assert source in TEXT.partition("## Sources")[2]
    (use,) = re.findall(rf"^- \*\*`{name}`\*\*.*(?:\n  .*)*", TEXT, re.M)
    assert ("qi.analyze(values)" if name == "run" else f'"{name}"') in use


@pytest.mark.parametrize("name", RULE_SETS)
def test_every_rule_set_has_a_use_and_an_example(name):
    (use,) = re.findall(rf"^- \*\*`{name}`\*\*.*$", TEXT, re.M)
    assert f'rules="{name}"' in use


@pytest.mark.parametrize("name", RULE_SETS)
def test_every_rule_set_has_a_row_and_its_source(name):
    (row,) = re.findall(rf"^\| `{name}` \|.*$", TEXT, re.M)
    source = RULE_SETS[name].source.split(",")[0]
    assert source in row


def test_every_rule_is_explained():
    every = {rule for rules in RULE_SETS.values() for rule in rules.names(limits=True)}
    for rule in every:
        assert f"`{rule}`" in TEXT, rule


def test_the_numbers_of_each_rule_set_are_in_its_row():
    for name, rules in RULE_SETS.items():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", TEXT, re.M)
        if rules.shift:
            assert f"shift of {rules.shift}" in row
        if rules.trend:
            assert f"trend of {rules.trend}" in row


def test_every_public_function_is_mentioned():
    for name in qi.__all__:
        if inspect.isfunction(getattr(qi, name)):
            assert f"qi.{name}(" in TEXT, name


def test_every_argument_of_analyze_is_explained_in_its_docstring():
    text = qi.analyze.__doc__
    for name in inspect.signature(qi.analyze).parameters:
        assert f"    {name} : " in text, name


def test_every_convention_of_a_rule_set_is_explained_in_its_docstring():
    for field in fields(qi.RuleSet):
        assert field.name in qi.RuleSet.__doc__


def test_every_command_and_option_is_mentioned():
    (commands,) = (action for action in _parser()._actions if action.choices)
    for name, parser in commands.choices.items():
        assert f"python -m qi {name}" in TEXT
        if name == "analyze":
            for action in parser._actions:
                for option in action.option_strings:
                    assert f"`{option}`" in TEXT or option in {"-h", "--help"}, option


def test_the_number_of_reference_cases_is_true():
    found = cases()
    kinds = [
        sum(case.kind == kind for case in found)
        for kind in (PUBLISHED, "transcribed", "independent arithmetic")
    ]
    assert f"{len(found)} numbers are checked: {kinds[0]} published" in TEXT
    assert f"{kinds[1]} of the NIST/SEMATECH handbook" in TEXT
    assert f"{kinds[2]} by independent arithmetic" in TEXT


def test_the_operating_characteristics_are_those_the_command_prints():
    for name in RULE_SETS:
        for n in CHARACTERISTIC_POINTS:
            assert re.search(rf"^\| {name} \| {n} \| [\d.]+% \| \d+% \| \d+% \|$", TEXT, re.M)
    one = qi.operating_characteristics("shewhart", 12, 1.0)
    two = qi.operating_characteristics("shewhart", 12, 2.0)
    assert f"| shewhart | 12 | {one.false_alarm:.1%} | {one.power:.0%} | {two.power:.0%} |" in TEXT


def test_every_source_that_is_cited_is_listed():
    sources = TEXT.partition("## Sources")[2]
    for rules in RULE_SETS.values():
        assert rules.source.split(",")[0].split(" & ")[-1] in sources


def test_the_examples_run():
    names = {"qi": qi}
    block = re.search(r"```python\nimport qi\n(.*?)```", TEXT, re.S).group(1)
    exec(block, names)  # noqa: S102 - our own page
    raw, weeks = [1, 2, 3, 4], ["a", "a", "b", "b"]
    data = {
        "values": [1, 2, 3],
        "minutes": [30, 40],
        "visits": [2, 3],
        "raw": raw,
        "weeks": weeks,
        "late": [1, 2],
        "patients": [9, 8],
        "falls": [1, 2],
        "bed_days": [90, 80],
        "days": [3, 4],
        "cases": [3, 0],
        "qi": qi,
    }
    pattern = r"`(qi\.(?:analyze|cusum|ewma|bernoulli_cusum|funnel|pareto)\([^`]*\))`"
    calls = [c for c in re.findall(pattern, TEXT) if "adjust=None" not in c and "**" not in c]
    calls = [
        c
        for c in calls
        if "h=5" not in c and "lam=0.2" not in c and "p0," not in c and "counts)" not in c
    ]
    assert len(calls) >= len(CHART_TYPES) + len(RULE_SETS)
    for call in calls:
        eval(call, data)  # noqa: S307 - our own page
