"""How one call to a model can fail, and what may be done about it: again, asked anew, in another dialect, or not at all.

The words of a server are kept apart (`detail`), never in the error's values: they may repeat what was sent.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from typing import NamedTuple

from reviewer.llm.base import ModelError


class Spent(NamedTuple):
    """Tokens of one call; `estimated` when the server did not count them."""

    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False


class CallError(ModelError):
    """One failed call. Code and sentence as for any ModelError; the rest is for the retry layer alone."""

    def __init__(
        self,
        code: str,
        *,
        again: bool = False,
        repair: bool = False,
        counts: bool = True,
        wait: float | None = None,
        detail: str = "",
        spent: Spent | None = None,
        **values: object,
    ) -> None:
        super().__init__(code, **values)
        self.again = again
        """The same request may go better in a moment."""
        self.repair = repair
        """The answer is of no use; asking anew, with the shape spelled out, may help."""
        self.counts = counts
        """Whether it speaks against the server (the circuit breaker), not against this one request."""
        self.wait = wait
        """Seconds that the server wants left in peace."""
        self.detail = detail
        self.spent = spent


AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
"""Statuses that pass: the time-outs, conflicts, limits and outages of servers and of the gateways before them."""
_CONTEXT = re.compile(
    r"context[ _]?(?:length|window|size)|maximum context|too many (?:input )?tokens|prompt is too long|"
    r"exceeds? the (?:available|maximum) |input tokens exceed|上下文(?:长度|窗口)|超(?:过|出).{0,12}(?:最大|上限|长度)",
    re.IGNORECASE,
)


def of_status(status: int, headers: Mapping[str, str], body: str) -> CallError:
    """The fault of an HTTP status other than 200; `body` is an excerpt of what came with it."""
    if status == 413 or (status in (400, 422, 500) and _CONTEXT.search(body)):
        return CallError("M-LARGE", counts=False, detail=body)
    if status in (401, 403):
        return CallError("M-KEY", status=status)
    if status == 404:
        return CallError("M-MISSING", detail=body)
    if status == 429:
        return CallError("M-RATE", again=True, wait=retry_after(headers), detail=body)
    if status in AGAIN or status >= 500:
        return CallError("M-SERVER", again=status in AGAIN, wait=retry_after(headers), detail=body, status=status)
    if 300 <= status < 400:
        return CallError("M-REDIRECT", status=status)
    return CallError("M-REQUEST", counts=False, detail=body, status=status)


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds from a Retry-After header, given as seconds or as a date (RFC 9110 §10.2.3); None when there is none."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", value):
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, moment - (time.time() if now is None else now))


def within(error: BaseException) -> CallError | None:
    """The CallError that others have wrapped in their own exceptions."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        if isinstance(link, CallError):
            return link
        seen.add(id(link))
        link = link.__cause__ or link.__context__
    return None
