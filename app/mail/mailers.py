"""The ways by which a message leaves: a mail server, files in a folder, or the console."""

from __future__ import annotations

import contextlib
import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import click

from app.mail.settings import MailSettings, Protection, Way


class MailError(Exception):
    """A message did not leave."""


class ServerAwayError(MailError):
    """The mail server cannot be reached or does not let us in: no message will leave now."""


class RefusedError(MailError):
    """The server said no to this message. It was not delivered; trying again does no harm."""


class UnclearError(MailError):
    """The connection broke while the message was handed over: it may have been delivered."""


class Mailer(Protocol):
    """A way by which messages leave."""

    def open(self) -> None:
        """Be ready to send. Raises ServerAwayError."""

    def send(self, message: EmailMessage) -> None:
        """Send a message. Raises RefusedError or UnclearError."""

    def close(self) -> None:
        """Leave the server in peace."""


def mailer_of(settings: MailSettings) -> Mailer:
    """The way that the settings choose."""
    match settings.way:
        case Way.SMTP:
            return SmtpMailer(settings)
        case Way.FILES:
            return FileMailer(settings.folder)
        case Way.CONSOLE:
            return ConsoleMailer()


class ConsoleMailer:
    """Prints each message, for trying things out."""

    def open(self) -> None: ...

    def send(self, message: EmailMessage) -> None:
        click.echo(message.as_string())

    def close(self) -> None: ...


class FileMailer:
    """Keeps each message as a file that mail programs open, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ServerAwayError(
                f"Mail cannot be kept in {self.folder}: {error.strerror}."
            ) from error

    def send(self, message: EmailMessage) -> None:
        name = "".join(sign for sign in message["Message-ID"] if sign.isalnum() or sign in "-.")
        path = self.folder / f"{name}.eml"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes())
        except OSError as error:
            raise RefusedError(f"{path} cannot be written: {error.strerror}.") from error

    def close(self) -> None: ...


class SmtpMailer:
    """Hands messages to a mail server, over one connection as long as it lasts."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def open(self) -> None:
        if self._server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._server.noop()[0] == 250:
                    return
            self.close()
        try:
            self._server = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            where = f"{self.settings.host}, port {self.settings.port}"
            raise ServerAwayError(f"The mail server at {where}: {_said(error)}") from error

    def _connected(self) -> smtplib.SMTP:
        chosen, context = self.settings, ssl.create_default_context()
        if chosen.protection is Protection.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                chosen.host, chosen.port, timeout=chosen.timeout, context=context
            )
        else:
            server = smtplib.SMTP(chosen.host, chosen.port, timeout=chosen.timeout)
        try:
            if chosen.protection is Protection.STARTTLS:
                server.starttls(context=context)
            if chosen.user:
                server.login(chosen.user, chosen.password)
        except BaseException:
            server.close()
            raise
        return server

    def send(self, message: EmailMessage) -> None:
        if self._server is None:
            raise RefusedError("There is no connection to the mail server.")
        try:
            self._server.send_message(message)
        except (
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPNotSupportedError,
            smtplib.SMTPHeloError,
        ) as error:
            raise RefusedError(_said(error)) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            # 421: the server ends the connection, whatever it was asked. Nothing was accepted.
            if error.smtp_code == 421:
                self.close()
            raise RefusedError(_said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise UnclearError(_said(error)) from error

    def close(self) -> None:
        if self._server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._server.close()
            self._server = None


def _said(error: Exception) -> str:
    """What went wrong, in one line: the server's own words where it said any."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return " ".join(str(error).split()) or type(error).__name__
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())}"
