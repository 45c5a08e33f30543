"""Passwords: how they are stored, checked, and which are good enough."""

from __future__ import annotations

from functools import cache

from flask_security import hash_password, verify_password

from app.errors import ServiceError

SHORTEST = 10
LONGEST = 128

COMMON = frozenset(
    {
        "0123456789",
        "1234567890",
        "123456789a",
        "administrator",
        "centerline",
        "centerline1",
        "iloveyou12",
        "letmein123",
        "password12",
        "password123",
        "passwordpassword",
        "qwerty1234",
        "qwertyuiop",
        "welcome123",
    }
)


def check_quality(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is easily guessed, with what to do instead."""
    plain = password.lower()
    if len(password) < SHORTEST:
        _refuse(f"Use at least {SHORTEST} characters. Four unrelated words do well.")
    if len(password) > LONGEST:
        _refuse(f"Use at most {LONGEST} characters.")
    if plain in COMMON or len(set(plain)) < 4:
        _refuse("This is one of the first that would be guessed. Four unrelated words do well.")
    if plain in {email.lower(), name.lower(), email.lower().partition("@")[0]}:
        _refuse("Your name or address is the first that would be guessed. Use something else.")


def _refuse(message: str) -> None:
    raise ServiceError(message, field="password")


def stored_form(password: str) -> str:
    """What is stored of a password."""
    hashed: str = hash_password(password)
    return hashed


def is_right(password: str, stored: str | None) -> bool:
    """Whether `password` is the one stored. Takes as long where nothing is stored."""
    right: bool = verify_password(password[:LONGEST], stored or _nobodys())
    return right and stored is not None


@cache
def _nobodys() -> str:
    """A hash that no password is checked against in earnest."""
    return stored_form("nobody has this password")
