"""Writing a message: plain words and the same in HTML, and nothing in a header that is not one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.clock import now

POLICY = SMTP.clone(max_line_length=900)
"""A long address in a header stays in one piece: some programs do not read it folded."""


class UnfitAddressError(ValueError):
    """Text that is no mail address, so that nothing can be sent to it."""


def one_line(text: str) -> str:
    """`text` without the signs that end a line or give orders, as a header may carry it."""
    shown = (
        " " if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else sign
        for sign in text
    )
    # Between "=?" and "?=" a header is decoded once more, and a line's end could hide in there.
    return " ".join("".join(shown).replace("=?", "= ?").split())


def write(
    *,
    sender: str,
    to: str,
    name: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    headers: Mapping[str, str],
) -> EmailMessage:
    """A message of plain text with the same in HTML.

    Raises
    ------
    UnfitAddressError
        Sender or recipient is no mail address.
    """
    message = EmailMessage(policy=POLICY)
    from_name, from_address = parseaddr(sender)
    message["From"] = _address(from_name or "Centerline", from_address)
    message["To"] = _address(name, to)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = message_id
    # Answering machines leave such messages alone (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    for header, value in headers.items():
        message[header] = one_line(value)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=one_line(name), addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise UnfitAddressError(f"“{one_line(address)}” is no mail address.") from error
