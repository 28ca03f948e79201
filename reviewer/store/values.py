"""Values on their way into columns and back."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

_UNFIT = {0: "\ufffd"} | dict.fromkeys(range(55296, 57344), "�")


def clean(text: str) -> str:
    """Without NUL and lone surrogates, which a database's text cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_UNFIT)
    return text.replace("\0", "\ufffd")


def moment(when: datetime) -> str:
    """UTC, always of one length, so that texts order as times do."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def now() -> str:
    return moment(datetime.now(UTC))


def compact(value: object) -> str:
    """One spelling of a JSON value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: bytes | str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()
