"""Words whose meaning their own clause decides, told before the sentence is read.

A thing merely mentioned (申请内容涉及项目、资金) is no object; 依申请公开信息13件 are applications when they were received and
published pages otherwise; 申请公开 counts applications only right before a number;
reviews that this body decides (审理行政复议案件) are its business, not reviews of what it did.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.recognise.stating.tokens import DISPUTES, DOCUMENTS, Token

_COMING = ("receive", "accept", "handle", "done")
_ABOUT = "happen"
_ELSEWHERE = "elsewhere"
_LONGEST_LETTERS = 6
"""信访举报投诉, without 类 or 申请."""
_SETTING = ("plan", "time_other", "cumulative", "area", "office", "self", "growth")
"""Kinds that say whose numbers follow, of which year, and whether they are facts."""


def elsewhere(found: Sequence[Token]) -> bool:
    """Is something said not to be this body's (不属于本机关)? Then 信息不存在 is but a part of 不掌握."""
    return any(token.kind == "narrow" and token.name == _ELSEWHERE for token in found)


def told(sentence: Sequence[Token]) -> list[Token]:
    """The tokens of a sentence, of the same number and places."""
    found: list[Token] = []
    for clause in _clauses(sentence):
        for index, token in enumerate(clause):
            if _decided(token, clause[:index]) or _letters(clause[:index], token):
                token = token._replace(kind="object", name="foreign")
            elif token.kind == "object" and token.name == "litigation" and _sort_named(clause[:index]):
                token = token._replace(kind="filler", name="")
            elif token.kind == "object" and token.name in ("aside", "foreign"):
                token = _mentioned(token, clause, index)
            elif token.kind == "short" and token.name == "released":
                token = token._replace(kind="object", name="application" if _came(clause[:index]) else "foreign")
            elif token.kind == "short" and token.name == "matter":
                other = _counted(clause[index + 1 :]) or (_acted(clause[:index]) and not _carried(clause[:index]))
                token = (
                    token._replace(kind="object", name="foreign") if other else token._replace(kind="filler", name="")
                )
            elif token.kind == "short" and token.name == "reviewed":
                token = _reviewed(token, sentence)
            elif token.kind == "short" and token.name == "document":
                token = _document(token, clause, index, sentence)
            elif token.kind == "short" and token.name == "application" and _joined(clause[:index], token):
                token = token._replace(kind="object", name="foreign")
            elif token.kind in ("self", "area") and _whose(clause, index):
                token = token._replace(kind="filler", name="")
            elif token.kind in _SETTING and _contents(clause, index):
                token = token._replace(kind="text", name="")
            elif token.kind == "short" and token.name == "applying":
                token = _applying(token, clause, index)
            found.append(token)
    return found


def _reviewed(token: Token, sentence: Sequence[Token]) -> Token:
    """未经复议的5件与经过复议的4件: beside suits those that came after a review; alone they may be either."""
    suits = any(one.kind in ("object", "short") and one.name in ("litigation", "litigation_direct") for one in sentence)
    return token._replace(kind="object", name="litigation_after_review" if suits else "foreign")


def _document(token: Token, clause: Sequence[Token], index: int, sentence: Sequence[Token]) -> Token:
    """制定规范性文件4件，废止文件1件: 文件 right behind what was done with those named before."""
    named = [one.name for one in sentence if one.kind == "object" and one.end <= token.start]
    last = clause[index - 1] if index else None
    again = last is not None and last.kind == "action" and last.name in ("repeal", "valid")
    if again and named and named[-1] in DOCUMENTS:
        return token._replace(kind="object", name=named[-1])
    return _mentioned(token._replace(kind="object", name="aside"), clause, index)


def _clauses(sentence: Sequence[Token]) -> list[list[Token]]:
    rows: list[list[Token]] = [[]]
    for token in sentence:
        rows[-1].append(token)
        if token.kind == "cut":
            rows.append([])
    return rows


def _mentioned(token: Token, clause: Sequence[Token], index: int) -> Token:
    """Foreign where it is counted or acted on; what applications are about, or words in passing, else."""
    if _counted(clause[index + 1 :]):
        return token._replace(name="foreign")
    before = clause[:index]
    about = any(one.name in (_ABOUT, "contents") for one in before) and not any(one.kind == "none" for one in before)
    if token.name == "foreign" and not about:
        return token
    return token._replace(name="foreign") if _acted(clause[:index]) else token._replace(kind="text", name="")


def _contents(clause: Sequence[Token], index: int) -> bool:
    """申请内容主要涉及规划计划、2019年征地: what was asked for says nothing of the numbers that follow."""
    before = {one.name for one in clause[:index]}
    about = "contents" in before or (_ABOUT in before and "application" in before)
    return about and not _counted(clause) and not any(one.kind == "none" for one in clause)


def _whose(clause: Sequence[Token], index: int) -> bool:
    """3个分局经办本局信息公开申请: another body acts, and 本局 only tells whose applications they are."""
    named = index + 1 < len(clause) and clause[index + 1].kind in ("object", "short", "context")
    return named and any(one.kind in ("some_bodies", "other_body") for one in clause[:index])


def _sort_named(before: Sequence[Token]) -> bool:
    """未经复议直接起诉的行政诉讼: its sort stands right before."""
    last = next((one for one in reversed(before) if one.kind != "filler"), None)
    return last is not None and last.kind == "object" and last.name in ("litigation_direct", "litigation_after_review")


def _joined(before: Sequence[Token], token: Token) -> bool:
    """申请 right behind a foreign thing is an application for that thing: 取水许可申请, 来信来访申请."""
    last, end = next(((one, one.end) for one in reversed(before) if not _slight(one)), (None, 0))
    if last is None or last.kind != "object" or last.name not in ("aside", "foreign"):
        return False
    return end == token.start or all(_slight(one) for one in before if one.start >= end)


def _slight(token: Token) -> bool:
    """A quotation mark, 的, or 事项: between a thing and 申请 they change nothing."""
    return (token.kind == "filler" and token.end - token.start == 1) or (token.kind, token.name) == ("short", "matter")


def _decided(token: Token, before: Sequence[Token]) -> bool:
    """审理行政复议案件30件: reviews and suits that this body decides."""
    if token.kind not in ("object", "short") or token.name not in DISPUTES:
        return False
    judged = next((place for place in range(len(before) - 1, -1, -1) if before[place].kind == "judging"), None)
    if judged is None:
        return False
    return token.kind == "object" or not any(one.kind == "count" for one in before[judged:])  # 审结2件均驳回诉讼请求


def _letters(before: Sequence[Token], token: Token) -> bool:
    """处理信访举报投诉312件: letters that were handled, not a ground for leaving applications aside."""
    if token.name != "petition_complaint":
        return False
    last = next((one for one in reversed(before) if one.kind != "filler"), None)
    handled = last is not None and last.kind == "action" and last.name in _COMING
    return handled and token.end - token.start <= _LONGEST_LETTERS


def _acted(before: Sequence[Token]) -> bool:
    """The nearest words before say that it came, was handled or did not come."""
    for one in reversed(before):
        if one.kind == "none" or (one.kind == "action" and one.name in _COMING):
            return True
        if one.kind in ("join", "object", "short", "count"):
            return False
    return False


def _carried(before: Sequence[Token]) -> bool:
    """结转下年的事项: what is carried over is applications."""
    last = next((one for one in reversed(before) if one.kind != "filler"), None)
    return last is not None and last.kind == "action" and last.name.startswith("carried")


def _counted(after: Sequence[Token]) -> bool:
    return any(token.kind == "count" and token.number is not None and token.number.kind != "other" for token in after)


def _came(before: Sequence[Token]) -> bool:
    """Something was received or handled, or none was, and nothing was published."""
    if any(token.kind in ("publish", "published") for token in before):
        return False
    return any(token.kind == "none" or (token.kind == "action" and token.name in _COMING) for token in before)


def _applying(token: Token, clause: Sequence[Token], index: int) -> Token:
    before = next((one for one in reversed(clause[:index]) if one.kind != "filler"), None)
    after = next((one for one in clause[index + 1 :] if one.kind not in ("filler", "total")), None)
    counted = after is not None and after.kind == "count"
    led = before is None or before.kind in ("count", "total", "action", "time_ok")
    return token._replace(name="application") if counted and led else token._replace(kind="filler", name="")
