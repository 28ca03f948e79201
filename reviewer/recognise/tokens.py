"""Paragraphs of a text dump to tokens: labels of the form, values, certain blanks, and other words.

Separators say most: bars and tabs bound cells for certain, a line is a cell when nothing separates. Where only spaces
(or nothing) stand between cells, the form's own labels cut the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from reviewer.model import Box, Paragraph, State, fold
from reviewer.recognise.cells import looks_like_value, read_cell
from reviewer.recognise.labels import is_known, longest, plain, roles, spelled, unnumbered
from reviewer.recognise.shapes import GLUED, Slot
from reviewer.recognise.words import words

_BAR = re.compile(r"[|｜│┃]")
_RULE = re.compile(r"(?=.*(?:---|===|[─━]))[\s|:+\-=｜│─━]*")
_DASHES = re.compile(r"(?<=[—–－/-])[ \u3000]+(?=[—–－/0-9-])")
_NUMBERS = re.compile(r"\s*[0-9０-９.,，/—-]+(?:\s+[0-9０-９.,，/—-]+)+\s*")
_ENDS = re.compile(r"(?:[0-9０-９/—-]+\s+){2,}[0-9０-９/—-]+\s*$")
_HARD = re.compile(r"[。；;！!？?]")
_SHORT = 45
_MANY = 8
"""Labels of the form that no sentence names without saying a number between them."""


class Token(NamedTuple):
    """One cell, or one label cut out of a line. `line`: tokens of one printed row share it; `wide`: the row has several."""

    text: str
    kind: Literal["label", "value", "blank", "other"]
    block: int
    last: int
    """Indices of the paragraphs it begins and ends in."""
    line: int
    wide: bool
    fault: str = ""
    page: int | None = None
    bbox: Box | None = None

    def slot(self) -> Slot:
        return Slot(self.text, self.page, self.bbox, self.fault)


Kind = Literal["label", "value", "blank", "other"]


def kind_of(text: str) -> Kind:
    if not text.strip():
        return "blank"
    if looks_like_value(text) or _is_sum(text):
        return "value"
    return "label" if roles(text) else "other"


def _is_sum(text: str) -> bool:
    """True for a number with the unit of a cell that holds money (186.4万元), and nothing else."""
    return text.rstrip().endswith(words().money_unit) and read_cell(text, money=True).state in (
        State.NUMBER,
        State.ZERO,
    )


def pieces_of(text: str) -> list[str] | None:
    """The cells of a line that bars or tabs separate, None when nothing does; [] for a rule drawn with dashes."""
    if _BAR.search(text):
        if _RULE.fullmatch(text):
            return []
        parts = [part.strip() for part in _BAR.split(text)]
        return parts[1 if not parts[0] else 0 : -1 if len(parts) > 1 and not parts[-1] else None]
    if "\t" in text:  # one tab before the text is a dump's mark of a cell; of several, each parts two cells
        return [
            part.strip() for part in (text[1:] if text.startswith("\t") and text.count("\t") == 1 else text).split("\t")
        ]
    return None


def tokens_of(paragraph: Paragraph, block: int, line: int) -> list[Token] | None:
    """The tokens of a paragraph, None when it is prose."""
    text = paragraph.text
    if not text or (not text.strip() and "\t" not in text):
        return []
    place = paragraph.places[0] if paragraph.places else None
    page, bbox = (place.page, place.bbox) if place else (None, None)
    pieces = pieces_of(text)
    if pieces is not None:
        return [Token(one, kind_of(one), block, block, line, len(pieces) > 1, "", page, bbox) for one in pieces]
    cut = _cut(text)
    if cut is None:
        return None
    return [Token(one, kind, block, block, line, len(cut) > 1, fault, page, bbox) for one, kind, fault in cut]


@lru_cache(maxsize=4096)
def _cut(text: str) -> tuple[tuple[str, Kind, str], ...] | None:
    """Tokens of a line without separators: one cell, or cells that the labels of the form cut apart."""
    if _NUMBERS.fullmatch(text):
        return tuple((one, "value", "") for one in text.split())
    if looks_like_value(text) or _is_sum(text):
        return ((text, "value", ""),)
    if (stated := _stated().search(text)) and not (stated.end() == len(text) and _is_whole(text, stated[0])):
        return None
    whole = kind_of(text) if len(text) <= 2 * _SHORT else "other"
    if whole in ("value", "blank") or (whole == "label" and is_known(text)):
        return ((text, whole, ""),)
    flat = plain(text)
    if len(text) > _SHORT and sum(one in flat for one in _anchors()) < (1 if _is_row(text) else 3):
        return None
    found = _scan(text)
    others = sum(len(plain(one)) for one, kind, _ in found if kind == "other")
    labels = sum(kind == "label" for _, kind, _ in found)
    values = sum(kind == "value" for _, kind, _ in found)
    if labels and 4 * others <= len(plain(text)) and (values or not others):
        return tuple(found)
    if len(text) > _SHORT or _HARD.search(text):
        return None
    if values >= 4 and others and not labels:
        return tuple(found)
    return ((text, whole, ""),)


@cache
def _value() -> re.Pattern[str]:
    """A value inside a line: a number with its unit or note (约80: a cell that is no number), or a placeholder."""
    unit = "(?:" + "|".join(map(re.escape, words().units)) + r")?(?=[\s0-9（一二三四/—-]|$)"
    note = r"（(?=[^）]{3})[^（）0-9]*[\u4e00-\u9fff][^（）]*）"
    return re.compile(rf"[约近+\-]?[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?(?:{note}|{unit})?|/|—+|-")


@cache
def _spoken() -> re.Pattern[str]:
    """A placeholder in words (无) between gaps; folding would make one word of three."""
    return re.compile(
        r"(?<=\s)(" + "|".join(re.escape(one) for one in words().placeholders if one.isalpha()) + r")(?=\s|$)"
    )


@cache
def _stated() -> re.Pattern[str]:
    """A number said in a sentence: 行政许可294件、… is prose, however many labels of the form it names."""
    units = "|".join(map(re.escape, (*words().units, *words().money_units)))
    return re.compile(rf"[0-9０-９]\s*(?:{units})(?:[、，,。；;]|$)|[0-9０-９](?:[。；;]|，(?![0-9]{{3}}))|。\s*$")


def _is_whole(text: str, last: str) -> bool:
    """True for a whole table on a line whose last cell has a unit: many labels, and no other number is said."""
    flat = plain(text)
    return last[-1:].isalpha() and sum(one in flat for one in _anchors()) >= _MANY


def _is_row(text: str) -> bool:
    """True for a longer line that may be one row: it ends with numbers and is no sentence."""
    return len(text) <= 3 * _SHORT and bool(_ENDS.search(text)) and not _HARD.search(text)


@cache
def _anchors() -> tuple[str, ...]:
    return tuple(one for one in spelled() if len(one) >= 4 and unnumbered(one) == one)


def _scan(text: str) -> list[tuple[str, Kind, str]]:
    """Cut a line from left to right: the longest label, else a value, else other words."""
    found: list[tuple[str, Kind, str]] = []
    for part in _DASHES.split(text):  # folding would make one cell of two dashes
        here = 0
        for match in _spoken().finditer(part):
            before = _scanned(part[here : match.start()])
            if (
                (before or found)[-1:]
                and (before or found)[-1][1] in ("label", "value")
                and _begins(part[match.end() :])
            ):
                found += [*before, (match[0], "value", "")]
                here = match.end()
        found += _scanned(part[here:])
    return found


def _begins(text: str) -> bool:
    """True for the rest of a line that is empty or begins with a cell: a value, a label."""
    flat = fold(text).text
    return not flat or bool(_spoken().match(f" {text.lstrip()}", 1) or _value().match(flat) or _label_at(flat, 0))


def _scanned(text: str) -> list[tuple[str, Kind, str]]:
    flat = fold(text).text
    found: list[tuple[str, Kind, str]] = []
    other: list[str] = []
    here = 0
    while here < len(flat):
        if end := _label_at(flat, here):
            _flush(other, found)
            found.append((flat[here:end], "label", ""))
            here = end
            continue
        match = _value().match(flat, here) if not other or not flat[here - 1].isalpha() or found else None
        if match:
            _flush(other, found)
            after = flat[match.end() : match.end() + 1]
            found.append((match[0], "value", GLUED if after and after in ".、" else ""))
            here = match.end()
            continue
        other.append(flat[here])
        here += 1
    _flush(other, found)
    return found


def _flush(other: list[str], found: list[tuple[str, Kind, str]]) -> None:
    text = "".join(other).strip()
    if plain(text):
        found.append((text, "other", ""))
    other.clear()


def _label_at(flat: str, start: int) -> int:
    """End of the longest label that begins here (punctuation and gaps inside do not count), or 0."""
    known = spelled()
    heads = _heads()
    numbered = (
        flat[start].isdigit() and flat[start + 1 : start + 2] in (".", "、") and flat[start + 2 : start + 3].isalpha()
    )
    if numbered and (end := _label_at(flat, start + 2)):
        return end  # a label behind its ordinal, whether the form prints it with one or not
    if flat[start] not in heads and flat[start] != "（":
        return 0
    text: list[str] = []
    end = 0
    limit = longest()
    for index in range(start, len(flat)):
        char = flat[index]
        if char.isalnum():
            text.append(char)
            if len(text) > limit:
                break
            if "".join(text) in known:
                end = index + 1
        elif not text and char != "（":
            break
    while end and end < len(flat) and flat[end] in '）"”':
        end += 1
    if end and flat[start].isdigit() and flat[start + 1].isalpha() and _label_at(flat, start + 1) > end:
        return 0  # 3 其他对外管理服务事项: a value and the next label, not 3.其他
    return end


@cache
def _heads() -> frozenset[str]:
    return frozenset(one[0] for one in spelled())


def merged(tokens: Sequence[Token]) -> list[Token]:
    """Join the halves of labels that were cut over lines or cells, where only together they are exactly a label."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        step = 1
        if token.kind in ("label", "other"):
            for size in (3, 2):
                run = tokens[index : index + size]
                if len(run) < size or any(one.kind not in ("label", "other") for one in run):
                    continue
                if all(is_known(one.text) for one in run):
                    continue
                whole = "".join(one.text for one in run)
                if is_known(whole):
                    token, step = token._replace(text=whole, kind="label", last=run[-1].last), size
                    break
        out.append(token)
        index += step
    return out
