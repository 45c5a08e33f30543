"""Loading the demo: two networks, once. Flushes, never commits."""

from __future__ import annotations

from sqlalchemy import select

from app import clock
from app.accounts.models import User
from app.demo import emergency_care, files, sessions, story
from app.demo.when import Calendar
from app.extensions import db
from app.imports.progress import Progress
from app.networks.models import Network


def load(progress: Progress) -> bool:
    """Make both networks; False where one of them is there already, and nothing is changed."""
    record = files.network()
    slugs = (record["network"]["slug"], emergency_care.SLUG)
    if db.session.scalar(select(Network.id).where(Network.slug.in_(slugs)).limit(1)) is not None:
        return False
    people = story.load_people(record)
    story.load(record, people, Calendar(clock.today()), progress)
    emergency_care.load(people, progress)
    sessions.keep_packs(progress)
    return True


def sign_ins() -> list[str]:
    """Whom one can be in the demo, a line for each."""
    people = db.session.scalars(
        select(User).where(User.demo_role.is_not(None)).order_by(User.id)
    ).all()
    width = max((len(person.name) for person in people), default=0)
    return [f"{person.name:<{width}}  {person.demo_role}" for person in people]
