"""Answers from the prose: the sentences that speak of what was asked, quoted as they stand. Nothing is read into them."""

from __future__ import annotations

from functools import lru_cache

from reviewer.asking.draft import Draft
from reviewer.asking.numerals import numbers
from reviewer.asking.places import asked_place, place_word, section_name
from reviewer.asking.search import Hit, Index, content
from reviewer.asking.sentences import Passage, cite, passages
from reviewer.asking.values import Book
from reviewer.asking.words import say, vocabulary
from reviewer.model import AnswerStatus, Review, Topic

_ENOUGH, _NEARLY, _SHARED = 0.7, 0.45, 0.25
_MOST = 4


class Prose:
    """The sentences of one report and their index."""

    def __init__(self, review: Review) -> None:
        self.book = Book(review)
        self.passages = passages(self.book)
        self.index = Index((one.searched for one in self.passages), review.identity.year)

    def quoted(self, draft: Draft, chosen: list[Passage]) -> None:
        for one in chosen:
            citation = cite(self.book, one)
            draft.cite([citation])
            draft.say(say("quoted", place=citation.place, quote=citation.source.quote))  # type: ignore[union-attr]


PROSE = "prose"
"""The frame of an answer from the prose, found or not: what a model may do better."""


class _Held:
    """A review as a cache key: equal when it is of the same bytes."""

    def __init__(self, review: Review) -> None:
        self.review = review

    def __hash__(self) -> int:
        return hash((self.review.file, self.review.sha256))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.review == other.review


@lru_cache(maxsize=4)
def _prose(held: _Held) -> Prose:
    return Prose(held.review)


def prose(review: Review) -> Prose:
    """The prose of a review; the last few are kept."""
    return _prose(_Held(review))


def _draft() -> Draft:
    draft = Draft()
    draft.topic = Topic(frame=PROSE)
    return draft


def own_problems(review: Review, question: str) -> Draft:
    """What the report itself says of its problems: section five from its beginning."""
    return _section(review, "problems", say("own_problems_hint"))


def _section(review: Review, key: str, hint: str = "") -> Draft:
    draft, known = _draft(), prose(review)
    here = [one for one in known.passages if one.section.key == key]
    if not here:
        draft.status = AnswerStatus.ABSENT
        draft.say(say("section_empty", place=section_name(known.book, key)))
        return draft
    known.quoted(draft, here[:6])
    if len(here) > 6:
        draft.say(say("section_more", count=len(here) - 6))
    draft.say(hint)
    return draft


def answer(review: Review, question: str) -> Draft:
    """The sentences that speak of the question (folded), or that there is none. A question for a number that no sentence
    covers gets no sentence at all: a number near the words asked for would be taken for the answer."""
    draft, known = _draft(), prose(review)
    place, word = asked_place(question), place_word(question)
    words = content(question.replace(word, " ", 1) if word else question)
    if not words:
        if place and place not in ("t2", "t3", "t4", "title"):
            return _section(review, place)
        draft.status = AnswerStatus.UNCLEAR
        draft.say(say("unclear"))
        return draft
    search = vocabulary().search
    words = [word for word in words if word not in search.measures] or words
    if any(word in question for word in (*search.mention, *search.exists)):
        return _mentioned(known, words)
    numeric = any(word in question for word in search.numeric)
    hits = [hit for hit in known.index.search(words, 8) if _asked(known, hit, place)]
    good = [hit for hit in hits if hit.coverage >= _ENOUGH and (not numeric or _has_number(known, hit))]
    if good:
        best = max(hit.coverage for hit in good)
        kept = [hit for hit in good if hit.coverage >= best - 0.1][: 1 if numeric and best > 0.95 else _MOST]
        if any(word in question for word in search.measures):
            kept += _measures(known, words, kept)
        kept.sort(key=lambda hit: hit.place)
        draft.say(say("found_numeric" if numeric else "found"))
        known.quoted(draft, [known.passages[hit.place] for hit in kept])
        return draft
    draft.status = AnswerStatus.ABSENT
    draft.say(say("absent", words=say("and").join(words)))
    near = [hit for hit in hits if hit.coverage >= _NEARLY]
    if near and not numeric:
        draft.say(say("nearest"))
        known.quoted(draft, [known.passages[near[0].place]])
    return draft


def _measures(known: Prose, words: list[str], kept: list[Hit]) -> list[Hit]:
    """What is done about it: the best other sentence of section five that shares words with what was asked."""
    taken = {hit.place for hit in kept}
    more = [hit for hit in known.index.search(words, 8) if hit.place not in taken and hit.coverage >= _SHARED]
    return [hit for hit in more if known.passages[hit.place].section.key == "problems"][:1]


def _asked(known: Prose, hit: Hit, place: str) -> bool:
    return not place or place in ("t2", "t3", "t4", "title") or known.passages[hit.place].section.key == place


def _has_number(known: Prose, hit: Hit) -> bool:
    said = known.passages[hit.place].searched
    return bool(numbers(said)) or any(word in said for word in vocabulary().search.nothing)


def _mentioned(known: Prose, words: list[str]) -> Draft:
    """Whether words stand in the report as they are."""
    draft = _draft()
    places = [set(known.index.holds(word)) for word in words]
    both = sorted(set.intersection(*places)) if places else []
    if both:
        draft.say(say("mentioned", words=say("and").join(words), count=len(both)))
        known.quoted(draft, [known.passages[index] for index in both[:_MOST]])
        return draft
    hits = [hit for hit in known.index.search(words) if hit.coverage >= _ENOUGH]
    if hits:
        draft.say(say("mentioned_otherwise", words=say("and").join(words)))
        known.quoted(draft, [known.passages[hits[0].place]])
        return draft
    draft.status = AnswerStatus.ABSENT
    draft.say(say("not_mentioned", words=say("and").join(words)))
    return draft
