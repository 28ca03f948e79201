"""先后有3位居民递交了公开申请: so many persons who applied are at least as many applications."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.tokens import Count, Token

_ZERO = Decimal(0)


def applying(sentence: Sequence[Token], text: str) -> list[Token]:
    """The tokens of a sentence of the folded `text`, a number of persons with what they did in one count of at least that.

    Not where they applied together, nor where their applications have a number of their own (3名居民提出申请5件).
    """
    words = load_phrases().people
    if not sentence or re.compile(words.together).search(text, sentence[0].start, sentence[-1].end):
        return list(sentence)
    pattern = re.compile(words.applied)
    found: list[Token] = []
    until = -1
    for token in sentence:
        if token.start < until:
            continue
        number = token.number
        match = pattern.match(text, _digits(text, token)) if number is not None and number.exact else None
        if number is None or match is None or not any(one.start == match.end() for one in sentence):
            found.append(token)
            continue
        until = match.end()
        found.append(Token("count", "", token.start, until, Count(number.value, "count", "", True, _ZERO, least=True)))
    return found


def _digits(text: str, token: Token) -> int:
    """Where the unit of a number begins."""
    end = token.end
    while end > token.start and not text[end - 1].isdigit() and text[end - 1] in load_phrases().people.units:
        end -= 1
    return end
