"""Making, changing and closing accounts."""

from __future__ import annotations

import secrets

from email_validator import EmailNotValidError, validate_email

from app import audit
from app.accounts import passwords, queries, sessions
from app.accounts.models import User
from app.errors import ServiceError
from app.extensions import db


def create_user(actor: User | None, email: str, name: str, password: str | None) -> User:
    """Make an account. Without a password nobody can sign in to it but by the demonstration."""
    address, name = clean_email(email), name.strip()
    if not name:
        raise ServiceError("Write the name that others will see.", field="name")
    if queries.by_email(address) is not None:
        raise ServiceError("This address has an account already.", field="email")
    if password is not None:
        passwords.check_quality(password, email=address, name=name)
    user = User(
        email=address,
        name=name,
        password=passwords.stored_form(password) if password is not None else None,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
    )
    db.session.add(user)
    db.session.flush()
    audit.record(actor or user, "create account", user, network=None, after={"email": address})
    return user


def clean_email(email: str) -> str:
    """An address in the one form in which it is stored."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ServiceError(
            "This does not look like an email address, such as ana@example.org.", field="email"
        ) from error
    return found.normalized.lower()


def change_password(actor: User, current: str, new: str) -> str:
    """Give `actor` a new password, end every session of theirs, and open one; its token."""
    if not passwords.is_right(current, actor.password):
        raise ServiceError("This is not your present password.", field="current")
    passwords.check_quality(new, email=actor.email, name=actor.name)
    if current == new:
        raise ServiceError("This is the password you have now.", field="password")
    actor.password = passwords.stored_form(new)
    sessions.end_all(actor)
    audit.record(actor, "change password", actor, network=None)
    return sessions.open_for(actor)


def deactivate(actor: User | None, user: User) -> None:
    """Close an account: nobody signs in to it, and who was signed in is not any more."""
    user.active = False
    sessions.end_all(user)
    audit.record(
        actor,
        "deactivate account",
        user,
        network=None,
        before={"active": True},
        after={"active": False},
    )


def activate(actor: User | None, user: User) -> None:
    """Open a closed account again."""
    user.active = True
    audit.record(
        actor,
        "activate account",
        user,
        network=None,
        before={"active": False},
        after={"active": True},
    )


def reset_password(actor: User | None, user: User) -> str:
    """Give `user` a made-up password and sign them out everywhere; the password."""
    made_up = secrets.token_urlsafe(12)
    user.password = passwords.stored_form(made_up)
    sessions.end_all(user)
    audit.record(actor, "reset password", user, network=None)
    return made_up
