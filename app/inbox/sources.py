"""The sources of the inbox that are built in."""

from __future__ import annotations

from app.inbox import comments, reviews, signals
from app.inbox.items import SOURCES

SOURCES += [comments.written, reviews.said, reviews.asked_of_the_backbone, signals.arrived]
