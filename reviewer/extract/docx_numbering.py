"""numbering.xml: the automatic numbers (一、 （一） 1.) that Word shows and does not store in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reviewer.extract.docx_names import W, is_on, number, value
from reviewer.extract.docx_numerals import FORMATS

_HOLDER: Final = re.compile(r"%([1-9])")
_SILENT: Final = frozenset(("bullet", "none"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool
    restart: int | None


@dataclass(slots=True)
class _List:
    """Levels of one w:num with its overrides, counting together with all lists of the same abstract list."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    used: set[int] = field(default_factory=set)


class Numbering:
    """Prints the number of each list paragraph in turn. Must be asked in document order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[int, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._style_levels: dict[tuple[int, str], int] = {}
        if root is None:
            return
        abstracts = {one.get(W + "abstractNumId") or "": one for one in root.iterchildren(W + "abstractNum")}
        linked = {name: key for key, one in abstracts.items() if (name := value(one, "styleLink"))}
        for num in root.iterchildren(W + "num"):
            list_id = number(num.get(W + "numId"))
            key = value(num, "abstractNumId") or ""
            if list_id is None or key not in abstracts:
                continue
            key = linked.get(value(abstracts[key], "numStyleLink") or "", key)
            levels = _levels(abstracts[key])
            starts: dict[int, int] = {}
            for override in num.iterchildren(W + "lvlOverride"):
                at = number(override.get(W + "ilvl")) or 0
                for own in override.iterchildren(W + "lvl"):
                    levels[at] = _level(own)
                start = number(value(override, "startOverride"))
                if start is not None:
                    starts[at] = start
            self._lists[list_id] = _List(key, levels, starts)
            for level in abstracts[key].iterchildren(W + "lvl"):
                if style := value(level, "pStyle"):
                    self._style_levels[list_id, style] = number(level.get(W + "ilvl")) or 0

    def style_level(self, list_id: int, style: str | None) -> int:
        """The level that a list ties to a paragraph style (0 when it ties none)."""
        return self._style_levels.get((list_id, style or ""), 0)

    def next(self, list_id: int, at: int) -> str:
        """The printed number of the next paragraph of this list and level; "" for bullets and unknown lists."""
        known = self._lists.get(list_id)
        level = known.levels.get(at) if known else None
        if known is None or level is None:
            return ""
        counts = self._counts.setdefault(known.abstract, {})
        if at in known.starts and at not in known.used:
            counts[at] = known.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        known.used.add(at)
        for deeper in [one for one in counts if one > at]:
            restart = known.levels[deeper].restart if deeper in known.levels else None
            if restart is None or (0 < restart <= deeper and at < restart):
                del counts[deeper]
        if level.format in _SILENT:
            return "" if level.format == "bullet" else _HOLDER.sub("", level.text)
        return _HOLDER.sub(lambda match: self._one(known, counts, int(match.group(1)) - 1, level.legal), level.text)

    def _one(self, known: _List, counts: dict[int, int], at: int, legal: bool) -> str:
        level = known.levels.get(at)
        if level is None:
            return ""
        count = counts.setdefault(at, level.start)
        if level.format == "none":
            return ""
        return str(count) if legal or count < 1 else FORMATS.get(level.format, str)(count)


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    return {number(one.get(W + "ilvl")) or 0: _level(one) for one in abstract.iterchildren(W + "lvl")}


def _level(element: etree._Element) -> _Level:
    start = number(value(element, "start"))
    legal = element.find(W + "isLgl")
    return _Level(
        start=1 if start is None else start,
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=legal is not None and is_on(legal),
        restart=number(value(element, "lvlRestart")),
    )
