"""Which blocks of a page are the report, and which are the site around it. In doubt a block is kept."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from reviewer.extract.html_blocks import Piece
from reviewer.extract.lines import HEADING
from reviewer.model import Grid, Paragraph

_CHROME_TAGS: Final = frozenset(("nav", "aside", "footer"))
_CHROME_NAMES: Final = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|breadcrumb|crumb|footer|foot|sidebar|aside|copyright|related|recommend|share|toolbar|"
    r"pagination|friendlink|links|search|login|banner|topbar|position|location|mbx|dqwz|prevnext|hotnews|fenxiang)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"[-_|｜—–>]+")
_LONG: Final = 60
_TABLE: Final = 6
_SENTENCE: Final = re.compile("[。；]")


def select(pieces: list[Piece], titles: tuple[str, ...]) -> list[Piece]:
    """Drop the site around the report: all outside the container of its tables, headings and long paragraphs.

    `titles` are the names the page gives itself (<title>, ArticleTitle); the block above the container that repeats
    one of them, or else the last <h1> … <h3>, is kept: many sites print the title outside the article.
    """
    chrome = _Chrome(pieces)
    keys = [piece for piece in pieces if _is_key(piece) and not chrome(piece.element)]
    if not keys:
        return pieces
    container = _common([piece.element for piece in keys])
    inside = {id(piece) for piece in pieces if _within(piece.element, container)}
    first = next(index for index, piece in enumerate(pieces) if id(piece) in inside)
    above = _titles(pieces[:first], titles, chrome)
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        if id(piece) in inside:
            if _is_key(piece) or not (chrome(piece.element) or _is_links(piece)):
                kept.append(piece)
        elif index < first and id(piece) in above:
            kept.append(piece)
    return _without_twins(kept, inside)


def _without_twins(kept: list[Piece], inside: set[int]) -> list[Piece]:
    """A title that the site prints above the article is dropped when the article opens with the same words."""
    own = {_text(piece) for piece in kept if id(piece) in inside}
    out: list[Piece] = []
    for piece in kept:
        text = _text(piece)
        if id(piece) in inside or text not in own:
            out.append(piece)
        if id(piece) not in inside:
            own.add(text)
    return out


def _text(piece: Piece) -> str:
    return "".join(piece.block.text.split()) if isinstance(piece.block, Paragraph) else ""


def _is_key(piece: Piece) -> bool:
    """A table with figures, a heading with a Chinese ordinal, or a paragraph of prose."""
    block = piece.block
    if isinstance(block, Grid):
        return block.columns > 1 and sum(any(char.isdigit() for char in cell.text) for cell in block.cells) >= 2
    if block.hidden or _is_links(piece):
        return False
    if HEADING.match(block.text):
        return len(block.text) <= 60 or bool(_SENTENCE.search(block.text))
    return len(block.text) >= _LONG and bool(_SENTENCE.search(block.text))


def _is_links(piece: Piece) -> bool:
    block = piece.block
    return isinstance(block, Paragraph) and piece.linked * 2 > len(block.text.strip()) and len(block.text) < 200


def _titles(pieces: list[Piece], titles: tuple[str, ...], chrome: _Chrome) -> set[int]:
    """The title of the report among the blocks above it: what repeats the page's own name, else the last heading.

    Of a name in parts (title - column - site) that part counts which the longest block repeats.
    """
    shown = [one for one in pieces if _shown(one) and not (_is_links(one) or chrome(one.element))]
    parts = [part for title in titles for part in _PARTS.split(title) if len(part) >= 8]
    best = max(((len(_text(one)), part) for part in parts for one in shown if _repeats(one, part)), default=None)
    if best is not None:
        return {id(one) for one in shown if _repeats(one, best[1])}
    headings = [one for one in shown if isinstance(one.block, Paragraph) and (one.block.level or 9) <= 3]
    return {id(headings[-1])} if headings else set()


def _shown(piece: Piece) -> bool:
    return isinstance(piece.block, Paragraph) and not piece.block.hidden and bool(_text(piece))


def _repeats(piece: Piece, title: str) -> bool:
    text = _text(piece)
    least = 4 if isinstance(piece.block, Paragraph) and piece.block.level else 8
    return (
        (len(text) >= least and title.startswith(text))
        or (len(text) >= least and title.endswith(text))
        or title in text
    )


class _Chrome:
    """Whether an element stands in a part of the page that is named as the site's own; remembered by element."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._known: dict[etree._Element, bool] = {}
        self._holders: set[etree._Element] = set()
        for piece in pieces:
            if _is_key(piece) or isinstance(piece.block, Grid):
                self._hold(piece)

    def _hold(self, piece: Piece) -> None:
        """Elements with a table of some size, or with a heading, are never taken for the site's own."""
        block = piece.block
        if block.rows * block.columns >= _TABLE if isinstance(block, Grid) else HEADING.match(block.text):
            self._holders.update((piece.element, *piece.element.iterancestors()))

    def __call__(self, element: etree._Element) -> bool:
        path: list[etree._Element] = []
        answer = False
        for one in (element, *element.iterancestors()):
            if one in self._known:
                answer = self._known[one]
                break
            path.append(one)
        for one in reversed(path):
            answer = answer or (one not in self._holders and self._named(one))
            self._known[one] = answer
        return answer

    @staticmethod
    def _named(element: etree._Element) -> bool:
        if element.tag in _CHROME_TAGS or element.get("role") in ("navigation", "contentinfo", "search", "banner"):
            return True
        if element.tag in ("body", "html", "p", "td", "table"):
            return False
        return bool(_CHROME_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _common(elements: list[etree._Element]) -> etree._Element:
    """The lowest element that holds all of them; an element that is itself a block counts by its parent."""
    paths = [[element, *element.iterancestors()][::-1] for element in elements]
    last = paths[0][0]
    for level in range(min(map(len, paths))):
        first = paths[0][level]
        if any(path[level] is not first for path in paths):
            break
        last = first
    if last.tag in ("p", "table", "h1", "h2", "h3", "h4", "h5", "h6"):
        parent = last.getparent()
        return parent if parent is not None else last
    return last


def _within(element: etree._Element, container: etree._Element) -> bool:
    return element is container or any(one is container for one in element.iterancestors())
