"""Who may do what. The only place that decides it, and the only place that loads what a URL names.

Every view is decorated with `public`, `signed_in`, or the name of what its URL names: `network`,
`team`, `measure`, `series` and the smaller things that belong to those. The decorator loads the
objects that the URL names, answers 404 for those that the actor may not see (the same answer as
for those that do not exist), 403 where the actor sees an object but may not do this to it, and
hands the objects to the view.
"""

from app.access.declarations import (
    Rule,
    annotation,
    assessment_round,
    breakdown,
    chart_review,
    coaching,
    group,
    instrument,
    interview,
    learning_session,
    measure,
    network,
    network_invitation,
    network_role,
    public,
    rule_of,
    series,
    session_team,
    signed_in,
    stakeholder,
    strategy,
    stratified,
    team,
    team_invitation,
    team_place,
)
from app.access.permissions import May, can, is_open, may, own_teams, resolves
from app.access.refusals import FILES, not_found
from app.access.roles import NOBODY, Standing, actor, narrow, standing, standing_of
from app.access.things import Part, Thing

__all__ = [
    "FILES",
    "NOBODY",
    "May",
    "Part",
    "Rule",
    "Standing",
    "Thing",
    "actor",
    "annotation",
    "assessment_round",
    "breakdown",
    "can",
    "chart_review",
    "coaching",
    "group",
    "instrument",
    "interview",
    "is_open",
    "learning_session",
    "may",
    "measure",
    "narrow",
    "network",
    "network_invitation",
    "network_role",
    "not_found",
    "own_teams",
    "public",
    "resolves",
    "rule_of",
    "series",
    "session_team",
    "signed_in",
    "stakeholder",
    "standing",
    "standing_of",
    "strategy",
    "stratified",
    "team",
    "team_invitation",
    "team_place",
]
