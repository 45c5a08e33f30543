"""Settings, read from the environment; every one has a default that is safe."""

from __future__ import annotations

import getpass
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.mail import settings as mail


def _kept_secret(instance: Path, name: str) -> str:
    """A secret made at first start and kept in the instance folder, readable by its owner only."""
    path = instance / name
    try:
        if not path.exists():
            instance.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(
            f"Centerline keeps its data in the folder {instance} and cannot use it: "
            f"{error.strerror}. Make it a folder that {getpass.getuser()} may write."
        ) from error


def settings(instance: Path) -> dict[str, Any]:
    """All settings of an installation whose data live in `instance`."""
    env = os.environ
    demo = env.get("CENTERLINE_DEMO", "") == "1"
    return {
        "SECRET_KEY": env.get("CENTERLINE_SECRET_KEY") or _kept_secret(instance, "secret-key"),
        "SECURITY_PASSWORD_SALT": env.get("CENTERLINE_PASSWORD_SALT")
        or _kept_secret(instance, "password-salt"),
        "SQLALCHEMY_DATABASE_URI": env.get("CENTERLINE_DATABASE_URL")
        or f"sqlite:///{instance / 'centerline.sqlite'}",
        "DEMO": demo,
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": env.get("CENTERLINE_HTTPS", "0" if demo else "1") == "1",
        "SESSION_COOKIE_NAME": "centerline",
        "SESSION_IDLE": timedelta(hours=12),
        "SESSION_ABSOLUTE": timedelta(days=14),
        "WTF_CSRF_TIME_LIMIT": None,
        "PROXIES": int(env.get("CENTERLINE_PROXIES", "0")),
        "TODAY": None,
        # Where people reach this installation: links in mail lead there.
        "PUBLIC_URL": env.get("CENTERLINE_URL", "").strip().rstrip("/"),
        "MAIL": mail.read(env, instance),
    }
