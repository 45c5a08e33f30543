"""All pages of assessments on their blueprint."""

from app.assessments import network_views, team_views  # noqa: F401  # they put their pages on it
from app.assessments.blueprint import bp

__all__ = ["bp"]
