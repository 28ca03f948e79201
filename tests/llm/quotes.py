"""Quotes by the thousand from generated reports: true ones in every spelling allowed, and altered ones in every way we know."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from reviewer.evals.cases import build
from reviewer.llm.grounding import Span, ground
from reviewer.llm.segments import Segment, segments
from reviewer.model import Section, bare, folded

REPORTS = 200
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*[0-9０-９]|[0-9０-９]|[〇零一二两三四五六七八九十百千万亿]{2,}|[A-Za-z]+"
)
_CLAUSE = re.compile(r"[^，、：；。！？,;:]+")
_NEGATIONS = re.compile(r"(?:未|不|没|无|非|勿|拒绝|禁止|避免|杜绝)[^，、：；。！？\s]{0,5}$")


class Quote(NamedTuple):
    """What a model might say: `kind` tells how it was made."""

    kind: str
    text: str
    segment: Segment


@cache
def report(seed: int) -> tuple[Segment, ...]:
    """The numbered sentences of one generated report."""
    spec = build(seed)
    sections = [Section(key=part.key, text="\n".join(para.text for para in part.paras)) for part in spec.parts]
    return segments(sections)


def _usable(seed: int) -> list[Segment]:
    return [one for one in report(seed) if len(bare(one.source)) >= 10]


def true(count: int) -> Iterator[Quote]:
    """Verbatim pieces, then spelled anew within what the comparison allows."""
    rng = Random(7)
    for number in range(count):
        segment = rng.choice(_usable(number % REPORTS))
        text = _piece(rng, segment.source)
        yield Quote("true", _respelled(rng, text), segment)


def _piece(rng: Random, source: str) -> str:
    """A piece that begins and ends at a border of a clause, or anywhere but inside a number or behind a negation."""
    for _ in range(40):
        if rng.random() < 0.6:
            clauses = [match.span() for match in _CLAUSE.finditer(source)]
            first = rng.randrange(len(clauses))
            last = rng.randrange(first, len(clauses))
            start, end = clauses[first][0], clauses[last][1]
        else:
            start = rng.randrange(len(source) - 6)
            end = rng.randrange(start + 6, len(source) + 1)
        text = source[start:end]
        if len(folded(text)) >= 6 and len(bare(text)) >= 4 and not _cuts(source, start, end):
            return text
    return source


def _cuts(source: str, start: int, end: int) -> bool:
    inside = any(match.start() < place < match.end() for match in _NUMBER.finditer(source) for place in (start, end))
    figure = bool(re.match(r"[余多几%％‰十百千万亿]", source[end:])) and source[end - 1].isdigit()
    return inside or figure or bool(_NEGATIONS.search(source[:start]))


_WIDE = {chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_PAIRS = {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "！": "!", "？": "?", "%": "％", "“": '"', "”": '"'}
_SPELLINGS = {
    **_WIDE,
    **{two: one for one, two in _WIDE.items()},
    **_PAIRS,
    **{two: one for one, two in _PAIRS.items() if two != '"'},
}
_NOTHING = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060")
_BLANKS = (" ", "\n", "\r\n", "\u3000", "\t", "  ", "\u00a0")


def _respelled(rng: Random, text: str) -> str:
    out: list[str] = []
    for index, char in enumerate(text):
        grouped = (
            char in ",，." and 0 < index < len(text) - 1 and text[index - 1].isdigit() and text[index + 1].isdigit()
        )
        out.append(_SPELLINGS.get(char, char) if rng.random() < 0.3 and not grouped else char)
        after = text[index + 1 : index + 2]
        dense = char.isalnum() and after.isalnum() and (char + after).isascii()
        wide = bool(re.fullmatch(r"[０-９Ａ-Ｚａ-ｚ0-9A-Za-z]{2}", char + after))
        if rng.random() < 0.06:
            out.append(rng.choice(_NOTHING))
        if rng.random() < 0.06 and after and not dense and not wide and not grouped and after not in ",，.":
            out.append(rng.choice(_BLANKS))
    return "".join(out)


_UNITS = (
    ("万元", "元"),
    ("元", "万元"),
    ("件", "条"),
    ("条", "件"),
    ("件", "万件"),
    ("篇", "条"),
    ("次", "人次"),
    ("%", "‰"),
)
_NEGATED = (
    ("已", "未"),
    ("未", "已"),
    ("均", "均未"),
    ("没有", "有"),
    ("不予", "予以"),
    ("无", "有"),
    ("收到", "未收到"),
    ("全部", "未全部"),
)
_TURNED = (
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("减少", "增加"),
    ("下降", "增长"),
    ("高于", "低于"),
    ("新增", "新减"),
)
_SYNONYMS = (
    ("收到", "接到"), ("办结", "办完"), ("公开", "公布"), ("申请", "请求"), ("全年", "本年"), ("答复", "回复"), ("及时", "按时"),
    ("工作", "事务"), ("信息", "资讯"), ("加强", "强化"), ("开展", "进行"), ("网站", "官网"), ("共", "总共"), ("我局", "本局"),
)  # fmt: skip
_INVENTED = (
    "全年召开新闻发布会并通报公开情况", "共收到信息公开申请九十九件", "本机关被评为全国先进单位", "不存在任何问题无需改进",
    "经审核本报告数据准确无误", "群众满意度达到百分之百", "已会同税务部门核对全部数据", "复议案件全部维持原决定",
)  # fmt: skip


def altered(count: int) -> Iterator[Quote]:
    """As many quotes of every kind in turn; none of them says what the segment says."""
    rng = Random(11)
    makers = list(_MAKERS.items())
    made = number = 0
    while made < count:
        kind, maker = makers[made % len(makers)]
        found = None
        while found is None:  # many sentences do not lend themselves to a kind
            number += 1
            found = maker(rng, number)
        made += 1
        yield Quote(kind, *found)


Made = tuple[str, Segment] | None


def _swapped(rng: Random, number: int, pairs: tuple[tuple[str, str], ...]) -> Made:
    """A true piece with one word changed for another."""
    segment = rng.choice(_usable(number % REPORTS))
    text = _piece(rng, segment.source)
    fitting = [pair for pair in pairs if pair[0] in text]
    if not fitting:
        return None
    old, new = rng.choice(fitting)
    return _else_none(text.replace(old, new, 1), segment)


def _else_none(text: str, segment: Segment) -> Made:
    """Nothing, where the change happens to say something that stands there too."""
    return None if folded(text) in folded(segment.source) else (text, segment)


def _changed(rng: Random, number: int, pattern: str, change: str) -> Made:
    segment = rng.choice(_usable(number % REPORTS))
    text = _piece(rng, segment.source)
    places = list(re.finditer(pattern, text))
    if not places:
        return None
    place = rng.choice(places)
    old = place[0]
    new = {
        "digit": lambda: str((int(old) + rng.randint(1, 9)) % 10),
        "year": lambda: str(int(old) + rng.choice((-1, 1, 2))),
        "han": lambda: rng.choice([char for char in "一二三四五六七八九" if char != old]),
        "power": lambda: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(old)],
        "gap": lambda: f"{old[0]} {old[1]}",
        "point": lambda: f"{old[0]}.{old[1]}",
        "more": lambda: old + rng.choice("0123456789"),
        "drop": lambda: old[1:],
    }[change]()
    return _else_none(text[: place.start()] + new + text[place.end() :], segment)


def _spliced(rng: Random, number: int, between: str) -> Made:
    segment = rng.choice(_usable(number % REPORTS))
    clauses = _CLAUSE.findall(segment.source)
    if len(clauses) < 3:
        return None
    first = rng.randrange(len(clauses) - 2)
    return _else_none(clauses[first] + between + clauses[rng.randrange(first + 2, len(clauses))], segment)


def _elsewhere(rng: Random, number: int) -> Made:
    """A true quote under another segment's number."""
    some = _usable(number % REPORTS)
    one, other = rng.choice(some), rng.choice(some)
    return _else_none(_piece(rng, one.source), other)


def _cut(rng: Random, number: int, pattern: str) -> Made:
    """Verbatim from the second character of a number, or right behind a negation, on."""
    segment = rng.choice(_usable(number % REPORTS))
    places = [match.end() for match in re.finditer(pattern, segment.source)]
    places = [one for one in places if len(bare(segment.source[one:])) >= 6]
    return (segment.source[rng.choice(places) :], segment) if places else None


def _stopped(rng: Random, number: int) -> Made:
    """Verbatim up to the middle of a number."""
    segment = rng.choice(_usable(number % REPORTS))
    places = [match.start() + 1 for match in re.finditer(r"\d(?=\d|万|%)", segment.source)]
    places = [one for one in places if len(bare(segment.source[:one])) >= 6]
    return (segment.source[: rng.choice(places)], segment) if places else None


def _short(rng: Random, number: int) -> Made:
    segment = rng.choice(_usable(number % REPORTS))
    start = rng.randrange(len(segment.source) - 5)
    text = segment.source[start : start + rng.randint(1, 5)]
    return (text, segment) if len(folded(text)) < 6 else None


def _empty(rng: Random, number: int) -> Made:
    marks = ("", " ", "。", "，，，，，，", "\u200b" * 8, "……", "　　　　　　", "“”", "\n\n", "、。、。、。")
    return rng.choice(marks), rng.choice(_usable(number % REPORTS))


def _invented(rng: Random, number: int) -> Made:
    return rng.choice(_INVENTED), rng.choice(_usable(number % REPORTS))


_MAKERS = {
    "digit": lambda rng, n: _changed(rng, n, r"\d", "digit"),
    "digit in words": lambda rng, n: _changed(rng, n, r"[一二三四五六七八九](?=[件条篇次名])", "han"),
    "digit raised": lambda rng, n: _changed(rng, n, r"\d", "power"),
    "digit set apart": lambda rng, n: _changed(rng, n, r"\d\d", "gap"),
    "point": lambda rng, n: _changed(rng, n, r"\d\d", "point"),
    "digit added": lambda rng, n: _changed(rng, n, r"\d(?!\d)", "more"),
    "digit lost": lambda rng, n: _changed(rng, n, r"(?<!\d)\d\d", "drop"),
    "year": lambda rng, n: _changed(rng, n, r"20\d\d", "year"),
    "unit": lambda rng, n: _swapped(rng, n, _UNITS),
    "negation": lambda rng, n: _swapped(rng, n, _NEGATED),
    "direction": lambda rng, n: _swapped(rng, n, _TURNED),
    "synonym": lambda rng, n: _swapped(rng, n, _SYNONYMS),
    "splice": lambda rng, n: _spliced(rng, n, ""),
    "splice with comma": lambda rng, n: _spliced(rng, n, "，"),
    "ellipsis": lambda rng, n: _spliced(rng, n, "……"),
    "ellipsis in dots": lambda rng, n: _spliced(rng, n, "..."),
    "other segment": _elsewhere,
    "number cut": lambda rng, n: _cut(rng, n, r"\d(?=\d)"),
    "negation cut": lambda rng, n: _cut(rng, n, r"未(?!来)|没有|不予|无法|未能"),
    "number stopped": _stopped,
    "too short": _short,
    "empty": _empty,
    "invented": _invented,
}  # fmt: skip


def main() -> None:
    """The figures of docs/language-layer.md: python -m tests.llm.quotes."""
    start = time.perf_counter()
    wrong = sum(isinstance(ground(one.text, one.segment), Span) for one in altered(10_000))
    right = [(one, ground(one.text, one.segment)) for one in true(10_000)]
    found = [(one, span) for one, span in right if isinstance(span, Span)]
    placed = sum(
        folded(one.segment.source[span.start - one.segment.start : span.end - one.segment.start]) == folded(one.text)
        for one, span in found
    )
    sys.stdout.write(
        f"altered quotes accepted {wrong} of 10,000 ({len(_MAKERS)} kinds)\n"
        f"true quotes accepted {len(found)} of 10,000, at their place {placed}\n"
        f"{REPORTS} generated reports, {time.perf_counter() - start:.1f} s\n"
    )


if __name__ == "__main__":
    main()
