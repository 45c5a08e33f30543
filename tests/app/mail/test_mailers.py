"""Mail leaves through a real server, and what goes wrong is told apart."""

from __future__ import annotations

import socket
import stat
from email import message_from_bytes
from email.policy import default

import pytest

from app.mail.mailers import (
    ConsoleMailer,
    FileMailer,
    RefusedError,
    ServerAwayError,
    SmtpMailer,
    UnclearError,
    mailer_of,
)
from app.mail.settings import MailSettings, Protection, Way
from tests.app.mail.servers import Mailbox, certificate, serving, smtp
from tests.app.mail.test_message import message


def test_a_message_arrives_in_plain_and_in_html(tmp_path):
    box = Mailbox()
    with serving(box) as port:
        mailer = SmtpMailer(smtp(port, tmp_path))
        mailer.open()
        mailer.send(message())
        mailer.close()
    ((address, got),) = box.got
    assert address == "alice@example.org"
    assert got.get_content_type() == "multipart/alternative"
    assert got.get_body(("plain",)).get_content().strip() == "Hello"
    assert got.get_body(("html",)).get_content().strip() == "<p>Hello</p>"


def test_one_refused_address_leaves_the_connection_to_the_next(tmp_path):
    box = Mailbox(answers={"gone@example.org": "550 nobody here"})
    with serving(box) as port:
        mailer = SmtpMailer(smtp(port, tmp_path))
        mailer.open()
        with pytest.raises(RefusedError, match="550 nobody here"):
            mailer.send(message(to="gone@example.org"))
        mailer.open()
        mailer.send(message())
        mailer.close()
    assert box.addresses == ["alice@example.org"]


def test_a_connection_that_breaks_while_handing_over_is_unclear(tmp_path):
    def hang_up(_address):
        raise ConnectionResetError

    box = Mailbox(before_data=hang_up)
    with serving(box) as port:
        mailer = SmtpMailer(smtp(port, tmp_path))
        mailer.open()
        mailer._server.sock.shutdown(socket.SHUT_RDWR)
        with pytest.raises(UnclearError):
            mailer.send(message())
        box.before_data = None
        mailer.open()  # a new connection
        mailer.send(message())
        mailer.close()
    assert box.addresses == ["alice@example.org"]


def test_nobody_at_the_port_is_said(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServerAwayError, match=f"localhost, port {port}"):
        SmtpMailer(smtp(port, tmp_path)).open()


def test_a_silent_server_is_left_after_the_timeout(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings = smtp(silent.getsockname()[1], tmp_path, timeout=0.3, host="127.0.0.1")
        with pytest.raises(ServerAwayError, match="timed out"):
            SmtpMailer(settings).open()


def test_a_server_without_starttls_never_gets_the_password(tmp_path):
    box = Mailbox()
    with serving(box, authenticator=box.login, auth_require_tls=False) as port:
        settings = smtp(
            port, tmp_path, protection=Protection.STARTTLS, user="centerline", password="right"
        )
        with pytest.raises(ServerAwayError):
            SmtpMailer(settings).open()
    assert box.logins == []


def test_starttls_with_a_certificate_that_is_trusted(tmp_path, monkeypatch):
    chain, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    box = Mailbox()
    options = {"tls_context": context, "require_starttls": True, "authenticator": box.login}
    with serving(box, **options) as port:
        settings = smtp(
            port, tmp_path, protection=Protection.STARTTLS, user="centerline", password="right"
        )
        mailer = SmtpMailer(settings)
        mailer.open()
        mailer.send(message())
        mailer.close()
    assert box.logins == [(b"centerline", b"right")]
    assert box.addresses == ["alice@example.org"]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    _, context = certificate(tmp_path)
    box = Mailbox()
    with serving(box, tls_context=context, require_starttls=True) as port:
        settings = smtp(port, tmp_path, protection=Protection.STARTTLS)
        with pytest.raises(ServerAwayError, match="CERTIFICATE_VERIFY_FAILED"):
            SmtpMailer(settings).open()
    assert box.got == []


def test_a_wrong_password_is_said_without_saying_it(tmp_path):
    box = Mailbox()
    with serving(box, authenticator=box.login, auth_require_tls=False) as port:
        settings = smtp(port, tmp_path, user="centerline", password="wr0ng")
        with pytest.raises(ServerAwayError, match="535") as said:
            SmtpMailer(settings).open()
    assert "wr0ng" not in str(said.value)
    assert "wr0ng" not in repr(settings)


def test_files_are_the_owners_alone_and_open_in_mail_programs(tmp_path):
    mailer = FileMailer(tmp_path / "mail")
    mailer.open()
    mailer.send(message())
    (path,) = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (
        message_from_bytes(path.read_bytes(), policy=default)["To"] == "Alice <alice@example.org>"
    )


def test_a_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "mail").write_text("")
    with pytest.raises(ServerAwayError, match="mail"):
        FileMailer(tmp_path / "mail").open()


def test_the_console_shows_the_message(capsys):
    ConsoleMailer().send(message())
    assert "Subject: Two things wait for you" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("way", "kind"),
    [(Way.SMTP, SmtpMailer), (Way.FILES, FileMailer), (Way.CONSOLE, ConsoleMailer)],
)
def test_the_settings_choose_the_way(tmp_path, way, kind):
    assert isinstance(mailer_of(MailSettings(way, tmp_path)), kind)
