"""Definitions as forms send them."""

from __future__ import annotations

from typing import Any

NETWORK = "/networks/river/measures"
TEAM = "/networks/river/teams/clinic/measures"


def sent(**changed: Any) -> dict[str, Any]:
    """What the form of a sound definition sends."""
    return {
        "name": "Refills on time",
        "role": "process",
        "purpose": "Medicine at home prevents attacks.",
        "data_kind": "proportion",
        "definition": "Of the refills due in the month, those picked up within 7 days.",
        "numerator_label": "Picked up in time",
        "denominator_label": "Refills due",
        "inclusions": "Controllers",
        "exclusions": "Rescue inhalers",
        "unit": "%",
        "multiplier": "100",
        "direction": "up",
        "target": "80",
        "target_on": "2026-12-31",
        "frequency": "month",
        "due_days": "10",
        "source": "Pick-up records",
        "collector": "The pharmacist",
        "sampling": "",
        "chart": "",
        "rules": "default",
        "baseline_points": "",
        "sharing": "open",
        "smallest_denominator": "10",
        "link": "",
    } | changed
