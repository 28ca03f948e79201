"""How a season stands: counts, and who has not handed in. Pure functions over what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta, timezone
from typing import NamedTuple

from reviewer.model import Agency, Decision, SeasonInfo, Submission, SubmissionState

HERE = timezone(timedelta(hours=8))
"""Days and times are those of China, wherever the program runs."""
READ = SubmissionState.DONE
ENDED_BADLY = (SubmissionState.REFUSED, SubmissionState.QUARANTINED)


class Missing(NamedTuple):
    """A body that has not handed in a report that could be read. `late`: days since its day; negative before."""

    agency: str
    parent: str
    due: date
    late: int
    refused: Submission | None
    """What it handed in and could not be read."""


class Standing(NamedTuple):
    """`expected`: bodies bound to report, None without a register; `handed`: bodies of which a report was read."""

    expected: int | None
    handed: int
    submissions: int
    verdicts: dict[str, int]
    decisions: dict[str, int]
    unread: int
    missing: tuple[Missing, ...]
    late: int
    """Handed in after their day."""
    questions: tuple[Submission, ...]

    @property
    def overdue(self) -> int:
        return sum(one.late > 0 for one in self.missing)


def standing(
    register: Sequence[Agency],
    info: SeasonInfo,
    found: Sequence[Submission],
    unplaced: Sequence[Submission],
    today: date,
) -> Standing:
    """`found`: the newest submissions of the year; `unplaced`: those of which nobody knows the year."""
    read = [one for one in found if one.state is READ]
    first = {one.agency: one for one in read if one.agency}
    bound = [one for one in register if one.reports]
    missing = tuple(_missing(one, info, found, today) for one in bound if one.name not in first)
    late = sum(_day(first[one.name]) > due(one, info) for one in bound if one.name in first)
    asked = [one for one in (*found, *unplaced) if one.question or (one.agency is None and one.state is READ)]
    return Standing(
        expected=len(bound) if register else None,
        handed=len([one for one in bound if one.name in first]) if register else len(first),
        submissions=len(found),
        verdicts=dict(Counter(one.verdict or "none" for one in read)),
        decisions=dict(Counter(one.decision.value for one in read)),
        unread=sum(one.state in ENDED_BADLY for one in (*found, *unplaced)),
        missing=tuple(sorted(missing, key=lambda one: (-one.late, one.parent, one.agency))),
        late=late,
        questions=tuple(asked),
    )


def due(agency: Agency, info: SeasonInfo) -> date:
    """Its own day, else the season's for its kind."""
    return agency.due or (info.due_governments if agency.kind == "government" else info.due)


def _missing(agency: Agency, info: SeasonInfo, found: Sequence[Submission], today: date) -> Missing:
    day = due(agency, info)
    refused = next((one for one in found if one.agency == agency.name), None)
    return Missing(agency.name, agency.parent or "", day, (today - day).days, refused)


def _day(one: Submission) -> date:
    return one.received.astimezone(HERE).date()


def today() -> date:
    """The day in China."""
    from datetime import datetime

    return datetime.now(HERE).date()


TO_DECIDE = (Decision.OPEN, Decision.PENDING)
