"""Settings of mail: safe without any, and wrong ones named."""

from __future__ import annotations

import pytest

from app.mail.settings import Protection, Way, read

SERVER = {"CENTERLINE_MAIL_HOST": "mail.example.org", "CENTERLINE_MAIL_FROM": "c@example.org"}


def test_without_any_mail_stays_in_files(tmp_path):
    found = read({}, tmp_path)
    assert (found.way, found.folder) == (Way.FILES, tmp_path / "mail")


@pytest.mark.parametrize(
    ("security", "protection", "port"),
    [
        ("", Protection.STARTTLS, 587),
        ("starttls", Protection.STARTTLS, 587),
        ("TLS", Protection.TLS, 465),
        ("none", Protection.NONE, 25),
    ],
)
def test_a_host_is_enough_and_the_port_follows(tmp_path, security, protection, port):
    found = read(SERVER | {"CENTERLINE_MAIL_SECURITY": security}, tmp_path)
    assert (found.way, found.protection, found.port) == (Way.SMTP, protection, port)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"CENTERLINE_MAIL_SECURITY": "ssl"}, "CENTERLINE_MAIL_SECURITY is “ssl”.*starttls"),
        ({"CENTERLINE_MAIL_PORT": "many"}, "CENTERLINE_MAIL_PORT is “many”"),
        ({"CENTERLINE_MAIL_PORT": "70000"}, "from 1 to 65535"),
        ({"CENTERLINE_MAIL_TIMEOUT": "0"}, "CENTERLINE_MAIL_TIMEOUT is “0”"),
        ({"CENTERLINE_MAIL_BY": "pigeon"}, "smtp, files, console"),
        ({"CENTERLINE_MAIL_FROM": ""}, "Set CENTERLINE_MAIL_FROM"),
        ({"CENTERLINE_MAIL_BY": "smtp", "CENTERLINE_MAIL_HOST": ""}, "set CENTERLINE_MAIL_HOST"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, wrong, says):
    with pytest.raises(SystemExit, match=says):
        read(SERVER | wrong, tmp_path)
