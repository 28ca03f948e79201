"""Qualified names of WordprocessingML, and the few questions asked of its elements everywhere."""

from __future__ import annotations

from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PLACED: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
VAL: Final = W + "val"
PARAGRAPH: Final = W + "p"
TABLE: Final = W + "tbl"
RUN: Final = W + "r"
BOX: Final = W + "txbxContent"

_OFF: Final = frozenset(("0", "false", "off", "none"))


def first(parent: etree._Element, tag: str) -> etree._Element | None:
    """The first child with this tag: what `find` says, without its Python."""
    return next(parent.iterchildren(tag), None)


def value(parent: etree._Element | None, name: str) -> str | None:
    """w:val of the child `name`, or None."""
    child = next(parent.iterchildren(W + name), None) if parent is not None else None
    return child.get(VAL) if child is not None else None


def number(text: str | None) -> int | None:
    """A whole number as Word writes it, or None."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def is_on(element: etree._Element) -> bool:
    """A toggle property: present means on, unless its value says otherwise."""
    return (element.get(VAL) or "1").lower() not in _OFF


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of mc:AlternateContent that is read: the first choice, else the fallback."""
    choice = alternate.find(MC + "Choice")
    return choice if choice is not None else alternate.find(MC + "Fallback")


def by_tag(properties: etree._Element | None, wanted: tuple[str, ...]) -> dict[str, etree._Element]:
    """The wanted children of a property element by their qualified tag; only these are made into objects."""
    return {child.tag: child for child in properties.iterchildren(*wanted)} if properties is not None else {}


def held(properties: dict[str, etree._Element], name: str) -> str | None:
    """w:val of one of these properties, or None."""
    child = properties.get(W + name)
    return child.get(VAL) if child is not None else None
