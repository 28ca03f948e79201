"""Who has handed in and who has not, what was decided, what was found: answers that no cell is needed for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from reviewer.asking.season_desk import Desk, Draft, Place, names
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.model import Decision, SeasonCite, SeasonTable, Severity, Submission, SubmissionState
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
        draft.say(tell("listing", what=named(what), n=len(chosen), text=_names(draft.agencies)))
        draft.citations = [desk.cite(one, _where(what, one)) for one in chosen]
    if what == "unread":
        _lost(desk, draft)
    if what == "late" and chosen:
        late = sum(one.tardy for one in chosen)
        draft.say(tell("late_detail", missing=len(chosen) - late, late=late))
    if what in ("missing", "submitted", "ontime", "late", "again"):
        draft.say(tell("bound_all", bound=len(desk.bound)))
    if what in _ADVISED:
        _unread(desk, draft)
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


def _names(some: Sequence[str]) -> str:
    return names(some, tell("and"), season_vocabulary().sentences["names_more"])


def _unread(desk: Desk, draft: Draft) -> None:
    """Whoever was not reviewed is told wherever findings are counted."""
    unread = [one.body.name for one in desk.bound if one.submission is not None and not one.read]
    if unread:
        draft.left_out += unread
        draft.say(tell("rule_unread", n=len(unread), names=_names(unread)))


def _lost(desk: Desk, draft: Draft) -> None:
    """Files that could not be read and are nobody's yet."""
    lost = [one for one in desk.unclaimed if one.state in _LOST] if desk.only is None else []
    if lost:
        draft.value = (draft.value or Decimal(0)) + len(lost)
        draft.say(tell("unread_files", n=len(lost), text=_names([one.file for one in lost])))
        draft.citations += [_cited(desk, one) for one in lost]


def _cited(desk: Desk, one: Submission) -> SeasonCite:
    return SeasonCite(kind="submission", agency="", year=desk.view.info.year, submission=one.id, text=one.file)


def unclaimed(desk: Desk) -> Draft:
    """Reports that were read, and of which nobody has said whose they are."""
    draft = Draft()
    waiting = [one for one in desk.unclaimed if one.state not in _LOST]
    draft.value = Decimal(len(waiting))
    files = [one.file for one in waiting]
    draft.say(tell("unclaimed", n=len(files), text=_names(files)) if files else tell("unclaimed_none"))
    draft.citations = [_cited(desk, one) for one in waiting]
    return draft


def by_rule(desk: Desk, rules: Sequence[str], *, most: int = 0) -> Draft:
    """The bodies with findings of these rules that count; `most`: only so many, those with most first."""
    known = {one.id for one in desk.view.rules} | {each.rule for one in desk.bound for each in one.found}
    draft = Draft()
    if strange := [one for one in rules if one not in known]:
        draft.answered = False
        return draft.say(tell("no_rule", rule=tell("and").join(strange)))
    hits = {one.body.name: [each for each in one.found if each.rule in rules] for one in desk.bound}
    chosen = [one for one in desk.bound if hits[one.body.name]]
    if most:
        chosen = _top(chosen, [len(hits[one.body.name]) for one in chosen], most)
    draft.value, draft.agencies = Decimal(len(chosen)), tuple(one.body.name for one in chosen)
    rule = tell("and").join(rules)
    text = [tell("counted", name=name, n=len(hits[name])) for name in draft.agencies]
    draft.say(tell("rule", rule=rule, n=len(chosen), text=_names(text)) if chosen else tell("rule_none", rule=rule))
    draft.citations = [desk.cite_found(one, each) for one in chosen for each in hits[one.body.name]]
    read = [one for one in desk.bound if one.read]
    if not chosen:
        draft.citations = [desk.cite(one) for one in read]
    draft.say(tell("rule_read", n=len(read)))
    _unread(desk, draft)
    heads = season_vocabulary().heads
    draft.table = SeasonTable(
        heads=(heads["agency"], heads["count"]), rows=tuple((name, str(len(hits[name]))) for name in draft.agencies)
    )
    return draft


def _top(places: Sequence[Place], sizes: Sequence[int], most: int) -> list[Place]:
    """The `most` largest, with those level with the last of them."""
    order = sorted(range(len(places)), key=lambda at: -sizes[at])
    least = sizes[order[min(most, len(order)) - 1]] if order else 0
    return [places[at] for at in order if sizes[at] >= least]


def worst(desk: Desk, most: int, severity: Severity | None) -> Draft:
    """The bodies with most errors, then most warnings; of one severity where it is asked for."""
    draft, heads = Draft(), season_vocabulary().heads
    wanted = (severity,) if severity else (Severity.ERROR, Severity.WARNING)
    chosen = [one for one in desk.bound if any(one.count(each) for each in wanted)]
    chosen.sort(key=lambda one: [-one.count(each) for each in wanted])
    if len(chosen) > most:
        last = [chosen[most - 1].count(each) for each in wanted]
        chosen = [
            one for place, one in enumerate(chosen) if place < most or [one.count(each) for each in wanted] == last
        ]
    draft.agencies = tuple(one.body.name for one in chosen)
    if not chosen:
        draft.say(tell("worst_none"))
    else:
        text = tell("semicolon").join(
            tell("worst_one", name=one.body.name, error=one.count(Severity.ERROR), warning=one.count(Severity.WARNING))
            for one in chosen
        )
        draft.say(tell("worst", n=len(chosen), text=text))
    draft.citations = [desk.cite_found(one, each) for one in chosen for each in one.found if each.severity in wanted]
    _unread(desk, draft)
    draft.table = SeasonTable(
        heads=(heads["agency"], heads["error"], heads["warning"]),
        rows=tuple((one.body.name, str(one.count(Severity.ERROR)), str(one.count(Severity.WARNING))) for one in chosen),
    )
    return draft


def having(desk: Desk, severities: Sequence[Severity]) -> Draft:
    """The bodies with findings of these severities."""
    draft = Draft()
    chosen = [one for one in desk.bound if any(one.count(each) for each in severities)]
    draft.value, draft.agencies = Decimal(len(chosen)), tuple(one.body.name for one in chosen)
    key = "has_faults" if len(severities) > 1 else f"has_{severities[0].value}s"
    if chosen:
        draft.say(tell("listing", what=tell(key), n=len(chosen), text=_names(draft.agencies)))
    else:
        draft.say(tell("listing_none", what=tell(key)))
    draft.citations = [
        desk.cite_found(one, each) for one in chosen for each in one.found if each.severity in severities
    ]
    _unread(desk, draft)
    return draft


def totals(desk: Desk, severity: Severity | None) -> Draft:
    draft = Draft()
    read = [one for one in desk.bound if one.read]
    counts = {each: sum(one.count(each) for one in read) for each in Severity}
    error, warning = counts[Severity.ERROR], counts[Severity.WARNING]
    draft.value = Decimal(counts[severity] if severity else error + warning)
    draft.say(tell("total_faults", n=len(read), error=error, warning=warning))
    draft.citations = [desk.cite_found(one, each) for one in read for each in one.found]
    _unread(desk, draft)
    return draft


def frequent(desk: Desk, most: int) -> Draft:
    """The rules with most findings."""
    draft = Draft()
    counts = Counter(each.rule for one in desk.bound for each in one.found if each.severity is not Severity.INFO)
    titles = {one.id: one.title for one in desk.view.rules}
    top = sorted(counts, key=lambda rule: (-counts[rule], rule))[:most]
    if not top:
        draft.say(tell("worst_none"))
    else:
        text = [
            tell(
                "frequent_one", title=titles.get(rule, rule), rule=rule, n=counts[rule],
                bodies=sum(any(each.rule == rule for each in one.found) for one in desk.bound),
            )
            for rule in top
        ]  # fmt: skip
        draft.say(tell("frequent", text=tell("semicolon").join(text)))
    draft.citations = [desk.cite_found(one, each) for one in desk.bound for each in one.found if each.rule in top]
    _unread(desk, draft)
    return draft


def of_body(desk: Desk, place: Place) -> Draft:
    """The findings of one body's report."""
    draft = Draft()
    if not place.read:
        return state(desk, place)
    found = [one for one in place.found if one.severity is not Severity.INFO]
    titles = {one.id: one.title for one in desk.view.rules}
    draft.agencies, draft.value = (place.body.name,), Decimal(len(found))
    text = tell("semicolon").join(
        tell("of_body_rule", rule=one.rule, title=titles.get(one.rule, one.message)) for one in found
    )
    key = "of_body" if found else "of_body_none"
    numbers = {"error": place.count(Severity.ERROR), "warning": place.count(Severity.WARNING)}
    draft.say(tell(key, agency=place.body.name, text=text, **numbers))
    draft.citations = [desk.cite_found(place, one) for one in found] or [desk.cite(place)]
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


def across(desk: Desk, *, similar: bool) -> Draft:
    draft = Draft()
    if not desk.view.across and not desk.view.across_outcomes:
        draft.answered = False
        return draft.say(tell("across_unjudged"))
    found = [one for one in desk.view.across if not similar or "DUP" in one.rule.split("-")]
    if desk.only is not None:
        found = [one for one in found if {one.agency, *one.others} & desk.only]
    draft.value = Decimal(len(found))
    draft.agencies = tuple(dict.fromkeys(name for one in found for name in (one.agency, *one.others)))
    text = tell("semicolon").join(tell("across_one", agency=one.agency, message=one.message) for one in found)
    draft.say(tell("across", n=len(found), text=text) if found else tell("across_none"))
    draft.citations = [
        SeasonCite(kind="across", agency=one.agency, year=one.year, rule=one.rule, fingerprint=one.fingerprint, text=one.message)
        for one in found
    ]  # fmt: skip
    return draft
