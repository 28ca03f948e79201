"""Are reviews and suits those of the table? A department has others, and a legal office many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.tokens import Token

_BUSINESS = ("accept", "handle", "done", "decide")
_VOUCHING = 3
"""A number at least so high that fits the table is hardly one of other cases by chance."""


def about_disclosure(sentence: Sequence[Token], around: Sequence[Token], number: Token, context: Context) -> bool:
    """Do reviews or suits counted by `number` concern disclosure? `around`: the tokens that name them.

    What the sentence leaves out the section says: its first part is about disclosure where nothing in the paragraph points
    to other work.
    """
    count = number.number
    assert count is not None
    parts = [token.start for token in sentence if token.kind == "disclosure_part"]
    if parts and not any(token.kind == "disclosure_part" for token in around):
        return all(start < number.start for start in parts)
    if parts:  # a legal office's own cases, even on disclosure, are not suits against it
        return not any(token.kind == "action" and token.name in _BUSINESS for token in sentence)
    if context.disputes_section or not count.value:
        return True
    here = any(token.kind == "context" or token.name == "application" for token in sentence)
    verbs = {token.name for token in around if token.kind == "action"}
    unknown = any(token.kind == "text" for token in around)
    if unknown or verbs.intersection(_BUSINESS):
        return here
    if "receive" in verbs and context.overview and not context.disclosure:
        return here  # 收到行政复议申请120件: what a review body receives
    return here or context.disclosure or "application" in context.default or context.overview


def in_doubt(sentence: Sequence[Token], context: Context) -> bool:
    """Is it the section alone that makes them disputes about disclosure, beside other work, with no number that vouches?"""
    if not context.overview or context.disclosure or "application" in context.default:
        return False
    if any(token.kind in ("context", "disclosure_part") or token.name == "application" for token in sentence):
        return False
    return (context.business or context.headed_business) and context.vouched < _VOUCHING


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_phrases().business)))


def other_work(text: str) -> bool:
    """Does a folded paragraph speak of work that leads to reviews and suits of other kinds?"""
    return _words().search(text) is not None


def vouched(found: list[Draft], sentence: Sequence[Token], context: Context, cells: Cells) -> list[Draft]:
    """Of disputes that may be others than the table's only the numbers that fit, which vouch for those that follow."""
    if in_doubt(sentence, context):
        found = [one for one in found if cells.fits(one.facts, one.value)]
    context.vouched = max([context.vouched, *(one.value for one in found if cells.fits(one.facts, one.value))])
    return found
