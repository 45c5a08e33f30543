"""The list of features, each a package with its blueprint."""

from __future__ import annotations

from flask import Flask

from app import models  # noqa: F401  # relationships by name need every model imported
from app.accounts.views import bp as accounts
from app.aims.views import bp as aims
from app.api.page_views import bp as api_page
from app.api.tokens.views import bp as api_tokens
from app.api.views import bp as api
from app.assessments.views import bp as assessments
from app.audit.views import bp as audit
from app.catalog.assistant_views import bp as measure_assistant
from app.catalog.reporting_views import bp as reporting
from app.catalog.views import bp as catalog
from app.causes.views import bp as causes
from app.charter.views import bp as charter
from app.coaching_log.views import bp as coaching_log
from app.compare.views import bp as compare
from app.conversations.views import bp as conversations
from app.downloads.views import bp as downloads
from app.gallery.views import bp as gallery
from app.grid.views import bp as grid
from app.huddle.views import bp as huddle
from app.ideas.views import bp as ideas
from app.imports.browser.views import bp as importing
from app.inbox.views import bp as inbox
from app.interviews.views import bp as interviews
from app.invitations.views import bp as invitations
from app.learning.views import bp as learning
from app.measures.adopt_views import bp as measure_adoption
from app.measures.past.views import bp as past
from app.measures.point_views import bp as points
from app.measures.views import bp as measures
from app.networks.views import bp as networks
from app.pairings.views import bp as pairings
from app.pdsa.views import bp as pdsa
from app.progress.views import bp as progress
from app.reminders.views import bp as reminders
from app.reviews.views import bp as reviews
from app.stakeholders.views import bp as stakeholders
from app.storyboard.views import bp as storyboard
from app.strata.views import bp as strata
from app.teams.people import bp as team_people
from app.teams.views import bp as teams
from app.theory.views import bp as theory
from app.work.views import bp as work

BLUEPRINTS = (
    accounts,
    invitations,
    networks,
    audit,
    work,
    reminders,
    huddle,
    reviews,
    inbox,
    teams,
    team_people,
    aims,
    charter,
    pdsa,
    theory,
    ideas,
    assessments,
    stakeholders,
    interviews,
    compare,
    pairings,
    measures,
    points,
    past,
    measure_adoption,
    catalog,
    measure_assistant,
    reporting,
    causes,
    conversations,
    coaching_log,
    progress,
    storyboard,
    learning,
    strata,
    downloads,
    importing,
    gallery,
    grid,
    api,
    api_tokens,
    api_page,
)


def register(app: Flask) -> None:
    """Give the application its pages."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
