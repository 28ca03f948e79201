"""Who has handed in and who has not, and what was decided: answers that no cell is needed for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from reviewer.asking.season_desk import Desk, Draft, Place, names
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.model import Decision, SeasonCite, SeasonTable, Submission, SubmissionState
from reviewer.verdicts import Verdict, outcomes

_LOST = (SubmissionState.REFUSED, SubmissionState.QUARANTINED)
_ADVISED: dict[str, Verdict] = {"advised_return": "return", "advised_attention": "attention", "clean": "pass"}


def _decided(decision: Decision, one: Place) -> bool:
    return one.submission is not None and one.submission.decision is decision


def _concluded(verdict: Verdict, one: Place) -> bool:
    return one.submission is not None and one.submission.verdict == verdict


GROUPS: dict[str, Callable[[Place], bool]] = {
    "missing": lambda one: one.standing in ("missing", "overdue"),
    "overdue": lambda one: one.standing == "overdue",
    "tardy": lambda one: one.tardy,
    "late": lambda one: one.standing == "overdue" or one.tardy,
    "ontime": lambda one: one.submission is not None and not one.tardy,
    "submitted": lambda one: one.submission is not None,
    "unread": lambda one: one.standing == "unread",
    **{one.value: partial(_decided, one) for one in Decision},
    **{kind: partial(_concluded, one) for kind, one in _ADVISED.items()},
    "again": lambda one: one.submission is not None and one.submission.number > 1,
    "bound": lambda one: True,
}


def named(group: str) -> str:
    """What the bodies of a group have in common: a decision, a verdict, else in words of its own."""
    if group in _ADVISED:
        return tell("advised", verdict=outcomes().verdict[_ADVISED[group]])
    decision = next((one for one in Decision if one.value == group), None)
    return tell(group) if decision is None else tell("decided_as", decision=outcomes().decision[decision])


def _outcome(one: Place) -> tuple[str, str]:
    """What was proposed, and what was decided."""
    if one.submission is None:
        return "", ""
    known = outcomes()
    return known.verdict[one.submission.verdict or "none"], known.decision[one.submission.decision]


def _where(group: str, one: Place) -> str:
    """What a citation says of a body: that which put it into the group."""
    if group in _ADVISED:
        return _outcome(one)[0]
    return _outcome(one)[1] if group in set(Decision) else tell(f"state_{one.standing}")


def listed(desk: Desk, what: str) -> Draft:
    """The bodies of one group, told and counted."""
    draft = Draft()
    chosen = [one for one in desk.bound if GROUPS[what](one)]
    draft.value, draft.agencies = Decimal(len(chosen)), tuple(one.body.name for one in chosen)
    if not chosen:
        draft.say(tell("listing_none", what=named(what)))
        draft.citations = [desk.cite(one) for one in desk.bound]
    else:
        draft.say(tell("listing", what=named(what), n=len(chosen), text=listing(draft.agencies)))
        draft.citations = [desk.cite(one, _where(what, one)) for one in chosen]
    if what == "unread":
        _lost(desk, draft)
    if what == "late" and chosen:
        late = sum(one.tardy for one in chosen)
        draft.say(tell("late_detail", missing=len(chosen) - late, late=late))
    if what in ("missing", "submitted", "ontime", "late", "again"):
        draft.say(tell("bound_all", bound=len(desk.bound)))
    if what in _ADVISED:
        leave_out_unread(desk, draft)
    heads = season_vocabulary().heads
    if what in _ADVISED or what in set(Decision):
        draft.table = SeasonTable(
            heads=(heads["agency"], heads["verdict"], heads["decision"]),
            rows=tuple((one.body.name, *_outcome(one)) for one in chosen),
        )
        return draft
    draft.table = SeasonTable(
        heads=(heads["agency"], heads["due"], heads["received"]),
        rows=tuple((one.body.name, desk.view.due(one.body).isoformat(), _received(desk, one)) for one in chosen),
    )
    return draft


def _received(desk: Desk, one: Place) -> str:
    return desk.view.day(one.submission.received).isoformat() if one.submission else ""


def listing(some: Sequence[str]) -> str:
    """Names in a sentence, the many cut short."""
    return names(some, tell("and"), season_vocabulary().sentences["names_more"])


def leave_out_unread(desk: Desk, draft: Draft) -> None:
    """Whoever was not reviewed is told wherever findings are counted."""
    unread = [one.body.name for one in desk.bound if one.submission is not None and not one.read]
    if unread:
        draft.left_out += unread
        draft.say(tell("rule_unread", n=len(unread), names=listing(unread)))


def _lost(desk: Desk, draft: Draft) -> None:
    """Files that could not be read and are nobody's yet."""
    lost = [one for one in desk.unclaimed if one.state in _LOST] if desk.only is None else []
    if lost:
        draft.value = (draft.value or Decimal(0)) + len(lost)
        draft.say(tell("unread_files", n=len(lost), text=listing([one.file for one in lost])))
        draft.citations += [_cited(desk, one) for one in lost]


def _cited(desk: Desk, one: Submission) -> SeasonCite:
    return SeasonCite(kind="submission", agency="", year=desk.view.info.year, submission=one.id, text=one.file)


def unclaimed(desk: Desk) -> Draft:
    """Reports that were read, and of which nobody has said whose they are."""
    draft = Draft()
    waiting = [one for one in desk.unclaimed if one.state not in _LOST]
    draft.value = Decimal(len(waiting))
    files = [one.file for one in waiting]
    draft.say(tell("unclaimed", n=len(files), text=listing(files)) if files else tell("unclaimed_none"))
    draft.citations = [_cited(desk, one) for one in waiting]
    return draft


def state(desk: Desk, place: Place) -> Draft:
    """Where one body stands."""
    draft = Draft()
    said = tell(f"state_{place.standing}")
    if place.submission is not None:
        said += tell("decided", decision=outcomes().decision[place.submission.decision])
    draft.agencies = (place.body.name,)
    draft.say(tell("state_of", agency=place.body.name, state=said))
    draft.citations = [desk.cite(place, said)]
    return draft


def times(desk: Desk, place: Place) -> Draft:
    """How many versions one body handed in."""
    draft, one = Draft(), place.submission
    number = one.number if one is not None else 0
    draft.value, draft.agencies = Decimal(number), (place.body.name,)
    draft.citations = [desk.cite(place)]
    return draft.say(tell("times" if number else "times_none", agency=place.body.name, n=number))
