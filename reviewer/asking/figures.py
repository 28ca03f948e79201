"""Questions about cells, clause by clause: what is taken over from before, which year is meant, what is computed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.asking.cells import Cells
from reviewer.asking.draft import Draft
from reviewer.asking.lexer import Token, tokens
from reviewer.asking.lists import Lists
from reviewer.asking.parse import Query, clauses, parse, understood
from reviewer.asking.target import COLUMN, ROW, limited, targets
from reviewer.asking.terms import Term, matching
from reviewer.asking.values import Book
from reviewer.asking.words import say, vocabulary
from reviewer.model import AnswerStatus, Dossier, Topic

_NO_TOPIC = Topic()


def figures(dossier: Dossier, text: str, last: Topic = _NO_TOPIC) -> Draft | None:
    """Questions about cells, clause by clause; a clause that is none ends it, since the whole sentence belongs together."""
    book = Book(dossier.review)
    text = _carried(text, dossier.review.identity.year)
    found = _dated(dossier, tokens(text, book.terms))
    if not understood(found):
        return None
    if told := _other_year(dossier, found):
        return told
    if re.search(vocabulary().all_done, text):
        return _all_done(dossier, book)
    follows = bool(re.search(vocabulary().follows, text)) or not any(one.term for one in found)
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


def _carried(text: str, year: int | None) -> str:
    """Years of 结转 in the words of the form: into the next year, out of the last one, into this one."""
    if year is None:
        return text
    words = vocabulary().carried
    for pattern, other, instead in words:
        text = re.sub(pattern.format(year=year + other), instead, text)
    return text


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
