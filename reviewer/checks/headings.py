"""Sub-headings of a section under which nothing is said.

A heading is told from a sentence by its form: alone in its paragraph, without an end mark, short. A line whose form leaves
that open (`（三）信息管理不断加强`, `（三）信息管理。`, no ordinal) is one only where the section shows the layout: two others of
the same form have text under them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from reviewer.checks import text

MARK = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|第?[一二三四五六七八九十\d]{1,3}[、.．：]|[一二三四五六]是|[①-⑩])+"
)
HEAD = re.compile(r"(?:情况|方面|工作|建设|管理|公开|保障|监督|培训)$")
CLAUSE = re.compile(r"[，：,:]")
_MARKED, _PLAIN, _LINE = 24, 14, 40
"""Longest heading (characters): a noun with an ordinal, one without, a whole line with an ordinal."""
_SHOWN = 2
"""So many headings of a form with text under them show the layout."""


class _Form(NamedTuple):
    """How a line looks: its ordinal's style ("" = none); whether it can be a heading, and whether it must be one."""

    style: str
    heading: bool
    sure: bool


def bare(lines: list[text.Sentence]) -> set[int]:
    """Positions of the headings that are followed by their like, or by nothing."""
    forms = [_form(line) for line in lines]
    under = [_said(forms, at) for at in range(len(forms))]
    shown = Counter(one.style for one, said in zip(forms, under, strict=True) if one.heading and said)
    return {
        at for at, one in enumerate(forms) if one.heading and not under[at] and (one.sure or shown[one.style] >= _SHOWN)
    }


def _form(line: text.Sentence) -> _Form:
    mark = MARK.match(line.text)
    rest = (line.text[mark.end() :] if mark else line.text).rstrip("：:")
    style = (
        re.sub(r"[①-⑩]", "①", re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", mark[0]))) if mark else ""
    )
    open_line = line.alone and not line.closed
    noun = CLAUSE.search(rest) is None and HEAD.search(rest) is not None and not re.search(r"\d{2,}", rest)
    if mark is None:
        return _Form(style, open_line and noun and len(rest) <= _PLAIN, sure=False)
    if noun and len(rest) <= _MARKED:
        return _Form(style, heading=True, sure=open_line)
    return _Form(style, open_line and len(line.text) <= _LINE and not re.search(r"\d", rest), sure=False)


def _said(forms: list[_Form], at: int) -> bool:
    """Whether text stands under the line: what follows is no heading of its own style, nor of one open before it."""
    over: list[str] = []
    for one in forms[: at + 1]:
        if one.style in over:
            del over[over.index(one.style) :]
        if one.style or one.heading:
            over.append(one.style)
    after = forms[at + 1] if at + 1 < len(forms) else None
    return after is not None and not ((after.style or after.heading) and after.style in over)
