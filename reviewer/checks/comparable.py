"""Whether another report is the one of the year before, by the same body."""

from __future__ import annotations

from reviewer import resources
from reviewer.checks import bodies
from reviewer.checks.likeness import words
from reviewer.model import AnnualReport, Identity, Notice, folded


def incomparable(report: AnnualReport, previous: AnnualReport) -> Notice | None:
    """Why `previous` cannot serve as last year's report (N-PREVIOUS-YEAR, N-PREVIOUS-AGENCY); None when it can.

    A name may stand with or without its place; a name that was not read is no reason.
    """
    year, before = report.identity.year, previous.identity.year
    if year is None or before is None:
        return _notice("N-PREVIOUS-NO-YEAR")
    if before != year - 1:
        return _notice("N-PREVIOUS-YEAR", year=year, wanted=year - 1, given=before)
    if not same_body(report.identity, previous.identity):
        return _notice("N-PREVIOUS-AGENCY", name=_name(report.identity), other=_name(previous.identity))
    return None


def same_body(one: Identity, other: Identity) -> bool:
    """Whether two names can be those of one body."""
    names = [plain_name(_name(identity)) for identity in (one, other)]
    if not all(names):
        return True
    short, long = sorted(names, key=len)
    return long.endswith(short)


def _name(identity: Identity) -> str:
    return identity.agency or bodies.of_title(folded(identity.title))


def plain_name(name: str) -> str:
    """A body's name as names are compared: folded, without spaces, one wording for what is written in two ways."""
    text = folded(name).replace(" ", "")
    for written, compared in words().same_names:
        text = text.replace(written, compared)
    return text


def _notice(code: str, **values: object) -> Notice:
    return Notice(code=code, sentence=resources.sentence(code, **values))
