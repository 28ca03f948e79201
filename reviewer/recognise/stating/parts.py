"""Sentences whose numbers may be parts of what they seem to count, told before they are read."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.recognise.stating.sentences import clauses
from reviewer.recognise.stating.tokens import Token, counts

_COMING = ("receive", "accept", "handle", "done")


def parts(sentence: Sequence[Token]) -> bool:
    """Does it count applications that ended otherwise: 撤回2件, 延期办结1件, 1件转办?"""
    return any(
        not clause.inside and any(token.kind == "fate" for token in clause.tokens) and any(map(counts, clause.tokens))
        for clause in clauses(sentence)
    )


def attributes(sentence: Sequence[Token]) -> bool:
    """Does it sort documents: 印发文件128件，其中主动公开46件、依申请公开30件? Nothing in it came or was answered."""
    if any(token.kind == "action" and token.name in _COMING for token in sentence):
        return False
    if any(token.kind == "published" for token in sentence):
        return True
    named = next((place for place, token in enumerate(sentence) if token.name == "application"), 0)
    sorted_ = next((place for place, token in enumerate(sentence[:named]) if token.name == "foreign"), named)
    return any(map(counts, sentence[sorted_:named])) and any(token.kind == "among" for token in sentence)


def add_up(sentence: Sequence[Token]) -> bool:
    """收到申请47件，其中局机关29件、各分局18件: parts that make up the whole end with it, and whose they were is over."""
    place = next((index for index, token in enumerate(sentence) if token.kind == "among"), 0)
    before, parts_ = sentence[:place], [token.number for token in sentence[place:] if token.kind == "count"]
    if not place or any(token.kind in ("other_body", "respondent", "on_behalf") for token in before):
        return False
    if any(token.kind == "action" and token.name in _COMING for token in sentence[place:]):
        return False
    whole = next((token.number for token in reversed(before) if token.kind == "count"), None)
    if whole is None or len(parts_) < 2 or any(one is None for one in parts_):
        return False
    return whole.exact and sum(one.value for one in parts_ if one is not None) == whole.value
