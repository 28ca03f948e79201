"""From a question to an answer without a model: which kind of question it is, in a fixed order, strictest first.

A kind that does not fit hands on; the last is a search of the prose, which quotes or says that there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.asking import findings, identity, passages, rules
from reviewer.asking.draft import Draft
from reviewer.asking.figures import figures
from reviewer.asking.lexer import Token, tokens
from reviewer.asking.places import asked_place
from reviewer.asking.values import Book
from reviewer.asking.words import say, vocabulary
from reviewer.model import Answer, AnswerStatus, Dossier, Topic, folded

_LONGEST = 500


def answer(dossier: Dossier, question: str, history: Sequence[Answer] = ()) -> Answer:
    """The answer to one question; `history` holds earlier answers about the same report, oldest first."""
    text = folded(question.strip()[:_LONGEST])
    last = history[-1].topic if history else Topic()
    if not text.strip("，。？！"):
        draft = Draft()
        draft.status = AnswerStatus.UNCLEAR
        draft.say(say("unclear"))
        return draft.answer(question)
    found = _special(dossier, text, last) or figures(dossier, text, last) or _rest(dossier, text)
    return found.answer(question)


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _special(dossier: Dossier, text: str, last: Topic) -> Draft | None:
    """Rules by id, the verdict, findings, identity, the report's own problems, why a rule is."""
    known = vocabulary()
    only = "basis" if _has(text, known.findings["basis"]) else "mend" if _has(text, known.findings["mend"]) else ""
    if chosen := rules.named(dossier, text):
        return rules.explain(dossier, chosen, only=only)
    if wrong := rules.unknown_id(dossier, text):
        draft = Draft()
        draft.status = AnswerStatus.ABSENT
        draft.say(say("no_rule", rule=wrong))
        return draft
    if _has(text, known.findings["why"]):
        return findings.why(dossier)
    if _has(text, known.publish) or re.search(known.publishing, text):
        return findings.publish(dossier)
    if not any(one.term for one in _lexed(dossier, text)) and (fields := identity.asked(text)):
        return identity.answer(dossier, fields)
    if _has(text, known.own) and not _has(text, known.search.mention) and not _of_review(text):
        return passages.own_problems(dossier.review, text)
    if only and (remedy := _remedy(dossier, text, last, only)):
        return remedy
    why = _has(text, known.rules["why"]) and _has(text, known.rules["must"])
    if why and (chosen := rules.meant(dossier, text)):
        return rules.explain(dossier, chosen)
    return _found(dossier, text)


def _of_review(text: str) -> bool:
    """Whether the place named is a table, or the question is of faults: then it is the review that is asked."""
    return asked_place(text) in ("t2", "t3", "t4") or _has(text, vocabulary().findings["review"])


def _found(dossier: Dossier, text: str) -> Draft | None:
    known = vocabulary().findings
    words = tuple(word for word in known["any"] if word in text)
    words += tuple(word for word in known["placed"] if word in text and asked_place(text))
    words += tuple(word for word in vocabulary().faults if word in text)
    asks = words or _has(text, known["warning"]) or (_has(text, known["info"]) and _has(text, known["count"]))
    if not asks or _has(text, vocabulary().search.mention):
        return None
    if asked_place(text):
        return findings.answer(dossier, text)
    if about := findings.about(dossier, text):
        draft = Draft()
        findings.tell(draft, dossier, about, mend=_has(text, known["mend"]), basis=_has(text, known["basis"]))
        return draft
    subject = " ".join(findings.subject(text))
    if not _foreign(subject):
        return findings.answer(dossier, text)
    chosen = rules.meant(dossier, subject)  # 有没有错别字: whether the report keeps the rule that is about it
    return rules.explain(dossier, chosen) if chosen else None


def _foreign(subject: str) -> bool:
    """Whether what a question about faults is about is more than words of asking."""
    known = vocabulary()
    spoken = {word for words in known.frames.values() for word in words} | set(known.fill)
    for word in sorted(spoken, key=len, reverse=True):
        subject = subject.replace(word, "")
    return len(subject.replace(" ", "")) > 1


def _remedy(dossier: Dossier, text: str, last: Topic, only: str) -> Draft | None:
    """依据是什么、怎么改: of the rules or findings that the question names, else of those spoken of last, else of all."""
    about = findings.numbered(dossier, text, last) or findings.about(dossier, text)
    if not about and last.rules and not findings.subject(text):
        about = [one for one in findings.counted(dossier) if set(one.rules) & set(last.rules)]
        if not about:
            return rules.explain(dossier, [one for one in dossier.rules if one.id in last.rules], only=only)
    if not about:
        if chosen := rules.meant(dossier, text):
            return rules.explain(dossier, chosen, only=only)
        about = findings.counted(dossier) if not _foreign(" ".join(findings.subject(text))) else []
    if not about:
        return None
    draft = Draft()
    findings.tell(draft, dossier, about, mend=only == "mend", basis=only == "basis")
    return draft


def _lexed(dossier: Dossier, text: str) -> list[Token]:
    return tokens(text, Book(dossier.review).terms)


def _rest(dossier: Dossier, text: str) -> Draft:
    """Rules described in words, then the prose."""
    known = vocabulary().rules
    asked = _has(text, known["topics"]) or _has(text, known["ask"])
    if asked and (chosen := rules.meant(dossier, text)):
        return rules.explain(dossier, chosen)
    draft = passages.answer(dossier.review, text)
    numeric = _has(text, vocabulary().search.numeric)
    if numeric and draft.status is not AnswerStatus.ANSWERED and any(one.term for one in _lexed(dossier, text)):
        draft.say(say("hint_cells"))
    return draft
