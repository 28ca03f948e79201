"""From a question to an answer without a model: which kind of question it is, in a fixed order, strictest first.

A kind that does not fit hands on; the last is a search of the prose, which quotes or says that there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.asking import findings, identity, passages, rules
from reviewer.asking.cells import Cells
from reviewer.asking.draft import Draft
from reviewer.asking.lexer import Token, tokens
from reviewer.asking.lists import Lists
from reviewer.asking.parse import Query, clauses, parse, understood
from reviewer.asking.places import asked_place
from reviewer.asking.target import COLUMN, ROW, limited, targets
from reviewer.asking.terms import Term, matching
from reviewer.asking.values import Book
from reviewer.asking.words import say, vocabulary
from reviewer.model import Answer, AnswerStatus, Dossier, Topic, folded

_LONGEST = 500
_NO_TOPIC = Topic()
_FOLLOWS = re.compile(r"呢？?$|^(?:那|其中|那么|再|还有)")


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
    asks = words or _has(text, known["warning"]) or (_has(text, known["info"]) and _has(text, known["count"]))
    if not asks or _has(text, vocabulary().search.mention):
        return None
    if not asked_place(text) and (about := findings.about(dossier, text)):
        draft = Draft()
        findings.tell(draft, dossier, about, mend=_has(text, known["mend"]), basis=_has(text, known["basis"]))
        return draft
    return findings.answer(dossier, text) if asked_place(text) or not _foreign(findings.subject(text)) else None


def _foreign(words: Sequence[str]) -> bool:
    """Whether a question about faults has content that no finding speaks of."""
    known = vocabulary()
    spoken = {word for group in known.findings.values() for word in group} | set(known.fill)
    for words_of in known.frames.values():
        spoken |= set(words_of)
    rest = "".join(words)
    for word in sorted(spoken, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) > 2


def _remedy(dossier: Dossier, text: str, last: Topic, only: str) -> Draft | None:
    """依据是什么、怎么改: of the rules or findings that the question names, else of those spoken of last, else of all."""
    about = findings.about(dossier, text)
    if not about and last.rules and not findings.subject(text):
        about = [one for one in findings.counted(dossier) if set(one.rules) & set(last.rules)]
        if not about:
            return rules.explain(dossier, [one for one in dossier.rules if one.id in last.rules], only=only)
    if not about:
        if chosen := rules.meant(dossier, text):
            return rules.explain(dossier, chosen, only=only)
        about = findings.counted(dossier) if not _foreign(findings.subject(text)) else []
    if not about:
        return None
    draft = Draft()
    findings.tell(draft, dossier, about, mend=only == "mend", basis=only == "basis")
    return draft


def _lexed(dossier: Dossier, text: str) -> list[Token]:
    return tokens(text, Book(dossier.review).terms)


def figures(dossier: Dossier, text: str, last: Topic = _NO_TOPIC) -> Draft | None:
    """Questions about cells, clause by clause; a clause that is none ends it, since the whole sentence belongs together."""
    book = Book(dossier.review)
    found = _dated(dossier, tokens(text, book.terms))
    if not understood(found):
        return None
    if told := _other_year(dossier, found):
        return told
    if re.search(vocabulary().all_done, text):
        return _all_done(dossier, book)
    follows = bool(_FOLLOWS.search(text)) or not any(one.term for one in found)
    before: tuple[Term, ...] = _terms(book, last.terms) if follows and last.terms else ()
    frame = last.frame if before else ""
    whole: Draft | None = None
    for run in clauses(found):
        query = parse(run, book.universe, _inherited(run, before, book, first=whole is None), frame)
        draft = _answered(dossier, query) if query else None
        if draft is None or query is None:
            return None
        if whole is None:
            whole = draft
        else:
            whole.add(draft)
        before, frame = tuple(term for operand in query.left for term in operand), query.frame
    return whole


def _inherited(run: Sequence[Token], before: tuple[Term, ...], book: Book, *, first: bool) -> tuple[Term, ...]:
    """What a clause takes over: all for a follow-up, after 其中 and where it names nothing complete; else the row alone."""
    own = [one.term for one in run if one.term is not None]
    if first or not own or run[0].kind == "among" or not targets(own, book.universe):
        return before
    if limited(own, ROW, book.universe):
        return ()
    return tuple(one for one in before if not one.limits(COLUMN, book.universe))


def _all_done(dossier: Dossier, book: Book) -> Draft | None:
    """Whether all applications are done: what table 3 carries into the next year."""
    left = matching(("t3.carried_out.total",), book.universe)
    if not left:
        return None
    draft = Cells(dossier, Query("value", ((Term("", (left,)),),))).answer()
    if draft is not None and draft.figures:
        draft.sentences.insert(0, say("not_all_done" if draft.figures[0].value else "all_done"))
    return draft


def _answered(dossier: Dossier, query: Query) -> Draft | None:
    lists = query.frame in ("list", "exist", "most", "least")
    return (Lists if lists else Cells)(dossier, query).answer()


def _terms(book: Book, words: Sequence[str]) -> tuple[Term, ...]:
    """The terms of earlier words, as this report has them."""
    return tuple(one.term for word in words for one in tokens(word, book.terms) if one.term is not None)


def _dated(dossier: Dossier, found: Sequence[Token]) -> list[Token]:
    """The year before, where its report is at hand, is 上年; the report's own year is 今年."""
    year = dossier.review.identity.year
    before = dossier.previous.identity.year if dossier.previous is not None else None
    kinds = {year: "this", before: "last"}
    return [
        one._replace(kind=kinds.get(int(one.word[:4]), "year") if one.kind == "year" else one.kind) for one in found
    ]


def _other_year(dossier: Dossier, found: Sequence[Token]) -> Draft | None:
    """A year in the question that is neither the report's nor answered by last year's report."""
    year = dossier.review.identity.year
    for token in found:
        if token.kind == "year":
            draft = Draft()
            draft.status = AnswerStatus.ABSENT
            draft.say(say("other_year", asked=token.word[:4], year=year or say("unknown_year")))
            return draft
    return None


def _rest(dossier: Dossier, text: str) -> Draft:
    """Rules described in words, then the prose."""
    known = vocabulary().rules
    asked = _has(text, known["topics"]) or _has(text, known["ask"])
    if asked and (chosen := rules.meant(dossier, text)):
        return rules.explain(dossier, chosen)
    return passages.answer(dossier.review, text)
