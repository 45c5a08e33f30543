"""What tests read from a page's forms."""

from __future__ import annotations

import re


def first_submit(page: str, form_id: str) -> str:
    """The tag of the button that Enter presses: the form's first that submits it."""
    (form,) = re.findall(rf'<form[^>]*\bid="{form_id}".*?</form>', page, re.DOTALL)
    buttons = re.findall(r"<button[^>]*>", form)
    return next(button for button in buttons if 'type="button"' not in button)
