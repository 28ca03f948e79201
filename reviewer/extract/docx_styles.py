"""styles.xml: what a style says about visibility, numbering and outline level, its parents included."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lxml import etree

from reviewer.extract.docx_names import VAL, W, is_on, number, value

_PLAIN_FILL: Final = frozenset(("auto", "ffffff", "none", ""))
_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"toc \d", re.IGNORECASE)
_LOOKS: Final = tuple(
    W + name for name in ("vanish", "color", "sz", "strike", "dstrike", "vertAlign", "highlight", "shd")
)
_TINY: Final = 2  # half-points
_DEEPEST: Final = 20
_PALE: Final = 0xF0


class Look(NamedTuple):
    """How a run shows; None means that it is not said here. `size` in half-points."""

    vanish: bool | None = None
    color: str | None = None
    size: int | None = None
    shaded: bool | None = None
    struck: bool | None = None
    raised: str | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else the base's."""
        if self is _NOTHING:
            return base
        return Look(
            base.vanish if self.vanish is None else self.vanish,
            base.color if self.color is None else self.color,
            base.size if self.size is None else self.size,
            base.shaded if self.shaded is None else self.shaded,
            base.struck if self.struck is None else self.struck,
            base.raised if self.raised is None else self.raised,
        )

    @property
    def unseen(self) -> bool:
        """Hidden font, one point or less, or white on nothing."""
        if self.vanish or (self.size is not None and self.size <= _TINY):
            return True
        return bool(self.color) and not self.shaded and _pale(self.color or "")


_NOTHING: Final = Look()


def _pale(color: str) -> bool:
    try:
        return len(color) == 6 and all(int(color[at : at + 2], 16) >= _PALE for at in (0, 2, 4))
    except ValueError:
        return False


def has_fill(properties: etree._Element | None) -> bool:
    """Whether w:shd among these properties puts a colour behind the text."""
    return fills(properties.find(W + "shd")) if properties is not None else False


def fills(shade: etree._Element | None) -> bool:
    """Whether this w:shd puts a colour behind the text."""
    if shade is None:
        return False
    pattern = (shade.get(VAL) or "").lower()
    fill = (shade.get(W + "fill") or "").lower()
    return fill not in _PLAIN_FILL or pattern not in ("clear", "nil", "")


def look_of(properties: etree._Element | None) -> Look:
    """The look that w:rPr states itself."""
    if properties is None or not len(properties):
        return _NOTHING
    vanish: bool | None = None
    struck: bool | None = None
    shaded: bool | None = None
    color = raised = None
    size: int | None = None
    for child in properties.iterchildren(*_LOOKS):
        match child.tag[len(W) :]:
            case "vanish":
                vanish = is_on(child)
            case "color":
                color = child.get(VAL)
            case "sz":
                size = number(child.get(VAL))
            case "strike" | "dstrike":
                struck = is_on(child) or bool(struck)
            case "vertAlign":
                raised = child.get(VAL)
            case "highlight" | "shd":
                shaded = has_fill(properties) or (child.tag == W + "highlight" and is_on(child)) or bool(shaded)
    return Look(vanish, color, size, shaded, struck, raised)


class Style(NamedTuple):
    """One style with its parents folded in. `level` counts from 1; `numbering` is (list id, level)."""

    look: Look = Look()
    level: int | None = None
    list_id: int | None = None
    list_level: int | None = None
    contents: bool = False
    shaded: bool = False


class Styles:
    """All styles of a document by id; an unknown id is the default paragraph style."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        base = _NOTHING
        if root is not None:
            base = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            for style in root.iterchildren(W + "style"):
                name = style.get(W + "styleId") or ""
                self._elements[name] = style
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                    self._default = name
        self._base = Style(look=base)
        self.default = self._resolve(self._default, 0) if self._default in self._elements else self._base

    def paragraph(self, name: str | None) -> Style:
        return self._of(name) if name in self._elements else self.default

    def _of(self, name: str | None) -> Style:
        key = name or ""
        if key not in self._known:
            self._known[key] = self._resolve(key, 0)
        return self._known[key]

    def character(self, name: str | None) -> Look:
        """The look of a character style alone, document defaults left out."""
        if name not in self._elements:
            return _NOTHING
        looks: list[Look] = []
        for _ in range(_DEEPEST):
            element = self._elements.get(name or "")
            if element is None:
                break
            looks.append(look_of(element.find(W + "rPr")))
            name = value(element, "basedOn")
        look = _NOTHING
        for one in reversed(looks):
            look = one.over(look)
        return look

    def table_shaded(self, name: str | None) -> bool:
        """Whether a table style colours any part of its tables."""
        element = self._elements.get(name or "")
        return element is not None and any(
            (shade.get(W + "fill") or "").lower() not in _PLAIN_FILL for shade in element.iter(W + "shd")
        )

    def _resolve(self, name: str, depth: int) -> Style:
        element = self._elements.get(name)
        if element is None or depth > _DEEPEST:
            return self._base
        parent_name = value(element, "basedOn")
        parent = self._resolve(parent_name, depth + 1) if parent_name else self._base
        properties = element.find(W + "pPr")
        title = value(element, "name") or ""
        level = number(value(properties, "outlineLvl"))
        if level is None and (heading := _HEADING.fullmatch(title)):
            level = int(heading.group(1)) - 1
        numbering = properties.find(W + "numPr") if properties is not None else None
        list_id, list_level = number(value(numbering, "numId")), number(value(numbering, "ilvl"))
        return Style(
            look=look_of(element.find(W + "rPr")).over(parent.look),
            level=parent.level if level is None else (level + 1 if 0 <= level < 9 else None),
            list_id=parent.list_id if list_id is None else list_id,
            list_level=parent.list_level if list_level is None else list_level,
            contents=bool(_CONTENTS.fullmatch(title)) or parent.contents,
            shaded=has_fill(properties) or parent.shaded,
        )
