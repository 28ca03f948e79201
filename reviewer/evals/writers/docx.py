"""DOCX written part by part: merged cells, headings by style, by bold or numbered by Word, split runs, revisions."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from reviewer.evals.sheets import Drawn, Sheet
from reviewer.evals.spec import Spec
from reviewer.evals.templates import book
from reviewer.evals.writers.flow import blocks, dice
from reviewer.evals.writers.package import (
    CONTENT_TYPES,
    DOCUMENT_RELS,
    NAMESPACE,
    NUMBERING,
    PICTURE,
    RELS,
    STYLES,
    with_picture,
)

_UNSEEN = ("<w:vanish/>", '<w:color w:val="FFFFFF"/>')
_DELETED = re.compile(r"<w:del .*?</w:del>")
_INSERTED = re.compile(r"</?w:ins\b[^>]*>")
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WIDTHS = {
    4: (2600, 2000, 2000, 2000),
    10: (560, 900, 2500, 650, 650, 650, 700, 700, 650, 650),
    15: (575,) * 15,
    5: (1700,) * 5,
}


def write(spec: Spec, path: Path, *, revisions: bool = True) -> None:
    """Write `spec` to `path`. `revisions` off: no tracked changes (LibreOffice would print the deleted text)."""
    rng = dice(spec, "docx")
    how = rng.choice(("style", "style", "bold", "auto"))
    counted = [f"{ordinal}、" for ordinal in book("words")["ordinals"][: len(spec.parts)]]
    if [part.heading[:2] for part in spec.parts] != counted:  # Word itself would count on
        how = "bold" if how == "auto" else how
    body = "".join(_block(block, spec, rng, how) for block in blocks(spec))
    if not revisions:
        body = _INSERTED.sub("", _DELETED.sub("", body))
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        if spec.layout.landscape
        else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    section = f'<w:sectPr>{size}<w:pgMar w:top="1440" w:right="1300" w:bottom="1440" w:left="1300" w:header="800" w:footer="900"/></w:sectPr>'
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACE}><w:body>{body}{section}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELS, "word/document.xml": document,
        "word/_rels/document.xml.rels": DOCUMENT_RELS, "word/styles.xml": STYLES, "word/numbering.xml": NUMBERING,
    }  # fmt: skip
    blobs: dict[str, str | bytes] = with_picture(parts) if spec.pictures else {**parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in blobs.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)


def _block(block: object, spec: Spec, rng: Random, how: str) -> str:
    from reviewer.evals.writers.flow import Block

    assert isinstance(block, Block)
    if block.kind == "picture":
        return PICTURE
    if block.hidden:
        return _paragraph(block.text, indent=True, unseen=rng.choice(_UNSEEN))
    if block.sheet is not None:
        return _sheet(block.sheet, spec, rng) + (_paragraph("") if rng.random() < 0.8 else "<w:p/>")
    if block.kind == "title":
        lines = block.text.split("\n")
        if len(lines) > 1 and rng.random() < 0.5:
            run = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in lines)
            return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr>{run}</w:r></w:p>'
        return "".join(_paragraph(line, size=36, bold=True, center=True) for line in lines)
    if block.kind == "heading":
        if how == "auto":
            return _paragraph(
                block.text.split("、", 1)[1].strip(),
                style="1",
                extra='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            )
        return _paragraph(block.text, style="1" if how == "style" else "", bold=True)
    if block.kind == "sub":
        return _paragraph(block.text, style="2" if how == "style" and rng.random() < 0.7 else "", bold=True)
    return _paragraph(block.text, rng=rng, indent=True)


def _runs(text: str, props: str, rng: Random | None) -> str:
    """One run, or several cut at any place, sometimes with a bookmark or an accepted revision between."""
    cuts = [0, len(text)]
    if rng is not None and len(text) > 6 and rng.random() < 0.5:
        cuts = sorted({0, len(text), *(rng.randrange(1, len(text)) for _ in range(rng.randint(1, 4)))})
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    runs = [f'<w:r>{props}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces]
    if rng is not None and len(runs) > 1:
        roll = rng.random()
        if roll < 0.1:
            gone = f'<w:del w:id="9" w:author="a" w:date="2024-01-01T00:00:00Z"><w:r>{props}<w:delText>{escape(pieces[0][-2:])}</w:delText></w:r></w:del>'
            runs[1] = f'{gone}<w:ins w:id="8" w:author="a" w:date="2024-01-01T00:00:00Z">{runs[1]}</w:ins>'
        elif roll < 0.25:
            runs[0] += '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
    return "".join(runs)


def _paragraph(
    text: str, *, style: str = "", bold: bool = False, size: int = 0, center: bool = False, indent: bool = False,
    extra: str = "", rng: Random | None = None, unseen: str = "",
) -> str:  # fmt: skip
    mark = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = '<w:jc w:val="center"/>' if center else ""
    first = '<w:ind w:firstLineChars="200" w:firstLine="420"/>' if indent else ""
    props = ("<w:b/>" if bold else "") + unseen + (f'<w:sz w:val="{size}"/>' if size else "")
    run = _runs(text, f"<w:rPr>{props}</w:rPr>" if props else "", rng) if text else ""
    return f"<w:p><w:pPr>{mark}{extra}{first}{place}</w:pPr>{run}</w:p>"


def _sheet(sheet: Sheet, spec: Spec, rng: Random) -> str:
    widths = _WIDTHS[sheet.columns]
    if spec.layout.small:
        widths = tuple(width * 4 // 5 for width in widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = rng.random() < 0.5
    rows = []
    for number, line in enumerate(_covered(sheet)):
        cells = "".join(_cell(cell, merge, widths, spec, rng) for cell, merge in line)
        marks = ("<w:tblHeader/>" if header and number < sheet.header else "") + (
            "" if spec.layout.cut_rows else "<w:cantSplit/>"
        )
        rows.append(f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>" if marks else f"<w:tr>{cells}</w:tr>")
    fixed = '<w:tblLayout w:type="fixed"/>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>{fixed}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def _covered(sheet: Sheet) -> list[list[tuple[Drawn, str]]]:
    """By row, every cell that touches it, and whether it begins (`restart`), continues or is whole there."""
    found: list[list[tuple[Drawn, str]]] = []
    for row in range(sheet.rows):
        touching = sorted(
            (cell for cell in sheet.cells if cell.row <= row < cell.row + cell.rows), key=lambda one: one.column
        )
        found.append(
            [(cell, "" if cell.rows == 1 else "restart" if cell.row == row else "continue") for cell in touching]
        )
    return found


def _cell(cell: Drawn, merge: str, widths: tuple[int, ...], spec: Spec, rng: Random) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    props = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    props += f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    props += f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>" if merge else ""
    if spec.layout.rotated and cell.label and cell.rows > 8:
        props += '<w:textDirection w:val="tbRlV"/>'
    props += '<w:vAlign w:val="center"/>'
    size = 16 if spec.layout.small else 18
    if merge == "continue":
        return f"<w:tc><w:tcPr>{props}</w:tcPr><w:p/></w:tc>"
    if cell.label and len(cell.text) == 4 and cell.columns == 1 and rng.random() < 0.3:
        inside = _paragraph(cell.text[:2], size=size, center=True) + _paragraph(cell.text[2:], size=size, center=True)
    else:
        inside = _paragraph(cell.text, size=size, center=not cell.label or rng.random() < 0.5)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inside}</w:tc>"
