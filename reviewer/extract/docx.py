"""Word documents: the parts of the package, and the Document they make.

Read straight from the XML: python-docx repeats merged cells and leaves out numbering, text boxes and tracked changes.
"""

from __future__ import annotations

import posixpath
from typing import Final

from lxml import etree

from reviewer.errors import RefusedError
from reviewer.extract.archive import Archive
from reviewer.extract.docx_body import read_blocks
from reviewer.extract.docx_names import W
from reviewer.extract.docx_numbering import Numbering
from reviewer.extract.docx_state import State
from reviewer.extract.docx_styles import Styles
from reviewer.extract.docx_trace import Trace
from reviewer.extract.notes import Tally, has_text, notice
from reviewer.extract.xmlparts import parse
from reviewer.limits import Limits
from reviewer.model import Document, Notice

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_HARMLESS: Final = ("/hyperlink",)
_SEPARATORS: Final = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def read_docx(archive: Archive, limits: Limits, trace: Trace | None = None) -> Document:
    """Read a checked package; `trace` remembers where every character came from. Raises RefusedError (E-DTD, E-DAMAGED, E-NO-TEXT …) or LimitError."""
    archive.check_xml()
    main = main_part(archive)
    relations = _relations(archive, main)
    raw = archive.read(main)
    root = parse(raw)
    body = root.find(W + "body")
    if body is None:
        raise RefusedError("E-DAMAGED")
    state = State(
        styles=Styles(_part(archive, relations.get("/styles"))),
        numbering=Numbering(_part(archive, relations.get("/numbering"))),
        tally=Tally(limits),
        trace=trace,
        fields_close=raw.count(b'fldCharType="begin"') == raw.count(b'fldCharType="end"'),
    )
    if trace is not None:
        trace.root, trace.main = root, main
    blocks = read_blocks(body, state)
    if not has_text(blocks):
        raise RefusedError("E-NO-TEXT-IMAGE" if state.images else "E-NO-TEXT")
    return Document(
        format="docx",
        blocks=tuple(blocks),
        notices=_notices(archive, main, relations, state),
        images=state.images,
    )


def main_part(archive: Archive) -> str:
    """Name of the part that holds the document: what the package points at, else the usual name."""
    for kind, target in _relations(archive, "").items():
        if kind == "/officeDocument" and target in archive:
            return target
    if "word/document.xml" in archive:
        return "word/document.xml"
    raise RefusedError("E-DAMAGED")


def _relations(archive: Archive, part: str) -> dict[str, str]:
    """Inner targets of a part's relationships by the last step of their type."""
    return {kind: target for kind, target, external in _all_relations(archive, part) if not external}


def _all_relations(archive: Archive, part: str) -> list[tuple[str, str, bool]]:
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in archive:
        return []
    out: list[tuple[str, str, bool]] = []
    for one in parse(archive.read(source)).iter(_RELATION):
        kind = "/" + (one.get("Type") or "").rsplit("/", 1)[-1]
        target = one.get("Target") or ""
        external = (one.get("TargetMode") or "").lower() == "external"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        out.append((kind, target, external))
    return out


def _part(archive: Archive, name: str | None) -> etree._Element | None:
    return parse(archive.read(name)) if name is not None and name in archive else None


def _notices(archive: Archive, main: str, relations: dict[str, str], state: State) -> tuple[Notice, ...]:
    """What was left aside or taken in a certain sense; every reader of the review is told."""
    parts = [name for name in ("", main, relations.get("/settings", "")) if not name or name in archive]
    external = sum(
        outside and kind not in _HARMLESS for name in parts for kind, _, outside in _all_relations(archive, name)
    )
    comments = _count(archive, relations.get("/comments"), "comment")
    notes = _count(archive, relations.get("/footnotes"), "footnote") + _count(
        archive, relations.get("/endnotes"), "endnote"
    )
    counted = (
        ("N-TRACKED", state.changes),
        ("N-STRUCK", state.struck),
        ("N-HIDDEN", state.hidden),
        ("N-COMMENTS", comments),
        ("N-FOOTNOTES", notes),
        ("N-ALTCHUNK", state.chunks),
        ("N-EXTERNAL", external),
    )
    return tuple(notice(code, count=count) for code, count in counted if count)


def _count(archive: Archive, name: str | None, kind: str) -> int:
    root = _part(archive, name)
    if root is None:
        return 0
    return sum(1 for one in root.iterchildren(W + kind) if one.get(W + "type") not in _SEPARATORS)
