"""Title, agency and year of a report: from its title, else from what its text and its file name say."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from reviewer.model import Identity, Section, TextSpan, bare, folded, load_forms
from reviewer.recognise.words import words

_DIGITS = {
    char: str(value)
    for value, chars in enumerate(("〇○零OＯ0", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_HAN_YEAR = r"二[〇○零O0o][〇○零O0o一二三四五六七八九]{2}"
_YEAR = re.compile(rf"(?<![0-9])(20[0-9]{{2}}|{_HAN_YEAR})(?![0-9])(年度|年)?度?")
_NAMED_TWICE = re.compile(r"[（(][^（）()]+[）)]$")
"""A body's second name: 卫生健康局（疾病预防控制局）."""
_LONGEST = 70
_FAR = 2
"""Years. Nearer than this it is the text that is copied from an earlier year as often as the title."""
_STOP = re.compile(r"[。；！？>»→]")


class _Title(NamedTuple):
    start: int
    end: int
    text: str
    score: float


@cache
def _kinds() -> re.Pattern[str]:
    title = words().title
    subjects, kinds = "|".join(title.subjects), "|".join(title.kinds)
    return re.compile(rf"({subjects})[^，、：]{{0,12}}?({kinds})")


def year_of(text: str) -> int | None:
    """The first year (2000 … 2099, Arabic or Chinese numerals) in a folded text."""
    match = _YEAR.search(text)
    return _as_year(match[1]) if match else None


def _as_year(printed: str) -> int:
    return int("".join(_DIGITS.get(char, char) for char in printed.replace("o", "O")))


def title_of(preface: str) -> _Title | None:
    """The title in the text before the first heading: a line, or up to three lines together."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in preface.split("\n"):
        lead = _lead(line)
        lines.append((at + lead, line[lead:]))
        at += len(line) + 1
    best: _Title | None = None
    for index, (start, line) in enumerate(lines[:40]):
        flat = folded(line)
        if not flat or not _may_be_title(flat):
            continue
        for size in (1, 2, 3):
            group = lines[index : index + size]
            if len(group) < size or not all(_may_be_title(folded(one)) for _, one in group):
                break
            whole = "".join(folded(one) for _, one in group)
            match = _kinds().search(whole)
            if not match or len(whole) > _LONGEST:
                continue
            if size > 1 and (_kinds().search("".join(folded(one) for _, one in group[1:])) and not _leads(group[0][1])):
                continue
            score = _score(whole, match, index, size)
            if best is None or score > best.score:
                end = group[-1][0] + len(group[-1][1])
                best = _Title(start, end, whole, score)
    return best


def _lead(line: str) -> int:
    """Characters before a title on its line that are none of it: a printer's date, the head of a sheet, 附件1."""
    match = re.match(
        rf"\s*(?:[0-9]{{1,4}}/[0-9]{{1,2}}/[0-9]{{1,4}},?\s*[0-9]{{1,2}}:[0-9]{{2}}(?:\s*[AP]M)?"
        rf"|\S{{0,30}}?(?:{'|'.join(words().title.leads)})[0-9]{{0,2}}[：:]?)\s+(?=\S)",
        line,
    )
    rest = folded(line[match.end() :]) if match else ""
    return match.end() if match and (_kinds().search(rest) or rest.endswith(words().agency_endings)) else 0


def _may_be_title(flat: str) -> bool:
    return len(flat) <= _LONGEST and not _STOP.search(flat) and not any(one in flat for one in words().title.chrome)


def _leads(line: str) -> bool:
    """True for a first title line that names a body or a year, not a number of a document or an addressee."""
    flat = folded(line)
    if re.search(r"[：〔〕号]|[0-9]{1,2}月", flat):
        return False
    return flat.endswith((*words().agency_endings, words().title.about)) or bool(_YEAR.search(flat))


def _score(whole: str, match: re.Match[str], index: int, size: int) -> float:
    score = 3.0 if _YEAR.search(whole) else 0.0
    score += 1.0 if match[1] == words().title.subjects[0] else 0.0
    score += 2.0 if match.end() >= len(whole) - 1 else 0.0
    score += 2.0 if _agency(whole) else 0.0
    score -= 0.01 * index + 0.02 * size
    return score


def undoubled(title: str) -> str:
    """A title printed twice in one line is read once."""
    half = len(title) // 2
    return title[:half] if len(title) > 16 and title[:half] == title[half:] else title


def _agency(title: str) -> str:
    """What is left of a folded title without its year, subject, kind and 关于 … 的."""
    vocabulary = words().title
    text = re.sub(r"[《》\"']", "", undoubled(title))
    kind = None
    for kind in _kinds().finditer(text):
        if kind[1] == vocabulary.subjects[0]:
            break
    if kind is None:
        return ""
    text = text[: kind.start()]
    text = _YEAR.sub("", text).strip()
    text = re.sub(rf"^{vocabulary.about}|^[（）()\-—]+", "", text)
    while text.endswith(("（", "）", "(", ")", "-", "—")) and not _NAMED_TWICE.search(text):
        text = text[:-1]
    text = re.sub(rf"(?:^|{vocabulary.about})(?:{'|'.join(vocabulary.verbs)})$", "", text)
    text = text.removesuffix(vocabulary.particle).removesuffix(vocabulary.about)
    return text.strip(" 、，：:-—").removesuffix(vocabulary.particle)


def identify(sections: Sequence[Section], name: str) -> tuple[Identity, TextSpan | None]:
    """Identity (its edition left at the default) and the span of the title in the preface."""
    preface = next((one for one in sections if one.key == "preface"), None)
    title = title_of(preface.text) if preface else None
    span = preface.span(title.start, title.end) if preface and title else None
    text = undoubled(title.text) if title else ""
    stem = folded(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name))
    before = preface.text if preface else ""
    agency = (
        _agency(text)
        or _beneath(before[title.end :] if title else "")
        or _compiler(before)
        or _signature(sections)
        or _agency(stem)
        or _named(stem)
    )
    if (signed := _signature(sections)) in [agency + kind for kind in words().governments]:
        agency = signed  # the title names the place alone, the signature its government
    year = _believed(year_of(text), sections) or _period(sections) or year_of(stem) or _most_named(sections)
    printed = _printed(preface.text[title.start : title.end]) if preface and title else ""
    return Identity(title=printed, agency=agency, year=year), span


def _printed(text: str) -> str:
    """The title as printed, its lines joined."""
    return undoubled("".join(line.strip() for line in text.split("\n")))


@cache
def _period_pattern() -> re.Pattern[str]:
    return re.compile(words().period.format(year=rf"(20[0-9]{{2}}|{_HAN_YEAR})"))


def _period(sections: Sequence[Section]) -> int | None:
    """The year of the period that the report covers."""
    for section in sections[:2]:
        if match := _period_pattern().search(folded(section.text)):
            return _as_year(match[1])
    return None


def _believed(titled: int | None, sections: Sequence[Section]) -> int | None:
    """The year of the title, unless it is a slip for certain: no report year, or far from what period and text both name."""
    said = _period(sections)
    if titled is None or said is None or said != _most_named(sections):
        return titled
    return (
        said
        if titled < min(one.first_year for one in load_forms().values()) <= said or abs(titled - said) > _FAR
        else titled
    )


def _most_named(sections: Sequence[Section]) -> int | None:
    """The year that the text names most; none when two are named equally often."""
    counts = Counter(_as_year(match[1]) for one in sections for match in _YEAR.finditer(folded(one.text)) if match[2])
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _compiler(preface: str) -> str:
    """由××编制 in the preface."""
    match = re.search(rf"由([\u4e00-\u9fff（）×]{{3,30}}?)(?:{'|'.join(words().compiled)})", folded(preface))
    return match[1] if match and match[1].endswith(words().agency_endings) else ""


def _beneath(text: str) -> str:
    """The body whose name stands on the line right below the title."""
    flat = folded(next((line for line in text.split("\n") if line.strip()), ""))
    return flat if 4 <= len(flat) <= 30 and bare(flat) == flat and flat.endswith(words().agency_endings) else ""


def _named(stem: str) -> str:
    """The body that a file's name holds beside its year and kind, if any."""
    kinds = "|".join((*words().title.subjects, *words().title.kinds))
    parts = re.split(rf"{_YEAR.pattern}|{kinds}|[^\u4e00-\u9fff]+", stem)
    found = [one for one in parts if one and len(one) >= 4 and one.endswith(words().agency_endings)]
    return found[0] if len(found) == 1 else ""


def _signature(sections: Sequence[Section]) -> str:
    """The body that signs: a short line of its name before the date at the very end."""
    lines = [line.strip() for line in sections[-1].text.split("\n")[-6:]] if sections else []
    for line, after in itertools.pairwise(lines):
        flat = folded(line)
        dated = re.fullmatch(rf"(?:20[0-9]{{2}}|{_HAN_YEAR})年.{{1,3}}月.{{1,3}}日", folded(after))
        if dated and 4 <= len(flat) <= 30 and bare(flat) == flat and flat.endswith(words().agency_endings):
            return flat
    return ""
