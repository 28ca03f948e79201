"""Web pages, saved pages, Word's HTML: parsed by lxml, never rendered and never fetched from."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.charset import declared_in, decode
from reviewer.extract.html_blocks import Piece, Walk, walk
from reviewer.extract.html_content import select
from reviewer.extract.html_look import Hidden
from reviewer.extract.html_rows import SILENT
from reviewer.extract.notes import Tally, has_text, notice
from reviewer.limits import Limits
from reviewer.model import Block, Document, Notice, Paragraph

_TAGS_A_BLOCK: Final = 2
_ICON: Final = re.compile(r"icon|logo|button|btn|qr|ewm|share|\.gif(?:$|\?)|filetype|spacer|blank", re.IGNORECASE)
_SIZE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)")
_STYLE_SIZE: Final = re.compile(r"(?<![-\w])(width|height)\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt)", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_NARROW: Final = 260.0
_LOW: Final = 80.0


def read_html(data: bytes, limits: Limits, declared: str | None = None) -> Document:
    """Read one page. Raises RefusedError (E-ENCODING, E-NO-TEXT), LimitError (L-ELEMENTS, L-DEPTH, L-CELLS …)."""
    text, lost = decode(data, declared or declared_in(data))
    root = parse_html(text, limits)
    state = Walk(Tally(limits), Hidden(root))
    state.forced = _forced(root, state.hidden)
    pieces = select(walk(root, state), _titles(root))
    blocks = [piece.block for piece in pieces]
    images = _images(state.images, pieces)
    if not has_text(blocks):
        raise RefusedError("E-NO-TEXT-IMAGE" if images else "E-NO-TEXT")
    return Document(format="html", blocks=tuple(blocks), notices=_notices(blocks, state, lost), images=images)


def parse_html(text: str, limits: Limits) -> etree._Element:
    """The tree of a page, bounded in tags and depth."""
    if text.count("<") > _TAGS_A_BLOCK * limits.blocks:
        raise LimitError("L-ELEMENTS", limit=_TAGS_A_BLOCK * limits.blocks)
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    source = _DECLARATION.sub("", text).encode("utf-8", "ignore")
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise _fault(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError("E-DAMAGED") from error
    if root is None:
        raise RefusedError("E-NO-TEXT")
    for fault in parser.error_log:
        if fault.level >= etree.ErrorLevels.FATAL:
            raise _fault(fault.message)
    return root


def _fault(message: str) -> LimitError | RefusedError:
    return LimitError("L-DEPTH") if "depth" in message.lower() else RefusedError("E-DAMAGED")


def _forced(root: etree._Element, hidden: Hidden) -> frozenset[etree._Element]:
    """Elements that a style sheet hides though they hold most of the page: a script shows them."""
    total = sum(len(text) for text in root.itertext())
    return frozenset(
        one
        for one in root.iter(etree.Element)
        if hidden.by_sheet(one) and one.tag not in SILENT and 5 * sum(len(text) for text in one.itertext()) > 2 * total
    )


def _titles(root: etree._Element) -> tuple[str, ...]:
    found = [one.text or "" for one in root.iter("title")]
    found += [
        one.get("content") or ""
        for one in root.iter("meta")
        if (one.get("name") or "").lower() in ("articletitle", "title")
    ]
    return tuple(title for one in found if (title := "".join(one.split())))


def _notices(blocks: list[Block], state: Walk, lost: int) -> tuple[Notice, ...]:
    hidden = sum(isinstance(block, Paragraph) and block.hidden for block in blocks)
    counted = (
        ("N-TRACKED", state.changes),
        ("N-STRUCK", state.struck),
        ("N-HIDDEN", hidden),
        ("N-LOST-CHARACTERS", lost),
    )
    return tuple(notice(code, count=count) for code, count in counted if count)


def _images(found: list[etree._Element], pieces: list[Piece]) -> int:
    """Pictures near the report that may hold a table: not small, not named as an icon."""
    near = {parent for piece in pieces for parent in (piece.element, piece.element.getparent()) if parent is not None}
    return sum(1 for image in found if _may_hold_table(image) and any(one in near for one in image.iterancestors()))


def _may_hold_table(image: etree._Element) -> bool:
    if _ICON.search((image.get("src") or "")[:300]):
        return False
    sizes: dict[str, float] = {}
    for name in ("width", "height"):
        if size := _SIZE.match(image.get(name) or ""):
            sizes[name] = float(size.group(1))
    for name, amount, _ in _STYLE_SIZE.findall(image.get("style") or ""):
        sizes[name.lower()] = float(amount)
    return sizes.get("width", _NARROW) >= _NARROW and sizes.get("height", _LOW) >= _LOW
