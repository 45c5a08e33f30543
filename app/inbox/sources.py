"""The sources of the inbox that are built in."""

from __future__ import annotations

from app.inbox import reviews, signals
from app.inbox.items import SOURCES

SOURCES += [reviews.said, signals.arrived]
