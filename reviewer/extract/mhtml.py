"""Pages saved by a browser or by Word in one file (.mht, .mhtml): the page is taken out and read as HTML."""

from __future__ import annotations

import email
import email.errors
from typing import Final

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.html import read_html
from reviewer.limits import Limits
from reviewer.model import Document

_PARTS: Final = b"\n--"
_MOST_LINES: Final = 2_000_000


def read_mhtml(data: bytes, limits: Limits) -> Document:
    """Read the largest page inside. Raises RefusedError E-DAMAGED when there is none, and what `read_html` raises."""
    if data.count(_PARTS) > 10 * limits.entries or data.count(b"\n") > _MOST_LINES:
        raise LimitError("L-ENTRIES", limit=limits.entries)
    try:
        message = email.message_from_bytes(data)
        pages = [
            (page, part.get_content_charset())
            for part in message.walk()
            if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes)
        ]
    except (email.errors.MessageError, LookupError, ValueError, RecursionError) as error:
        raise RefusedError("E-DAMAGED") from error
    if not pages:
        raise RefusedError("E-DAMAGED")
    page, charset = max(pages, key=lambda one: len(one[0]))
    return read_html(page, limits, charset)
