"""Writing interviews down, removing them and putting them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app import audit
from app.accounts.models import User
from app.clock import now
from app.conflicts import expect
from app.errors import ServiceError
from app.extensions import db
from app.interviews.models import Consent, Interview, InterviewTheme, Quote
from app.interviews.queries import known_themes
from app.stakeholders.models import Stakeholder
from app.teams.models import Team, TeamMembership
from app.theory.models import DriverNode

COLUMNS = ("on", "who", "interviewer_id", "consent", "consent_note", "notes")
MOST_THEMES = 12
LONGEST_THEME = 60


def save(
    team: Team,
    interview: Interview | None,
    fields: Mapping[str, Any],
    *,
    themes: Sequence[str],
    quotes: Sequence[str],
    stakeholder_ids: Sequence[int],
    driver_ids: Sequence[int],
    actor: User | None,
    today: date,
    version: int | None = None,
) -> Interview:
    """Write an interview down, or change it.

    Words are kept as quotes only with consent to quote: where it is withdrawn, the form asks to
    take them out, and then they are gone.
    """
    if interview is not None:
        db.session.refresh(interview, with_for_update={"of": Interview})
        if version is not None:
            expect(interview, version)
    if fields["on"] > today:
        raise ServiceError("This day is still to come.", field="on")
    if quotes and fields["consent"] is not Consent.QUOTES:
        raise ServiceError(
            "Quotes need consent to quote. Note the consent, or take the quotes out.",
            field="quotes",
        )
    _check_interviewer(team, interview, fields.get("interviewer_id"))
    named = _themes(team, themes)
    people = _own(Stakeholder, team, stakeholder_ids, interview.stakeholders if interview else ())
    drivers = _own(DriverNode, team, driver_ids, interview.drivers if interview else ())
    is_new = interview is None
    if interview is None:
        interview = Interview(team=team)
        db.session.add(interview)
    changed = [name for name in COLUMNS if getattr(interview, name) != fields[name]]
    for name in COLUMNS:
        setattr(interview, name, fields[name])
    changed += _replace(interview, named, quotes, people, drivers)
    if not changed and not is_new:
        return interview
    db.session.flush()
    action = "add interview" if is_new else "edit interview"
    _note(interview, actor, action, ", ".join(sorted(changed)))
    return interview


def remove(interview: Interview, *, actor: User | None) -> None:
    """Take an interview out of the list and of the counts; it can be put back."""
    if interview.removed_at is None:
        interview.removed_at = now()
        _note(interview, actor, "remove interview")


def restore(interview: Interview, *, actor: User | None) -> None:
    """Put an interview back with its themes, quotes and links."""
    if interview.removed_at is not None:
        interview.removed_at = None
        _note(interview, actor, "restore interview")


def _replace(
    interview: Interview,
    themes: Sequence[str],
    quotes: Sequence[str],
    people: list[Stakeholder],
    drivers: list[DriverNode],
) -> list[str]:
    """Store the lists where they differ; answers the names of those that did."""
    changed = []
    if [theme.name for theme in interview.themes] != list(themes):
        kept = {theme.name: theme for theme in interview.themes}
        interview.themes[:] = [kept.get(name) or InterviewTheme(name=name) for name in themes]
        for position, theme in enumerate(interview.themes):
            theme.position = position
        changed.append("themes")
    if [quote.text for quote in interview.quotes] != list(quotes):
        # The same words stay the same quote: a storyboard may show it.
        said = {quote.text: quote for quote in reversed(interview.quotes)}
        interview.quotes[:] = [
            said.pop(text) if text in said else Quote(text=text) for text in quotes
        ]
        for position, quote in enumerate(interview.quotes):
            quote.position = position
        changed.append("quotes")
    if {each.id for each in interview.stakeholders} != {each.id for each in people}:
        interview.stakeholders[:] = people
        changed.append("stakeholders")
    if {each.id for each in interview.drivers} != {each.id for each in drivers}:
        interview.drivers[:] = drivers
        changed.append("drivers")
    if changed and interview.id is not None:
        # A new version although no column of the interview's own may have changed.
        flag_modified(interview, "who")
    return changed


def _themes(team: Team, themes: Sequence[str]) -> list[str]:
    """Each once, written as the team wrote it before."""
    before = {name.casefold(): name for name in known_themes(team.id)}
    found: dict[str, str] = {}
    for theme in themes:
        name = " ".join(theme.split())
        if len(name) > LONGEST_THEME:
            raise ServiceError(
                f"Keep a theme under {LONGEST_THEME} characters: “{name[:40]}…”.",
                field="new_themes",
            )
        if name:
            found.setdefault(name.casefold(), before.get(name.casefold(), name))
    if len(found) > MOST_THEMES:
        raise ServiceError(f"Tag at most {MOST_THEMES} themes.", field="new_themes")
    return list(found.values())


def _own(model: Any, team: Team, ids: Sequence[int], linked: Sequence[Any]) -> list[Any]:
    """The team's own with these ids; others are refused.

    What is `linked` and was taken out since is on no form, and stays for the day it comes back.
    """
    waiting = [each for each in linked if each.removed_at is not None]
    wanted = set(ids) - {each.id for each in waiting}
    if not wanted:
        return waiting
    query = select(model).where(
        model.id.in_(wanted), model.team_id == team.id, model.removed_at.is_(None)
    )
    found = list(db.session.scalars(query))
    if len(found) != len(wanted):
        field = "stakeholder_ids" if model is Stakeholder else "driver_ids"
        raise ServiceError("Choose from the list; something was removed meanwhile.", field=field)
    return [*found, *waiting]


def _check_interviewer(team: Team, interview: Interview | None, person_id: int | None) -> None:
    if person_id is None or (interview is not None and interview.interviewer_id == person_id):
        return
    own = select(TeamMembership.id).where(
        TeamMembership.team_id == team.id, TeamMembership.user_id == person_id
    )
    if db.session.scalar(own) is None:
        raise ServiceError("Choose somebody on the team.", field="interviewer_id")


def _note(interview: Interview, actor: User | None, action: str, fields: str = "") -> None:
    """The audit says who did what, and none of the words: interviews are the team's alone."""
    db.session.flush()
    said = {"interview": interview.id} | ({"fields": fields} if fields else {})
    team = interview.team
    audit.record(actor, action, team, network=team.network, after=said)
