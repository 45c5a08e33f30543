"""Real mail servers that tests start, on ports of their own."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.mail.settings import MailSettings, Protection, Way


@dataclass
class Mailbox:
    """What a server was given; `answers` says what it answers to a recipient or to data."""

    answers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    before_data: Callable[[str], None] | None = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # fmt: skip
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        if self.before_data:
            self.before_data(address)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.got.append((address, message))
        return "250 taken"

    def login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, auth: Any) -> Any:
        self.logins.append((auth.login, auth.password))
        right = auth.password == b"right"
        return AuthResult(success=right, handled=right)  # what is not handled is answered "535"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.got]


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """Serve; gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def smtp(port: int, folder: Path, **more: Any) -> MailSettings:
    """Settings that lead to such a server."""
    values: dict[str, Any] = {
        "way": Way.SMTP,
        "folder": folder,
        "host": "localhost",
        "port": port,
        "protection": Protection.NONE,
        "sender": "Centerline <reminders@example.org>",
        "timeout": 5,
    }
    return MailSettings(**(values | more))


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that nobody signed, and a server's context with it."""
    key, chain = folder / "key.pem", folder / "chain.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(chain)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return chain, context
