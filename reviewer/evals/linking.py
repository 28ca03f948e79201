"""Linking of stated numbers to cells: which statements were found, and which claims nobody made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reviewer.evals.spec import Case, Para, Stated
from reviewer.model import Claim, Review, bare


@dataclass(frozen=True)
class Linking:
    right: int = 0
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()


def linking(case: Case, review: Review) -> Linking:
    """A claim is right when section, value, one accepted set of cells and the quoted place agree with a statement.

    A statement is matched once (one of several cells denied in words, `zero`, may be matched by several claims that
    together name all its cells); claims in a statement that is open to debate are not counted at all.
    """
    statements = [one for one in case.spec.statements() if one[2].kind != "neutral"]
    neutral = [one for one in case.spec.statements() if one[2].kind == "neutral"]
    open_ = dict(enumerate(statements))
    covered: dict[int, set[str]] = defaultdict(set)
    false: list[str] = []
    for claim in review.claims:
        match = next((number for number, one in open_.items() if _agrees(claim, *one)), None)
        if match is not None:
            covered[match].update(claim.facts)
            if open_[match][2].kind != "zero":
                del open_[match]
        elif not any(_in_place(claim, key, para) and claim.value == one.value for key, para, one in neutral):
            false.append(f"[{claim.section}] {claim.rule} {'+'.join(claim.facts)} = {claim.value} <{claim.quote}>")
    missed = [
        f"[{key}] {one.alias} = {one.value} in: {para.text}"
        for number, (key, para, one) in enumerate(statements)
        if not _whole(one, covered.get(number, set()))
    ]
    return Linking(len(statements) - len(missed), tuple(missed), tuple(false))


def _whole(stated: Stated, cells: set[str]) -> bool:
    if stated.kind != "zero":
        return bool(cells)
    return cells >= max(stated.accept, key=len)


def _agrees(claim: Claim, key: str, para: Para, stated: Stated) -> bool:
    values = (stated.value, *stated.also)
    return frozenset(claim.facts) in stated.accept and claim.value in values and _in_place(claim, key, para)


def _in_place(claim: Claim, key: str, para: Para) -> bool:
    if claim.section != key:
        return False
    quote, text = bare(claim.quote), bare(para.text)
    return bool(quote) and (quote in text or text in quote)
