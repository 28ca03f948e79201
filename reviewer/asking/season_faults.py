"""What was found in a season's reports, by rule, body and severity: answers that no cell is needed for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from reviewer.asking.season_desk import Desk, Draft, Place
from reviewer.asking.season_status import leave_out_unread, listing, state
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.model import SeasonCite, SeasonTable, Severity


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
    draft.say(tell("rule", rule=rule, n=len(chosen), text=listing(text)) if chosen else tell("rule_none", rule=rule))
    draft.citations = [desk.cite_found(one, each) for one in chosen for each in hits[one.body.name]]
    read = [one for one in desk.bound if one.read]
    if not chosen:
        draft.citations = [desk.cite(one) for one in read]
    draft.say(tell("rule_read", n=len(read)))
    leave_out_unread(desk, draft)
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
    leave_out_unread(desk, draft)
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
        draft.say(tell("listing", what=tell(key), n=len(chosen), text=listing(draft.agencies)))
    else:
        draft.say(tell("listing_none", what=tell(key)))
    draft.citations = [
        desk.cite_found(one, each) for one in chosen for each in one.found if each.severity in severities
    ]
    leave_out_unread(desk, draft)
    return draft


def totals(desk: Desk, severity: Severity | None) -> Draft:
    draft = Draft()
    read = [one for one in desk.bound if one.read]
    counts = {each: sum(one.count(each) for one in read) for each in Severity}
    error, warning = counts[Severity.ERROR], counts[Severity.WARNING]
    draft.value = Decimal(counts[severity] if severity else error + warning)
    draft.say(tell("total_faults", n=len(read), error=error, warning=warning))
    draft.citations = [desk.cite_found(one, each) for one in read for each in one.found]
    leave_out_unread(desk, draft)
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
    leave_out_unread(desk, draft)
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
