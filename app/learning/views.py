"""The pages of sessions; importing them gives the blueprint its routes."""

from app.learning import (
    pack_views,
    plan_views,
    present_views,
    room_views,
    session_views,
    shown_views,
)
from app.learning.blueprint import bp

__all__ = [
    "bp",
    "pack_views",
    "plan_views",
    "present_views",
    "room_views",
    "session_views",
    "shown_views",
]
