"""What must be told beside a figure: that the prose says another one, and that the review found fault with the cell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.asking.draft import Draft
from reviewer.asking.places import section_name
from reviewer.asking.values import Book, plain
from reviewer.asking.words import say
from reviewer.model import CellRef, Citation, Claim, Evidence, Finding, FindingRef, Severity, TextSpan


def quoted(book: Book, claim: Claim) -> Citation:
    source = TextSpan(section=claim.section, quote=claim.quote, start=claim.start, end=claim.end, page=claim.page)
    return Citation(place=section_name(book, claim.section), report=book.which, source=source)


def of_finding(finding: Finding) -> Citation:
    source = FindingRef(rule=finding.rule, fingerprint=finding.fingerprint, quote=finding.message)
    return Citation(place=finding.rule, source=source)


def shown(book: Book, proof: Evidence) -> Citation:
    """A finding's evidence as a citation."""
    if isinstance(proof, CellRef):
        return Citation(place=book.name(proof.fact), source=proof)
    return Citation(place=section_name(book, proof.section), source=proof)


def _claims(book: Book, keys: Sequence[str]) -> list[Claim]:
    return [one for one in book.review.claims if set(one.facts) == set(keys) and one.origin == "rule"]


def remarks(draft: Draft, book: Book, keys: Sequence[str], value: Decimal) -> None:
    """Sentences about the cells just told: a prose that says otherwise, findings of the severity error that name them."""
    for claim in _claims(book, keys):
        if claim.value != value and abs(claim.value - value) > claim.tolerance:
            place = section_name(book, claim.section)
            draft.say(say("prose_differs", place=place, value=plain(claim.value)))
            draft.cite([quoted(book, claim)])
    if book.which != "current":
        return
    for finding in book.review.findings:
        if finding.severity is Severity.ERROR and finding.origin == "rule" and finding.waived is None:
            named = {one.fact for one in finding.evidence if isinstance(one, CellRef)}
            if len(keys) == 1 and keys[0] in named and not finding.root:
                draft.say(say("faulted", rule=finding.rule, message=finding.message))
                draft.cite([of_finding(finding)])


def stated_elsewhere(draft: Draft, book: Book, keys: Sequence[str]) -> None:
    """Where the cell has no figure but the prose states one for it: the prose is quoted, not taken for the cell."""
    for claim in _claims(book, keys):
        draft.say(say("prose_says", place=section_name(book, claim.section), quote=claim.quote))
        draft.cite([quoted(book, claim)])
