"""Headings of the six sections, under whatever words and numbers: candidates first, then the ones that are meant.

A candidate is a paragraph (or its beginning, or two paragraphs together) that names a section's subject. Which of several
is the heading is told by its number, its wording, its standing alone, and the statutory table that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reviewer.model import FormSection, Paragraph, bare, fold, folded, load_forms

_HAN = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"(?:第([{_HAN}])(?:部分|章|节|篇|项|大项)?[、.：，]?|([{_HAN}])(?:[、.：，？]+|(?=[\u4e00-\u9fff]))"
    rf"|（([{_HAN}])）[、.]?|([1-9])(?:[、.，：](?![0-9])|(?=[\u4e00-\u9fff])))"
)
_STYLES = {1: "part", 2: "main", 3: "bracket", 4: "arabic"}
_AFTER = re.compile(r"[。：；，:]|\s")
_STOP = re.compile(r"[。；！？，,;]")
_LONG = 36


class Candidate(NamedTuple):
    """A paragraph that may be a section's heading. `cut`: characters of the (last) paragraph that belong to it."""

    at: int
    last: int
    key: str
    ordinal: str
    style: str
    exact: bool
    alone: bool
    cut: int
    printed: str
    level: int | None


@cache
def _sections() -> tuple[FormSection, ...]:
    """The sections by key; both editions have the same."""
    return next(iter(load_forms().values())).sections


@cache
def _names() -> dict[str, str]:
    """Section key by every accepted heading, bare."""
    return {
        bare(one): section.key
        for form in load_forms().values()
        for section in form.sections
        for one in (section.heading, *section.aliases)
    }


@cache
def _lengths() -> tuple[str, ...]:
    return tuple(sorted(_names(), key=len, reverse=True))


def subject(text: str) -> str | None:
    """The section that a heading in other words speaks of, None when none or several fit."""
    flat = bare(text)
    found = [
        section.key
        for section in _sections()
        if section.subject and all(any(word in flat for word in words) for words in section.subject)
    ]
    if len(found) > 1 and "other" in found:
        found.remove("other")
    if len(found) > 1 and "overview" in found:
        found.remove("overview")
    return found[0] if len(found) == 1 else None


def candidates(paragraphs: Sequence[tuple[int, Paragraph]]) -> list[Candidate]:
    """Every paragraph that may be a heading; `paragraphs` are (block index, paragraph) in document order."""
    found = []
    for position, (index, paragraph) in enumerate(paragraphs):
        text = paragraph.text
        if paragraph.hidden or not text.strip():
            continue
        one = _candidate(index, paragraph)
        if (one is None or not one.exact) and position + 1 < len(paragraphs) and len(text) < _LONG:
            after, following = paragraphs[position + 1]
            if len(following.text) < _LONG and (two := _wrapped(index, paragraph, after, following)):
                one = two
        if one is not None:
            found.append(one)
    return found


def _candidate(index: int, paragraph: Paragraph) -> Candidate | None:
    text = paragraph.text
    head = text[:80]
    flat = fold(head)
    match = _ORDINAL.match(flat.text)
    ordinal, style = _number(match)
    rest = flat.text[match.end() :] if match else flat.text
    name, length = _named(rest)
    if name is not None:
        start = match.end() if match else 0
        end = flat.source(start, start + length)[1]
        while end < len(head) and (head[end].isspace() or head[end] in '。：:；;，,、）)”"'):
            end += 1
        alone = not text[end:].strip()
        if not alone and not (
            style in ("main", "part") or (_AFTER.match(head[end - 1]) and not _runs_on(text[end - 1 :]))
        ):
            return None
        if not alone and style == "" and paragraph.level is None:
            return None
        return Candidate(index, index, name, ordinal, style, True, alone, end, head[:end].strip(), paragraph.level)
    if len(bare(text)) > _LONG or len(text) > 60:
        return None
    if not (style or paragraph.level) or _STOP.search(folded(text).rstrip("。：")):
        return None
    key = subject(rest)
    if key is None:
        return None
    return Candidate(index, index, key, ordinal, style, False, True, len(text), text.strip(), paragraph.level)


def _runs_on(text: str) -> bool:
    return not text.strip()


def _number(match: re.Match[str] | None) -> tuple[str, str]:
    """(ordinal in Chinese, style) of a printed number."""
    if match is None:
        return "", ""
    group = next(i for i in range(1, 5) if match[i])
    printed = match[group]
    return (_HAN[int(printed) - 1] if printed.isdigit() else printed), _STYLES[group]


def _named(rest: str) -> tuple[str | None, int]:
    """(section key, characters used) when the folded text begins with an accepted heading."""
    limit = len(_lengths()[0])
    letters: list[str] = []
    best: tuple[str | None, int] = (None, 0)
    for index, char in enumerate(rest):
        if char in "。：；" and letters:
            break
        if char.isalnum():
            letters.append(char)
            if len(letters) > limit:
                break
            if key := _names().get("".join(letters)):
                best = key, index + 1
    return best


def _wrapped(index: int, first: Paragraph, after: int, second: Paragraph) -> Candidate | None:
    """A heading broken over two paragraphs: together they are exactly an accepted one, alone neither is."""
    both = folded(first.text) + folded(second.text)
    match = _ORDINAL.match(both)
    ordinal, style = _number(match)
    key = _names().get(bare(both[match.end() :] if match else both))
    if key is None or _ORDINAL.match(folded(second.text)):
        return None
    printed = first.text.strip() + second.text.strip()
    return Candidate(index, after, key, ordinal, style, True, True, len(second.text), printed, first.level)


def chosen(found: Sequence[Candidate], tables: Mapping[str, int], prose: Sequence[int]) -> list[Candidate]:
    """The headings that are meant, in document order; a heading printed again in full is kept as well.

    `tables`: section key -> index of the block where its table begins. `prose`: indices of all other blocks with content.
    """
    found = _without_contents(found, prose)
    main = _main_style(found)
    best: dict[str, Candidate] = {}
    scores = {one: _score(one, main, tables, found) for one in found}
    for one in found:
        if scores[one] > 0 and (one.key not in best or scores[one] > scores[best[one.key]]):
            best[one.key] = one
    kept = [one for one in found if one.key in best and (best[one.key] is one or _again(one, best[one.key], main))]
    return sorted(kept, key=lambda one: one.at)


def _again(one: Candidate, first: Candidate, main: str) -> bool:
    """True for the same heading printed once more in full: a fault of the report, and kept as one."""
    return one.exact and one.alone and bool(main) and one.style == main and _same(one, first)


def _same(one: Candidate, other: Candidate) -> bool:
    return bare(one.printed) == bare(other.printed) or one.ordinal != other.ordinal


def _main_style(found: Sequence[Candidate]) -> str:
    """The way the sections are numbered: the one that most different sections share."""
    counts: dict[str, set[str]] = {}
    for one in found:
        counts.setdefault(one.style, set()).add(one.key)
    order = ("main", "part", "arabic", "bracket", "")
    return max(order, key=lambda style: (len(counts.get(style, ())), -order.index(style))) if counts else ""


def _score(one: Candidate, main: str, tables: Mapping[str, int], found: Sequence[Candidate]) -> float:
    expected = next(section.ordinal for section in _sections() if section.key == one.key)
    score = 2.0 if one.exact else 0.0
    score += 2.0 if one.style == main else -1.5 if one.style and one.level is None else 0.0
    score += 1.0 if one.alone else -0.5
    score += 1.0 if one.ordinal == expected else 0.0
    score += 0.5 if one.level is not None else 0.0
    at = tables.get(one.key)
    if at is not None and one.at <= at:
        later = [other for other in found if one.at < other.at <= at and other.style == one.style]
        score += 2.0 if not later else 0.0
    elif at is not None:
        score -= 2.0
    if not one.exact and one.style != main:
        score -= 2.0
    return score


def _without_contents(found: Sequence[Candidate], prose: Sequence[int]) -> list[Candidate]:
    """Leave out a table of contents: headings in a row with nothing between, that all come again."""
    left = list(found)
    content = sorted(prose)
    index = 0
    while index < len(left):
        run = [left[index]]
        for one in left[index + 1 :]:
            if not (run[-1].alone and one.alone):
                break
            if any(run[-1].last < other < one.at for other in content) or one.key in {seen.key for seen in run}:
                break
            run.append(one)
        again = {one.key for one in left[index + len(run) :]}
        if len(run) >= 3 and sum(one.key in again for one in run) >= 0.6 * len(run):
            del left[index : index + len(run)]
            continue
        index += len(run)
    return left
