"""What an office says when it sends reports back: who, when, until when, and what its supervisors decided."""

from __future__ import annotations

import datetime
from typing import Literal

from reviewer.model import Frozen

LONGEST_TO_MEND = datetime.timedelta(days=366)
"""How far away the day can be until which a returned report is to be handed in again."""


class Decision(Frozen):
    """What a supervisor decided on one finding, and why."""

    verdict: Literal["confirm", "dismiss"]
    reason: str = ""


class Case(Frozen):
    """One returned report: the agency's official name where it is known, the supervisor's notes and decisions."""

    agency: str = ""
    notes: tuple[str, ...] = ()
    decisions: dict[str, Decision] = {}
    """By fingerprint."""


class NoticeContext(Frozen):
    """Who sends the notices, when, and until when reports are to be sent again; `cases` by SHA-256 of the file."""

    office: str
    date: datetime.date
    deadline: datetime.date | None = None
    contact: str = ""
    cases: dict[str, Case] = {}
