"""Answers about what the review found: which problems, where, why it goes back, how to mend, whether it may be published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.asking.draft import Draft
from reviewer.asking.notes import of_finding, shown
from reviewer.asking.numerals import read
from reviewer.asking.places import TABLES, asked_place, section_name, touches
from reviewer.asking.search import Index, content
from reviewer.asking.values import Book
from reviewer.asking.words import say, texts, vocabulary
from reviewer.model import Dossier, Evidence, Finding, Severity, TextSpan, Topic
from reviewer.verdicts import concluded, outcomes

_MOST = 12
_FEW = 5
_PROOFS = 3
_ENOUGH = 0.6


class Item(NamedTuple):
    """A finding with those that it explains; as severe as the worst of them."""

    finding: Finding
    caused: tuple[Finding, ...]
    severity: Severity

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.rule for one in (self.finding, *self.caused)))


def counted(dossier: Dossier) -> list[Item]:
    """Findings that count: of rules, not waived, each with what it explains; worst first."""
    found = [one for one in dossier.review.findings if one.origin == "rule" and one.waived is None]
    known = {one.fingerprint for one in found}
    items = []
    for one in found:
        if one.root is None or one.root not in known:
            caused = tuple(other for other in found if other.root == one.fingerprint)
            items.append(Item(one, caused, min((one, *caused), key=lambda each: each.severity.rank).severity))
    return sorted(items, key=lambda one: one.severity.rank)


def severity_of(question: str) -> tuple[Severity, ...]:
    """The severities that a question is about; all when it names none."""
    known = vocabulary().findings
    asked = [one for one in Severity if any(word in question for word in known[one.value])]
    return tuple(asked) or tuple(Severity)


def tally(found: Sequence[Item]) -> str:
    names = texts().severity
    counts = [(one, sum(item.severity is one for item in found)) for one in Severity]
    return say("and").join(say("tally", name=names[one], count=count) for one, count in counts if count)


def answer(dossier: Dossier, question: str) -> Draft:
    """The findings a (folded) question asks for: by section or table, by severity, by what it is about."""
    draft, book = Draft(), Book(dossier.review)
    place = asked_place(question)
    found = counted(dossier)
    severities = severity_of(question) if not place else tuple(Severity)
    if any(word in question for word in vocabulary().findings["why"]):
        return why(dossier)
    chosen = [one for one in found if one.severity in severities]
    if place:
        chosen = [one for one in found if any(touches(each, place) for each in (one.finding, *one.caused))]
    name = _place_name(book, place)
    if not chosen:
        draft.say(say("no_findings_at", place=name) if place else say("no_findings"))
        if found:
            draft.say(say("others_found", tally=tally(found)))
            if not place:
                tell(draft, dossier, found[:_FEW])
        _unchecked(draft, dossier, place)
        return draft
    draft.say(say("findings_at", place=name, tally=tally(chosen)) if place else say("findings", tally=tally(chosen)))
    tell(draft, dossier, chosen, mend=any(word in question for word in vocabulary().findings["mend"]))
    return draft


def tell(draft: Draft, dossier: Dossier, chosen: Sequence[Item], *, mend: bool = False, basis: bool = False) -> None:
    """Findings one by one, with their place, and what to do about them where that was asked."""
    names, book = texts().severity, Book(dossier.review)
    for number, item in enumerate(chosen[:_MOST], 1):
        one = item.finding
        key = "finding" if len(chosen) > 1 else "finding_alone"
        draft.say(say(key, number=number, severity=names[item.severity], rule=one.rule, message=one.message))
        if item.caused:
            draft.say(say("caused", rules=say("and").join(item.rules[1:])))
        if mend:
            draft.say(say("mend", text=one.suggestion))
        if basis:
            draft.say(say("basis", text=one.basis))
        draft.cite(of_finding(each) for each in (one, *item.caused))
        draft.cite(shown(book, proof) for proof in one.evidence[:_PROOFS] if _quotable(dossier, proof))
    if len(chosen) > _MOST:
        draft.say(say("more_findings", count=len(chosen) - _MOST))
    rules = (rule for item in chosen[:_MOST] for rule in item.rules)
    told = tuple(item.finding.fingerprint for item in chosen[:_MOST])
    draft.topic = Topic(frame="findings", rules=tuple(dict.fromkeys(rules)), findings=told)


def _quotable(dossier: Dossier, proof: Evidence) -> bool:
    """A cell, or words of a section's text; titles and headings have offsets of their own and are named, not quoted."""
    if not isinstance(proof, TextSpan):
        return True
    passages = (one.text for one in dossier.review.sections if one.key == proof.section)
    return any(text[proof.start : proof.end] == proof.quote for text in passages)


def _place_name(book: Book, place: str) -> str:
    if place in TABLES:
        return book.form.table(place).name
    return section_name(book, place) if place else ""


def _unchecked(draft: Draft, dossier: Dossier, place: str) -> None:
    """No finding is not the same as in order: what could not be checked is told."""
    unknown = [one for one in dossier.review.outcomes if one.status.value in ("unknown", "broken")]
    table = place if place in TABLES else next((key for key, section in TABLES.items() if section == place), "")
    if place:
        unknown = [one for one in unknown if table and one.rule.startswith(table.upper())]
    if unknown:
        draft.say(say("unchecked", count=len(unknown)))


def why(dossier: Dossier) -> Draft:
    """Why the report goes back: the findings of the severity error."""
    draft = Draft()
    errors = [one for one in counted(dossier) if one.severity is Severity.ERROR]
    draft.say(say("verdict", verdict=verdict(dossier)))
    if not errors:
        rest = counted(dossier)
        draft.say(say("no_errors", verdict=outcomes().verdict["return"]))
        if rest:
            tell(draft, dossier, [one for one in rest if one.severity is Severity.WARNING] or rest)
        return draft
    draft.say(say("because", count=len(errors)))
    tell(draft, dossier, errors)
    return draft


def verdict(dossier: Dossier) -> str:
    return concluded(dossier.review)


def publish(dossier: Dossier) -> Draft:
    """Whether it may go out: the verdict of the rules, what it rests on, and what was not checked."""
    draft, found = Draft(), counted(dossier)
    draft.say(say("verdict", verdict=verdict(dossier)))
    draft.say(say("findings", tally=tally(found)) if found else say("no_findings"))
    worst = [one for one in found if one.severity is Severity.ERROR] or found
    tell(draft, dossier, worst[:_FEW])
    _unchecked(draft, dossier, "")
    draft.say(say("decide"))
    return draft


def about(dossier: Dossier, question: str) -> list[Item]:
    """The findings that a question describes in its own words (申请数对不上…), best first; none when it fits none."""
    found = counted(dossier)
    words = subject(question)
    if not words or not found:
        return []
    titles = {one.id: one.title for one in dossier.rules}
    index = Index(f"{titles.get(one.finding.rule, '')}。{one.finding.message}" for one in found)
    hits = [hit for hit in index.search(words, 3) if hit.coverage >= _ENOUGH]
    return [found[hit.place] for hit in hits if hit.coverage >= hits[0].coverage - 0.1]


def numbered(dossier: Dossier, question: str, last: Topic) -> list[Item]:
    """The finding that a question names by its place in the list told last, else in the whole list (第二条怎么改)."""
    match = re.search(vocabulary().nth, question)
    place = (int(match[1]) if match[1].isdigit() else read(match[1])) if match else None
    found = counted(dossier)
    if last.findings:
        found = [item for one in last.findings for item in found if item.finding.fingerprint == one]
    return found[place - 1 : place] if place else []


def subject(question: str) -> list[str]:
    """What a question about faults is about: its content without the words of faults, bases and remedies."""
    known = vocabulary()
    words = {word for group in (known.findings, known.rules) for listed in group.values() for word in listed}
    rule = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if len(word) > 1))
    return content(rule.sub(" ", question))
