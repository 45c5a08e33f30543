"""What a definition must hold to; the same for every way in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from app.measures.kinds import CHART_NAMES, KINDS, Kind, rules_for
from app.measures.models import DataKind, Frequency, Measure
from app.templating import number

Refusals = dict[str, str]
"""Sentences by the name of the field they stand beside."""

FEWEST_BASELINE = 2


def check(values: Mapping[str, Any]) -> Refusals:
    """What is wrong with a definition by itself."""
    kind = KINDS[values["data_kind"]]
    refused: Refusals = {}
    _check_counting(values, kind, refused)
    _check_scale(values, kind, refused)
    _check_chart(values, kind, refused)
    if values["frequency"] not in kind.frequencies:
        if values["data_kind"] is DataKind.EVENTS:
            refused["frequency"] = "Events are entered one by one. Choose “Event by event”."
        else:
            refused["frequency"] = f"“{kind.name}” needs a calendar: weeks, months or quarters."
    if values["link"] and urlsplit(values["link"]).scheme not in {"http", "https"}:
        refused["link"] = "Write the whole address, beginning with https://."
    return refused


def _check_counting(values: Mapping[str, Any], kind: Kind, refused: Refusals) -> None:
    has_denominator = values["data_kind"] in {DataKind.PROPORTION, DataKind.RATE}
    if not values["name"]:
        refused["name"] = "Write the measure’s name."
    if not values["numerator_label"]:
        refused["numerator_label"] = "Say what is counted or measured; it names the entry field."
    if has_denominator and not values["denominator_label"]:
        refused["denominator_label"] = (
            f"“{kind.name}” has a denominator. Say out of what, or per what."
        )
    if not has_denominator and values["denominator_label"]:
        refused["denominator_label"] = f"“{kind.name}” has no denominator. Leave this empty."
    if not has_denominator and values["smallest_denominator"]:
        refused["smallest_denominator"] = f"“{kind.name}” has no denominator. Write 0."


def _check_scale(values: Mapping[str, Any], kind: Kind, refused: Refusals) -> None:
    multiplier, target = values["multiplier"], values["target"]
    if not multiplier or multiplier <= 0:
        refused["multiplier"] = (
            "Write a number above 0: 100 for percent, 1 for the number as it is."
        )
        return
    if values["target_on"] and target is None:
        refused["target"] = "There is a target date. Write the target, too."
    if target is None:
        return
    lowest = None if kind.lowest is None else kind.lowest * multiplier
    highest = None if kind.highest is None else kind.highest * multiplier
    unit = values["unit"] if values["unit"] == "%" else ""
    if highest is not None and lowest is not None and not lowest <= target <= highest:
        refused["target"] = (
            f"A share is between {number(lowest)}{unit} and {number(highest)}{unit}; "
            f"{number(target)}{unit} can never be reached."
        )
    elif lowest is not None and target < lowest:
        refused["target"] = "This cannot fall below 0, so a target below 0 can never be reached."


def _check_chart(values: Mapping[str, Any], kind: Kind, refused: Refusals) -> None:
    chart, rules = values["chart"], values["rules"]
    if chart not in kind.charts:
        fitting = "; ".join(CHART_NAMES[name].split(",")[0] for name in kind.charts)
        refused["chart"] = f"This chart does not fit “{kind.name}”. These do: {fitting}."
    elif rules != "default" and rules not in rules_for(chart):
        refused["rules"] = (
            "These rules look at control limits, which a run chart has none of. "
            "Choose Perla’s or Anhøj’s."
            if chart == "run"
            else "These rules were made for run charts. Choose another set."
        )
    baseline = values["baseline_points"]
    if baseline is not None and baseline < FEWEST_BASELINE:
        refused["baseline_points"] = f"A baseline needs {FEWEST_BASELINE} points at least."


def check_kept(measure: Measure, values: Mapping[str, Any]) -> Refusals:
    """What cannot change any more once a measure has observations."""
    refused: Refusals = {}
    what_instead = (
        "Values are stored, and they would not fit. Retire this measure and define a new one; "
        "the old one stays readable."
    )
    if values["data_kind"] is not measure.data_kind:
        refused["data_kind"] = what_instead
    elif values["frequency"] is not measure.frequency:
        was = "event" if measure.frequency is Frequency.EVENT else measure.frequency.value
        refused["frequency"] = f"They are kept by the {was}. {what_instead}"
    return refused
