"""The API's blueprint with all of its operations."""

from app.api import (
    analysis_views,
    definition_views,
    document_views,
    measure_views,
    network_views,
    observation_views,
    strata_views,
)
from app.api.blueprint import bp

__all__ = [
    "analysis_views",
    "bp",
    "definition_views",
    "document_views",
    "measure_views",
    "network_views",
    "observation_views",
    "strata_views",
]
