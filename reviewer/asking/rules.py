"""Answers about rules: what one demands, why, on what basis, how to mend what breaks it; and which rule a question means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewer.asking.draft import Draft
from reviewer.asking.findings import counted, tell
from reviewer.asking.lexer import tokens
from reviewer.asking.search import Index, content
from reviewer.asking.terms import Terms
from reviewer.asking.values import Book
from reviewer.asking.words import say, vocabulary
from reviewer.model import Citation, Dossier, RuleRef, RuleText, Topic

_ID = re.compile(r"[A-Z][A-Z0-9]{0,3}(?:-[A-Z0-9]+)+", re.IGNORECASE)
_ENOUGH = 0.6


def named(dossier: Dossier, question: str) -> list[RuleText]:
    """The rules whose ids stand in the question, in any case."""
    wanted = [match[0].upper() for match in _ID.finditer(question)]
    return [rule for rule in dossier.rules for one in wanted if rule.id == one]


def unknown_id(dossier: Dossier, question: str) -> str:
    """An id in the question that no rule has, "" for none."""
    known = {rule.id for rule in dossier.rules}
    return next((match[0].upper() for match in _ID.finditer(question) if match[0].upper() not in known), "")


def meant(dossier: Dossier, question: str) -> list[RuleText]:
    """The rules that a (folded) question describes in words, the best first; none when none is covered well."""
    known = Book(dossier.review).terms
    runs = content(_stripped(question))
    words = [word for run in runs for word in _pieces(run, known)]
    if sum(map(len, words)) < 2:
        return []
    index = _index(tuple(dossier.rules))
    hits = [hit for hit in index.search(words, 4) if hit.coverage >= _ENOUGH]
    if not hits:
        return []
    best = max(hit.coverage * 2 + hit.score / hits[0].score for hit in hits)
    return [dossier.rules[hit.place] for hit in hits if hit.coverage * 2 + hit.score / hits[0].score >= best - 0.05][:2]


def _pieces(run: str, known: Terms) -> list[str]:
    """The words of the form in a run, and what is left between them where it is a word at all."""
    found, rest = [], ""
    for token in tokens(run, known):
        if token.kind == "cell":
            found += [word for word in (rest, token.word) if len(word) > 1]
            rest = ""
        else:
            rest += token.word if token.kind not in ("plus", "join") or rest else ""
    return found + ([rest] if len(rest) > 1 else [])


def _index(rules: tuple[RuleText, ...]) -> Index:
    return Index(f"{one.title}。{one.title}。{one.statement}{one.formula}{one.why}{one.basis}" for one in rules)


def _stripped(question: str) -> str:
    known = vocabulary().rules
    words = sorted((word for name in ("what", "why", "must", "topics") for word in known[name]), key=len, reverse=True)
    keep = [word for word in words if len(word) > 1 or word in ("要", "应", "得")]
    return re.sub("|".join(map(re.escape, keep)), " ", question)


def cite(rule: RuleText) -> Citation:
    return Citation(place=rule.id, source=RuleRef(rule=rule.id, quote=rule.statement))


def explain(dossier: Dossier, rules: Iterable[RuleText], *, only: str = "") -> Draft:
    """Rules in words, and whether this report broke them. `only`: basis or mend alone."""
    draft = Draft()
    chosen = list(rules)
    for rule in chosen:
        draft.say(say("rule", rule=rule.id, title=rule.title, statement=rule.statement))
        if not only:
            draft.say(say("rule_why", text=rule.why))
            draft.say(say("rule_formula", text=rule.formula) if rule.formula else "")
        if only in ("", "basis"):
            draft.say(say("basis", text=rule.basis))
        if only in ("", "mend"):
            draft.say(say("mend", text=rule.mend))
        draft.cite([cite(rule)])
        broken = [one for one in counted(dossier) if rule.id in one.rules]
        if broken:
            draft.say(say("rule_broken", count=len(broken)))
            tell(draft, dossier, broken)
        elif not only:
            status = next((one.status.value for one in dossier.review.outcomes if one.rule == rule.id), "skipped")
            draft.say(say("rule_broken_by_us" if status == "broken" else f"rule_{status}"))
    draft.topic = Topic(frame="rules", rules=tuple(rule.id for rule in chosen))
    return draft
