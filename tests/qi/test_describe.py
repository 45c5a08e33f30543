"""What the chart says in words."""

import datetime as dt

import pandas as pd
import pytest

import qi
from qi.describe import near_signal


def months(n, year=2024, month=1):
    return [dt.date(year + (month - 1 + k) // 12, (month - 1 + k) % 12 + 1, 1) for k in range(n)]


CALM = [5, 7, 6, 8, 5, 7, 6, 8, 5, 7, 6, 8]
"""Twelve points that cross their median of 6.5 often enough, without a trend."""


def said(values, chart="run", **options):
    return qi.analyze(values, chart, **options).describe()


def test_a_shift_that_lasts_is_said_with_its_first_month():
    values = [*CALM, *[4, 3, 4, 3, 4, 3, 4, 3, 4]]
    (first, *_) = said(values, x=months(21), baseline=12)
    assert first == "9 months in a row below the center line since January 2025."


def test_a_shift_that_ended_is_said_with_both_months():
    values = [6, 7, *[4, 3, 4, 3, 4, 3, 4, 3, 4], *[7, 6] * 5]
    sentences = said(values, x=months(21), rules=qi.RuleSet("shift", shift=6))
    assert "9 months in a row below the center line from March to November 2024." in sentences


def test_a_span_over_the_turn_of_the_year_names_both_years():
    values = [6, 7, *[4, 3, 4, 3, 4, 3, 4, 3, 4], *[7, 6] * 5]
    sentences = said(values, x=months(21, month=6), rules=qi.RuleSet("shift", shift=6))
    assert "9 months in a row below the center line from August 2024 to April 2025." in sentences


def test_what_lasts_comes_first_and_the_latest_before_the_earlier():
    values = [9, 9, 9, 9, 9, 9, *CALM, 2, 2, 2, 2, 2, 2]
    sentences = said([v + k % 2 / 10 for k, v in enumerate(values)], x=months(24))
    assert sentences[0] == "6 months in a row below the center line since July 2025."
    assert sentences[1] == "6 months in a row above the center line from January to June 2024."


def test_points_are_not_called_months_where_one_of_them_is_left_out():
    values = [*CALM, 4, 3, None, 4, 3, 4, 3]
    (first, *_) = said(values, x=months(19), baseline=12)
    assert first == "6 points in a row below the center line since January 2025."
    gap = [*months(14), *months(5, year=2025, month=4)]
    (first, *_) = said([*CALM, 4, 3, 4, 3, 4, 3, 4], x=gap, baseline=12)
    assert first == "7 points in a row below the center line since January 2025."


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (pd.date_range("2024-01-01", periods=18, freq="7D"), "6 weeks in a row {} March 25, 2024."),
        (pd.date_range("2024-01-01", periods=18, freq="D"), "6 days in a row {} January 13, 2024."),
        (pd.period_range("2024Q1", periods=18, freq="Q"), "6 quarters in a row {} Q1 2027."),
        (pd.date_range("2001-01-01", periods=18, freq="YS"), "6 years in a row {} 2013."),
        (pd.date_range("2024-01-31", periods=18, freq="ME"), "6 months in a row {} January 2025."),
        (pd.date_range("2024-01-01", periods=18, freq="11D"), "6 points in a row {} May 12, 2024."),
        (
            pd.date_range("2024-01-01", periods=18, freq="28D"),
            "6 points in a row {} December 2, 2024.",
        ),
        (
            pd.date_range("2024-01-01T20:30", periods=18, freq="h"),
            "6 hours in a row {} January 2, 2024 at 08:30.",
        ),
        (
            pd.date_range("2024-01-01T20:00:15", periods=18, freq="5s"),
            "6 points in a row {} January 1, 2024 at 20:01:15.",
        ),
        (None, "6 points in a row {} point 13."),
        ([f"batch {k}" for k in "abcdefghijklmnopqr"], "6 points in a row {} batch m."),
    ],
)
def test_spacing_decides_what_a_point_is_called(dates, expected):
    (first, *_) = said([*CALM, 4, 3, 4, 3, 4, 3], x=dates, baseline=12)
    assert first == expected.format("below the center line since")


def test_a_span_of_days_names_the_year_once():
    dates = [dt.date(2024, 4, 1) + dt.timedelta(days=7 * k) for k in range(16)]
    values = [6, 7, *[4, 3, 4, 3, 4, 3], 7, 6, 7, 6, 7, 6, 7, 6]
    sentences = said(values, x=dates, rules=qi.RuleSet("shift", shift=6))
    assert "6 weeks in a row below the center line from April 15 to May 20, 2024." in sentences


def test_one_more_is_a_shift():
    for rules, length in (("perla", 6), ("ihi", 8)):
        tail = [4, 3] * 4
        near = qi.analyze(
            [*CALM, *tail[: length - 1]], rules=rules, x=months(11 + length), baseline=12
        )
        assert near_signal(near) == (
            f"{length - 1} months in a row below the center line; one more is a shift."
        )
        assert near_signal(near) in near.describe()
        for n in (length - 2, length):
            other = qi.analyze([*CALM, *tail[:n]], rules=rules, baseline=12)
            assert near_signal(other) is None


def test_one_more_is_a_shift_above_and_by_the_anhoej_limit():
    # With a 17th useful point the longest run that chance explains is round(log2 17) + 3 = 7.
    values = [0, 1, -1] + [1, -1] * 3 + [1] * 7
    analysis = qi.analyze([0, -1, *values[3:]], rules="anhoej", baseline=1)
    assert analysis.phases[0].n_useful == 14
    assert near_signal(analysis) == "7 points in a row above the center line; one more is a shift."


def test_a_broken_run_is_not_one_short():
    rules = qi.RuleSet("strict", shift=6, on_center="break")
    assert near_signal(qi.analyze([0, 1, 1, 1, 1, 1], rules=rules, baseline=1))
    assert near_signal(qi.analyze([0, 1, 1, 1, 1, 1, 0], rules=rules, baseline=1)) is None
    assert near_signal(qi.analyze([0, 1, 1, 1, 1, 1, 0], rules="perla", baseline=1))


def test_nothing_is_near_without_a_shift_rule_or_points():
    assert near_signal(qi.analyze([1, 2, 3], rules=qi.RuleSet("none"))) is None
    assert near_signal(qi.analyze([None])) is None
    assert near_signal(qi.analyze([2, 2, 2])) is None
    assert near_signal(qi.analyze([2, 2, 3], rules="anhoej", baseline=2)) is None


def test_a_trend():
    values = [*CALM, 4, 5, 6, 7, 8]
    sentences = said(values, x=months(17))
    assert "6 months in a row going up since December 2024." not in sentences
    assert "5 months in a row going up since January 2025." in sentences
    assert "5 months in a row going down since January 2025." in said(
        [-v for v in values], x=months(17)
    )


def test_points_outside_are_named_up_to_three():
    lead = [5, 6] * 8
    options = {"baseline": 16, "rules": qi.RuleSet("outside", outside=True)}
    for tail, expected in (
        ([20], "1 month above the upper limit: May 2025."),
        ([20, 5, 21], "2 months above the upper limit: May 2025 and July 2025."),
        ([20, 21, 22], "3 months above the upper limit: May 2025, June 2025 and July 2025."),
        ([20, 21, 22, 23], "4 months in a row above the upper limit since May 2025."),
        ([-20], "1 month below the lower limit: May 2025."),
    ):
        sentences = said([*lead, *tail], "i", x=months(16 + len(tail)), **options)
        assert sentences[0] == expected


def test_two_of_three():
    lead = [0.564, -0.564] * 8
    sentences = said([*lead, 2.5, 0, 2.5], "i", x=months(19), baseline=16)
    assert sentences[0] == (
        "2 months near or beyond the upper limit since May 2025: at least 2 of 3 in a row."
    )


def test_four_of_five():
    lead = [0.564, -0.564] * 8
    rules = qi.RuleSet("four", zones=(qi.Zone("four of five", k=4, n=5, sigmas=1),))
    low = [-1.5, -1.4, 0.2, -1.5, -1.4]
    sentences = said([*lead, *low], "i", x=months(21), baseline=16, rules=rules)
    assert sentences[0] == (
        "4 months well below the center line since May 2025: at least 4 of 5 in a row."
    )


def test_close_to_the_center():
    lead = [2.0, 2.5] * 4 + [-2.0, -2.5] * 4
    rules = qi.RuleSet("inner", inner=15)
    sentences = said([*lead, *[0.1, -0.1] * 7, 0.1], "i", baseline=16, x=months(31), rules=rules)
    assert sentences[0] == (
        "15 months in a row close to the center line since May 2025: less variation than the "
        "limits lead one to expect."
    )


def test_too_few_and_too_many_runs():
    rules = qi.RuleSet("runs", runs=True)
    assert said([1] * 6 + [2] * 6, rules=rules)[0] == (
        "2 runs since point 1, where chance gives 3 to 11: too few, so the points cluster."
    )
    assert said([1, 2] * 6, rules=rules)[0] == (
        "12 runs since point 1, where chance gives 3 to 11: too many, so the points zigzag."
    )
    assert said([0, *[1] * 12], rules=rules, baseline=1)[0].startswith("1 run since")


def test_too_few_crossings():
    assert said([1] * 6 + [2] * 6, rules="anhoej")[0] == (
        "1 crossing of the center line since point 1, where chance gives 3 or more: the points "
        "cluster."
    )
    assert said([0, *[1] * 12], rules="anhoej", baseline=1)[-1].startswith("0 crossings of")


def test_no_signal():
    assert said([5, 7, 6, 8, 7, 5, 6, 8, 5, 6, 7, 8], x=months(12)) == (
        "No signal among 12 months: the points vary as chance alone makes them vary.",
    )


def test_too_young():
    assert said([5, 7, 6, 8, 5], "i", x=months(5))[0] == (
        "5 months: too young to judge, which takes 10 points."
    )
    assert said([1], x=months(1)) == ("1 point: too young to judge, which takes 10 points.",)
    (first, *_) = said([*CALM, 3, 4, 5], x=months(15), phases=[12])
    assert first == "3 months since January 2025: too young to judge, which takes 10 points."


def test_too_few_off_the_center_line():
    (first, *_) = said([5] * 12 + [6, 4, 6])
    assert first == "3 of 15 points off the center line: too few to judge, which takes 10."


def test_all_values_equal():
    breaches = qi.analyze([0] * 24, "pp", denominators=[300] * 24, x=months(24))
    assert breaches.describe() == (
        "24 months, all with the same value, 0: nothing varies, so there is no signal to find.",
    )


def test_trial_limits():
    for n, trial in ((11, True), (12, False)):
        values = [5, 7, 4, 8, 5, 7, 3, 8, 5, 7, 6, 9][:n]
        analysis = qi.analyze(values, "i", x=months(n))
        assert analysis.phases[0].trial is trial
        assert (
            "11 months behind the limits: they are trial limits until there are 12."
            in analysis.describe()
        ) is trial


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (100, "Unless something changes, the target of 100 is missed every time."),
        (-100, "Unless something changes, the target of -100 is met every time."),
        (6, "The target of 6 lies within the limits: chance decides whether it is met."),
    ],
)
def test_the_target(target, expected):
    assert expected in said(CALM, "i", target=target, direction="up")


def test_the_target_of_a_process_that_is_changing():
    sentences = said([*CALM, 60, 62], "i", baseline=len(CALM), target=50, direction="up")
    assert (
        "While the process is changing, the limits do not say whether the target of 50 will be met."
        in sentences
    )
    assert not [sentence for sentence in sentences if "missed every time" in sentence]


def test_a_target_is_not_promised_while_the_latest_phase_has_signals():
    # The signal has ended, but the limits rest on a process that was not stable.
    sentences = said([*CALM, 60, 6], "i", baseline=len(CALM), target=50, direction="up")
    assert [s for s in sentences if s.startswith("While the process is changing")]
    # Signals of an earlier phase say nothing of the limits of the latest one.
    earlier = said([*CALM, 60, 6, *CALM], "i", phases=[14], target=50, direction="up", baseline=12)
    assert "Unless something changes, the target of 50 is missed every time." in earlier


def test_a_target_carries_its_unit():
    percent = qi.analyze(CALM, "i", target=100, direction="up").describe("%")
    assert "Unless something changes, the target of 100% is missed every time." in percent
    days = qi.analyze(CALM, "i", target=100, direction="up").describe("days")
    assert "Unless something changes, the target of 100 days is missed every time." in days


def test_a_chart_too_young_to_judge_foretells_no_target():
    sentences = said([5, 7, 4, 8, 5], "i", target=100, direction="up")
    assert "too young to judge" in sentences[0]
    assert not [sentence for sentence in sentences if "target" in sentence]


def test_what_is_left_out_is_said():
    sentences = said([*CALM, None, 5, 6], x=months(15), exclude=[0])
    assert "1 month has no value." in sentences
    assert "1 month is left out of center, limits and runs." in sentences
    sentences = said([*CALM, None, None, 5, 6], x=months(16), exclude=[0, 1])
    assert "2 months have no value." in sentences
    assert "2 months are left out of center, limits and runs." in sentences


def test_a_signal_of_one_point_that_ended():
    rules = qi.RuleSet("far", zones=(qi.Zone("far", k=1, n=1, sigmas=2),))
    lead = [0.564, -0.564] * 8
    dated = said([*lead, 2.5, 0], "i", x=months(18), baseline=16, rules=rules)
    assert dated[0] == (
        "1 month near or beyond the upper limit in May 2025: at least 1 of 1 in a row."
    )
    numbered = said([*lead, 2.5, 0], "i", baseline=16, rules=rules)
    assert numbered[0].startswith("1 point near or beyond the upper limit at point 17:")


def test_a_range_that_cannot_exist_is_not_missing():
    assert not [s for s in said([*CALM, 6], "mr") if "no value" in s]
    assert "1 point has no value." in said([*CALM, None, 6], "mr")
    assert "1 point has no value." in said([*CALM, 0], "mr", denominators=[1] * 12 + [0])
    raw, weeks = [1, 2, 3, 5, 4], [1, 1, 2, 2, 3]
    assert not [s for s in said(raw, "s", subgroups=weeks) if "no value" in s]
    assert "1 point has no value." in said([*raw, None], "s", subgroups=[*weeks, 4])


def test_without_a_rule_for_the_chart_nothing_is_said_of_chance():
    assert said(CALM, rules="shewhart") == (
        "No rule of shewhart applies to a run chart: nothing was looked for.",
    )
    assert said([*CALM, *CALM], "mr", rules="perla")[0].startswith("No rule of perla applies to")
    assert said(CALM, "i", rules="shewhart")[0].startswith("No signal among 12 points")


def test_large_numbers_are_written_out():
    target = said([v * 1e6 for v in CALM], "i", target=150_000_000, direction="up")
    assert "Unless something changes, the target of 150,000,000 is missed every time." in target
    assert said([1_500_000] * 12)[0].startswith("12 points, all with the same value, 1,500,000:")


def test_equal_ranges_are_called_ranges():
    assert said([3, 5] * 7, "mr")[0].startswith("13 points, all with the same range, 2:")
    deviations = said([0.3] * 24, "s", subgroups=[k // 2 for k in range(24)])
    assert deviations[0].startswith("12 points, all with the same standard deviation, 0:")


def test_a_point_outside_leads_even_where_the_rest_is_too_young():
    analysis = qi.analyze([5, 6, 5, 6, 5, 6, 40], "i", baseline=6, x=months(7))
    assert analysis.verdict.rule == "outside"
    assert analysis.describe()[:2] == (
        "1 month above the upper limit: July 2024.",
        "7 months: apart from the limits too young to judge, which takes 10 points.",
    )
    # Earlier points outside change nothing of that.
    past = said([5, 6, 5, 6, 5, 6, 40, 5], "i", baseline=6, x=months(8))
    assert past[0] == "8 months: too young to judge, which takes 10 points."


def test_few_points_off_the_center_line_and_one_outside():
    rules = qi.RuleSet("outside", outside=True)
    values = [5, 6, 4, *[5] * 9, 30]
    sentences = said(values, "i", baseline=12, rules=rules)
    assert sentences[0] == "2 points above the upper limit: point 2 and point 13."
    assert sentences[1] == (
        "3 of 13 points off the center line: apart from the limits too few to judge, which takes "
        "10."
    )


def test_the_headline_is_what_names_the_verdict():
    # At the last point a trend of 6, two of three, and a shift of 8 hold together.
    lead = [0.5, -0.5] * 12
    tail = [0.2, 0.4, 0.3, 0.8, 1.2, 1.6, 2.0, 2.4]
    analysis = qi.analyze([*lead, *tail], "i", baseline=24, x=months(32))
    ongoing = {signal.rule for signal in analysis.signals if signal.indices[-1] == 31}
    assert ongoing == {"trend", "two of three", "shift"}
    assert analysis.verdict.rule == "trend"
    assert [sentence.split(" since")[0] for sentence in analysis.describe()[:3]] == [
        "6 months in a row going up",
        "2 months near or beyond the upper limit",
        "8 months in a row above the center line",
    ]
    above = qi.analyze([*lead, *tail, 9.0], "i", baseline=24, x=months(33))
    assert above.verdict.rule == "outside"
    assert above.describe()[0] == "1 month above the upper limit: September 2026."


def test_many_points_outside_are_told_apart_by_whether_they_last():
    rules = qi.RuleSet("outside", outside=True)
    lead = [5, 6] * 8
    options = {"baseline": 16, "rules": rules}
    spread = [*lead, 20, 5, 20, 5, 20, 5, 20, 21]
    assert said(spread, "i", x=months(24), **options)[:2] == (
        "2 months above the upper limit: November 2025 and December 2025.",
        "3 months above the upper limit: May 2025, July 2025 and September 2025.",
    )
    ended = [*lead, 20, 21, 22, 23, 5, 6, 5, 20, 5, 6]
    assert said(ended, "i", x=months(26), **options)[0] == (
        "5 months above the upper limit between May 2025 and December 2025."
    )
    stretch = [*lead, 20, 21, 22, 23, 5, 6]
    assert said(stretch, "i", x=months(22), **options)[0] == (
        "4 months in a row above the upper limit from May to August 2025."
    )
    # A month left out of the calculation does not part its neighbors.
    ghosted = [*lead, 20, 21, 5, 22, 23]
    assert said(ghosted, "i", x=months(21), exclude=[18], **options)[0] == (
        "4 points in a row above the upper limit since May 2025."
    )


def test_days_that_hold_commas_are_parted_by_semicolons():
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=k) for k in range(18)]
    rules = qi.RuleSet("outside", outside=True)
    sentences = said([*[5, 6] * 7, 20, 5, 20, 20], "i", x=days, baseline=14, rules=rules)
    assert sentences[0] == (
        "3 days above the upper limit: January 15, 2024; January 17, 2024 and January 18, 2024."
    )


def test_a_target_without_a_direction_is_neither_met_nor_missed():
    assert not [sentence for sentence in said(CALM, "i", target=100) if "target" in sentence]
