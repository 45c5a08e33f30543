"""The form in which a network's rules for attention are set: a row of fields for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField

from app.huddle.rules import BY_KEY, CHOICES, LEVELS, RULES, Rule, stamp
from app.plain_fields import ChoiceField


class RulesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF publishes no types
    """Whether each rule is on, what it counts, and its number."""

    opened = HiddenField()

    def show(self, rules: Sequence[Rule]) -> None:
        """Fill the form from how the rules are set."""
        self.opened.data = stamp(rules)
        for rule in rules:
            self[f"{rule.key}_on"].data = rule.is_on
            self[f"{rule.key}_level"].data = str(rule.level)
            if rule.limit is not None:
                self[f"{rule.key}_limit"].data = rule.limit

    def show_opened(self, rules: Sequence[Rule]) -> None:
        """Let what was typed rest on how the rules are set now."""
        self.opened.data = stamp(rules)

    def wanted(self) -> list[Rule]:
        """The rules as they were typed."""
        return [
            replace(
                rule,
                is_on=bool(self[f"{rule.key}_on"].data),
                level=int(self[f"{rule.key}_level"].data or 0),
                limit=self[f"{rule.key}_limit"].data if rule.limit is not None else None,
            )
            for rule in RULES
        ]

    def row(self, rule: Rule) -> tuple[Any, Any, Any]:
        """The fields of a rule: on, level, and limit if it has one."""
        limit = self[f"{rule.key}_limit"] if BY_KEY[rule.key].limit is not None else None
        return self[f"{rule.key}_on"], self[f"{rule.key}_level"], limit


for _rule in RULES:
    setattr(RulesForm, f"{_rule.key}_on", BooleanField(f"{_rule.name}: use this rule"))
    setattr(
        RulesForm,
        f"{_rule.key}_level",
        ChoiceField(
            f"{_rule.name}: counts",
            choices=[(str(each), f"{each}, {LEVELS[each].lower()}") for each in CHOICES],
        ),
    )
    if _rule.limit is not None:
        setattr(
            RulesForm,
            f"{_rule.key}_limit",
            IntegerField(f"{_rule.name}: {_rule.unit}"),
        )
