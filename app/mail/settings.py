"""How mail leaves this installation, read from the environment."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Choice = TypeVar("Choice", bound=enum.Enum)


class Way(enum.Enum):
    """Where messages go."""

    SMTP = "smtp"
    FILES = "files"
    CONSOLE = "console"


class Protection(enum.Enum):
    """How the connection to the mail server is kept from listeners."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


NOBODY = "centerline@localhost"
PORTS = {Protection.STARTTLS: 587, Protection.TLS: 465, Protection.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Everything that decides how a message leaves.

    `timeout` is in seconds, for connecting and for each answer of the server.
    """

    way: Way
    folder: Path
    host: str = ""
    port: int = 0
    protection: Protection = Protection.STARTTLS
    user: str = ""
    password: str = ""
    sender: str = NOBODY
    timeout: float = 20.0

    def __repr__(self) -> str:
        """Say all but the password: settings end up in logs."""
        return f"MailSettings({self.way.value}, {self.host}:{self.port}, {self.protection.value})"


def read(env: Mapping[str, str], instance: Path) -> MailSettings:
    """The settings that the environment gives; files in the instance folder without any.

    Raises
    ------
    SystemExit
        A setting cannot be understood; says which, what is expected, and what was found.
    """
    host = env.get("CENTERLINE_MAIL_HOST", "").strip()
    way = _one_of(env, "CENTERLINE_MAIL_BY", Way, Way.SMTP if host else Way.FILES)
    if way is Way.SMTP and not host:
        raise SystemExit("CENTERLINE_MAIL_BY is smtp: set CENTERLINE_MAIL_HOST to the mail server.")
    sender = env.get("CENTERLINE_MAIL_FROM", "").strip()
    if way is Way.SMTP and not sender:
        raise SystemExit(
            "Set CENTERLINE_MAIL_FROM to the address that mail comes from, "
            "such as centerline@example.org."
        )
    protection = _one_of(env, "CENTERLINE_MAIL_SECURITY", Protection, Protection.STARTTLS)
    return MailSettings(
        way=way,
        folder=instance / "mail",
        host=host,
        port=int(_number(env, "CENTERLINE_MAIL_PORT", PORTS[protection], 65535)),
        protection=protection,
        user=env.get("CENTERLINE_MAIL_USER", ""),
        password=env.get("CENTERLINE_MAIL_PASSWORD", ""),
        sender=sender or NOBODY,
        timeout=_number(env, "CENTERLINE_MAIL_TIMEOUT", 20, 600),
    )


def _one_of(env: Mapping[str, str], name: str, kind: type[Choice], otherwise: Choice) -> Choice:
    text = env.get(name, "").strip().lower()
    if not text:
        return otherwise
    try:
        return kind(text)
    except ValueError:
        choices = ", ".join(str(each.value) for each in kind)
        raise SystemExit(f"{name} is “{text}”; it may be one of: {choices}.") from None


def _number(env: Mapping[str, str], name: str, otherwise: float, most: float) -> float:
    text = env.get(name, "").strip()
    if not text:
        return otherwise
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise SystemExit(f"{name} is “{text}”; it must be a whole number from 1 to {most:g}.")
    return int(text)
