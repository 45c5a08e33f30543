"""Messages: nothing that a person wrote can begin a line of a header."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from app.mail.message import UnfitAddressError, one_line, write

HOSTILE = (
    "Eve\r\nBcc: victim@example.org",
    "Eve\nSubject: won",
    "Eve\r\n\r\n<p>body</p>",
    "Eve\x00\x0b\x0cX",
    "Eve\u2028Bcc: x@example.org",
    "Eve\u0085To: x@example.org",
    '"Eve" <eve@example.org>, other@example.org',
    "=?utf-8?q?Eve=0D=0ABcc:_x@example.org?=",
    "Eve\ud800",
)


def message(**more):
    values = {
        "sender": "Centerline <from@example.org>",
        "to": "alice@example.org",
        "name": "Alice",
        "subject": "Two things wait for you",
        "text": "Hello",
        "html": "<p>Hello</p>",
        "message_id": "<1@example.org>",
        "headers": {"List-Unsubscribe": f"<https://example.org/{'x' * 300}>"},
    }
    return write(**(values | more))


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_subjects_add_no_header_and_no_recipient(text):
    plain = message_from_bytes(message().as_bytes(), policy=default)
    read = message_from_bytes(message(name=text, subject=text).as_bytes(), policy=default)
    assert sorted(read.keys()) == sorted(plain.keys())
    assert [each.addr_spec for each in read["To"].addresses] == ["alice@example.org"]
    assert read.get_body(("plain",)).get_content().strip() == "Hello"


def test_a_name_arrives_as_it_is_written():
    read = message_from_bytes(message(name="Søren “Sor” O'Neil").as_bytes(), policy=default)
    assert read["To"].addresses[0].display_name == "Søren “Sor” O'Neil"


@pytest.mark.parametrize(
    "address",
    ["", "alice", "a@b\r\nBcc: c@d", "a@example.org, b@example.org", "a b@example.org", "@"],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(UnfitAddressError, match="no mail address"):
        message(to=address)


def test_a_long_link_stays_in_one_piece():
    raw = message().as_bytes().decode()
    assert f"List-Unsubscribe: <https://example.org/{'x' * 300}>\r\n" in raw


def test_one_line_is_one_line():
    assert one_line(" a\r\n b\u2029c\td ") == "a b c d"
