"""The API's blueprint with all of its operations."""

from app.api import document_views, network_views
from app.api.blueprint import bp

__all__ = ["bp", "document_views", "network_views"]
