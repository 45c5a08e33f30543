"""Another team's numbers go through one door, which hides small ones.

A module that reads observations stands here with the reason why it may: it serves the team and
its coach alone, or it stores data, or it is the door. A new one asks `app.strata.published`.
"""

from __future__ import annotations

import ast
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"

READERS = {
    "models.py": "names every model",
    "measures/queries.py": "loads for the door and for the team's own page",
    "measures/series.py": "turns records into rows, for the door",
    "measures/services.py": "stores",
    "measures/marking.py": "changes what a team marks; MARK_CHART",
    "measures/marks.py": "the team's own marks; readers outside get the door's rows in point.py",
    "measures/annotating.py": "changes what a team marks; MARK_CHART",
    "measures/many.py": "stores",
    "measures/auditing.py": "words for the audit, which tells no number that a measure hides",
    "measures/replacing.py": "stores",
    "measures/forms.py": "the correction form; ENTER_DATA",
    "measures/entry.py": "the entry row; ENTER_DATA",
    "measures/preview.py": "the entry's preview; ENTER_DATA",
    "measures/told.py": "writes what it is given",
    "measures/recent.py": "the table of values, for the team and its coach",
    "measures/versions.py": "where a definition changed; the href for who may mark",
    "measures/contents.py": "whether there are corrections, no values",
    "measures/removing.py": "stores; the caller declares ENTER_DATA",
    "measures/past/keeping.py": "stores",
    "measures/past/record.py": "the whole record; page.py gives it to the team and its coach",
    "measures/past/revive.py": "an earlier state; others get the door's rows of it in page.py",
    "measures/past/listing.py": "the history of a chart; SEE_TEAM",
    "measures/past/page.py": "the history, SEE_TEAM; of an earlier state asks the door for others",
    "catalog/queries.py": "whether there are data; the longest series, which pages.py may show",
    "catalog/pages.py": "what the data suggest, for who sees all of the team's work; SEE_TEAM",
    "catalog/services.py": "whether there are data, no values; RUN_NETWORK or EDIT_TEAM",
    "catalog/reporting.py": "the last period that is stored; EDIT_TEAM",
    "assessments/record.py": "stores",
    "learning/prework.py": "up to which period a team has data, no values; shown to the team alone",
    "measures/due.py": "which periods are entered, no values",
    "measures/changes.py": "the history of a chart, for the team and its coach",
    "measures/own_words.py": "notes and reasons, for the team and its coach",
    "measures/passport.py": "which periods are left out, no values",
    "measures/pages.py": "the table of values, for the team and its coach; the chart asks the door",
    "measures/point.py": "asks the door which points there are",
    "measures/point_views.py": "opens what point.py found",
    "measures/views.py": "corrections; ENTER_DATA",
    "measures/charts.py": "asks the door; counts what it hides",
    "compare/seen.py": "asks the door",
    "downloads/series.py": "writes the rows that the chart was given; notes for the team's people",
    "ideas/charts.py": "asks the door",
    "aims/queries.py": "the baseline of the team's own aim; EDIT_TEAM",
    "teams/story.py": "whether there are data, no values; charts ask the door",
    "storyboard/family.py": "whether there are data, no values; charts ask the door",
    "pdsa/actuals.py": "the results of a team's own predictions; SEE_TEAM",
    "pdsa/ramp_page.py": "in which periods there are data, no values; SEE_TEAM",
    "api/observation_views.py": "asks the door; records for the team and its coach, SEE_TEAM",
    "api/schemas/observations.py": "writes what it is given",
    "api/storing.py": "stores; ENTER_DATA",
    "imports/plan.py": "compares a file with what is stored; its pages show that to the team alone",
    "imports/doubtful.py": "a team's own chart, for its own file, ENTER_DATA; asks the door for others",
    "imports/browser/kept.py": "counts changes, to see whether a check still holds; shows nothing",
    "imports/storing.py": "stores",
    "demo/team_story.py": "stores",
    "demo/marks.py": "stores",
    "demo/sessions.py": "stores",
    "demo/strata.py": "stores",
    "demo/kinds.py": "stores",
    "demo/emergency_care.py": "stores",
    "grid/opening.py": "the grid; ENTER_DATA",
    "grid/window.py": "which periods the grid shows, no values; ENTER_DATA",
    "grid/sheet.py": "the grid; ENTER_DATA",
    "grid/lines.py": "what was typed beside what is stored; ENTER_DATA",
    "grid/reading.py": "what was typed beside what is stored; ENTER_DATA",
    "grid/chart.py": "the chart beside the grid; ENTER_DATA",
    "standings/loading.py": "what is kept of a team's own charts, for the team and its coach",
    "standings/doors.py": "which series were written to, no values",
    "strata/published.py": "the door",
    "strata/many.py": "the door, for one stratum of many teams",
    "strata/queries.py": "loads for the door",
    "strata/histories.py": "loads for the door",
    "strata/entering.py": "stores; ENTER_DATA",
    "strata/sheets.py": "the form of one period; ENTER_DATA",
}

READS = {"Observation", "StratumObservation", "rows_of", "rows_where", "rows_by_team", "with_rows"}
ELSEWHERE = {"app.theory.rows"}
"""Modules that call something else by one of these names."""


def _reads(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module not in ELSEWHERE:
            if READS & {alias.name for alias in node.names}:
                return True
        elif isinstance(node, ast.Attribute) and node.attr == "observations":
            if not (isinstance(node.value, ast.Name) and node.value.id == "cycle"):
                return True
        elif isinstance(node, ast.Attribute) and node.attr in READS:
            return True
    return False


def test_no_module_reads_observations_by_another_way() -> None:
    found = {str(path.relative_to(APP)) for path in APP.rglob("*.py") if _reads(path)}
    # The columns of a cycle's form are called observations as well.
    found -= {
        "huddle/queries.py",
        "pdsa/forms.py",
        "pdsa/log.py",
        "pdsa/models.py",
        "demo/files.py",
        "demo/story.py",
    }
    assert found - set(READERS) == set(), "ask app.strata.published, or say here why not"
    assert set(READERS) - found <= {"models.py"}, "these read no observations any more"


def test_no_template_reads_observations() -> None:
    own = {
        "measures/templates/measures/_series.html",
        "measures/templates/measures/_correction.html",
    }
    for path in APP.rglob("*.html"):
        if ".observations" in path.read_text(encoding="utf-8"):
            name = str(path.relative_to(APP))
            assert name in own or name.startswith("pdsa/"), name


KEEPERS = {
    "models.py": "names every model",
    "__init__.py": "lets every write be noticed",
    "cli.py": "makes them anew",
    "huddle/facts.py": "the teams that a coach looks after",
    "huddle/finding.py": "the teams that a coach looks after",
    "huddle/queries.py": "the teams that a coach looks after",
    "reviews/queries.py": "the teams that a coach looks after",
    "reviews/better.py": "the chart that the data call for; SEE_TEAM",
    "reviews/page.py": "the chart under review; COACH_TEAM",
    "reviews/services.py": "which signals the coach has seen with the chart; COACH_TEAM",
    "inbox/signals.py": "the person's own teams and those they coach",
}


def test_standings_are_read_for_the_team_and_its_coach_alone() -> None:
    """They are of the team's own data: what others see is computed from published cells."""
    found = set()
    for path in APP.rglob("*.py"):
        name = str(path.relative_to(APP))
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        imported = [each.module or "" for each in tree if isinstance(each, ast.ImportFrom)]
        if any(module.startswith("app.standings") for module in imported):
            found.add(name)
    found = {name for name in found if not name.startswith("standings/")}
    assert found - set(KEEPERS) == set(), "others may not be told; ask app.strata.published"
