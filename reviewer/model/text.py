"""Chinese text folded to one spelling, with offsets back to the source.

Folding is character by character and reversible by offsets: full-width letters and digits become ASCII, half-width
punctuation becomes full-width, radicals become the characters they stand for, traditional characters the simplified
ones (rules/words/characters.yaml, for mirror pages), invisible characters and white space go
(one space stays between two digits or two Latin letters). It is not NFKC: `10²` must never equal `102`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reviewer import resources

_SUPPLEMENT = dict(
    zip(
        "⺀⺃⺅⺈⺉⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺨⺩⺫⺬⺭⺮⺯⺰⺱⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫乛亻刀刂㔾小小兀尣尢𡯂巳幺彑忄心扌攵旡月歺母民氵氺火爫爫犭王罒示礻竹糸纟罓羊羊羊耂肀聿肉臼艹艹艹虎衤襾西见角角讠贝车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\ufeff")
_PUNCTUATION = {
    ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "%": "%", "％": "%", "﹪": "%",
    "“": '"', "”": '"', "„": '"', "‟": '"', "＂": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'",
    "．": ".", "﹒": ".", "—": "—", "–": "—", "―": "—", "－": "-", "−": "-", "﹣": "-", "‐": "-", "‑": "-",
    "｜": "|", "［": "〔", "］": "〕", "[": "〔", "]": "〕", "【": "【", "、": "、", "﹑": "、", "｡": "。", "､": "、", "～": "~",
    "﹐": "，", "﹔": "；", "﹕": "：", "﹙": "（", "﹚": "）",
}  # fmt: skip


@cache
def _simplified() -> dict[str, str]:
    """Simplified character by traditional one."""
    pairs: str = resources.read_yaml(resources.rules_dir() / "words" / "characters.yaml")["simplified"]
    return {pair[0]: pair[1] for pair in pairs.split()}


def _one(char: str) -> str:
    code = ord(char)
    if char.isspace():
        return " "
    if char in _INVISIBLE or 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE01EF:
        return ""
    if code < 32 or unicodedata.category(char) in ("Cf", "Cc"):
        return ""
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if 0x2E80 <= code <= 0x2EFF:
        return _SUPPLEMENT.get(char, char)
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", char)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A or 0xFF01 <= code <= 0xFF5E:
        half = chr(code - 0xFEE0)
        return _PUNCTUATION.get(half, half)
    return _simplified().get(char, char) if code > 0x3400 else char


class Folded(NamedTuple):
    """`text[i]` came from `source[offsets[i]]`; `offsets` ends with len(source)."""

    text: str
    offsets: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The source range that the folded range [start, end) came from."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def folded(self, start: int, end: int) -> tuple[int, int]:
        """The folded range that holds the source range [start, end)."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)


def _keeps_apart(before: str, after: str) -> bool:
    both_digits = before.isdigit() and after.isdigit()
    both_latin = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
    return both_digits or both_latin


_REMEMBERED = 8192


class _Table(dict[int, str]):
    """`_one` as str.translate asks for it; it never makes one character into more, and remembers a few thousand."""

    def __missing__(self, code: int) -> str:
        mapped = _one(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = mapped
        return mapped


_TABLE = _Table()


def fold(source: str) -> Folded:
    """Fold a text for matching; offsets lead back to `source`."""
    whole = source.translate(_TABLE)
    if len(whole) != len(source) or " " in whole:
        return _squeezed(source)
    if "，" in whole and _GROUPED.search(whole):
        out = list(whole)
        _thousands(out, source, range(len(source)))
        whole = "".join(out)
    return Folded(whole, tuple(range(len(source) + 1)))


def _squeezed(source: str) -> Folded:
    """Fold a text in which something falls away."""
    out: list[str] = []
    offsets: list[int] = []
    gap = -1
    for index, char in enumerate(source):
        mapped = _TABLE[ord(char)]
        if not mapped:
            continue
        if mapped == " ":
            gap = index if gap < 0 else gap
            continue
        if gap >= 0 and out and _keeps_apart(out[-1], mapped):
            out.append(" ")
            offsets.append(gap)
        gap = -1
        out.append(mapped)
        offsets.append(index)
    _thousands(out, source, offsets)
    offsets.append(len(source))
    return Folded("".join(out), tuple(offsets))


_GROUPED = re.compile(r"(?<![\d.，])\d{1,3}(?:，\d{3})+(?![\d，])")


def _thousands(out: list[str], source: str, offsets: Sequence[int]) -> None:
    """Give `1,234` its ASCII comma back, so that a comma between digits is one character of a number."""
    text = "".join(out)
    if len(text) != len(out):  # a character outside the BMP table mapped to two: leave the text alone
        return
    for match in _GROUPED.finditer(text):
        for index in range(*match.span()):
            if out[index] == "，" and source[offsets[index]] in ",，":
                out[index] = ","


_SHORT = 200


@lru_cache(maxsize=4096)
def _short(source: str) -> str:
    return fold(source).text


def folded(source: str) -> str:
    """The folded text alone. Labels and headings are asked for again and again; only what is short is remembered."""
    return _short(source) if len(source) <= _SHORT else fold(source).text


_BARE = re.compile(r"[^0-9A-Za-z\u3007\u3400-\u9fff\U00020000-\U0003ffff]")


def bare(source: str) -> str:
    """Only letters, digits and Han characters of the folded text: for comparing labels and headings."""
    return _BARE.sub("", folded(source))


def mend_characters(text: str) -> str:
    """Replace Kangxi and supplement radicals by the characters they stand for; nothing else changes (same length)."""
    if not any("\u2e80" <= char <= "\u2fdf" for char in text):
        return text
    return "".join(_TABLE[ord(char)] if "\u2e80" <= char <= "\u2fdf" else char for char in text)
