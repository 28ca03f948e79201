"""Names of the places of a report, and which of them a question speaks of."""

from __future__ import annotations

from reviewer.asking.values import Book
from reviewer.asking.words import texts, vocabulary
from reviewer.model import CellRef, Evidence, Finding

TABLES = {"t2": "proactive", "t3": "requests", "t4": "disputes"}


def section_name(book: Book, key: str) -> str:
    """第一部分“总体情况”; the title and what stands before the first heading have names of their own."""
    known = texts().places
    return known[key] if key in known else next((one.name for one in book.form.sections if one.key == key), key)


def _named(question: str) -> tuple[int, str, str]:
    found = [(len(word), key, word) for key, words in vocabulary().places.items() for word in words if word in question]
    return max(found, default=(0, "", ""))


def asked_place(question: str) -> str:
    """The section or table that a (folded) question names, "" for none: the longest word wins."""
    return _named(question)[1]


def place_word(question: str) -> str:
    """The word by which it names it."""
    return _named(question)[2]


def touches(finding: Finding, place: str) -> bool:
    """Whether a finding is about a section or table: by its evidence, else by the family of its rule."""
    if finding.evidence:
        return any(_at(one, place) for one in finding.evidence)
    return place in TABLES and finding.rule.startswith(place.upper())


def _at(proof: Evidence, place: str) -> bool:
    if isinstance(proof, CellRef):
        table = proof.fact[:2]
        return place in (table, TABLES.get(table))
    return proof.section == place
