"""The same refusals with what to do about them, on the command line and on the page."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Wording:
    """What to do where the way to do it differs."""

    date_format: str
    """How the form of dates is said, with the form's pattern and an example of it."""
    unknown_team: str
    both_columns: str
    value_column: str
    less: str
    """How to say who is missing where strata add up to less than the whole."""
    tells_stored: bool = True
    """Whether who imports may read what is stored of the teams."""


COMMAND = Wording(
    date_format="(--date-format {pattern})",
    unknown_team="With --create-teams it is made.",
    both_columns="Name both columns, with --numerator and --denominator.",
    value_column="Name its column with --value.",
    less="Say who is missing with --note.",
)
PAGE = Wording(
    date_format="(dates as {example})",
    unknown_team="Mend the name, or leave out the rows of unknown teams.",
    both_columns="Choose the column of each.",
    value_column="Choose one column only.",
    less="Say below who is missing.",
)
PAGE_OF_ANY_TEAM = replace(PAGE, tells_stored=False)
