"""The sheet of paper of an official document: A4, margins, fonts and page number after GB/T 9704-2012."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

BODY, SONG, HEI, KAI, TITLE = "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
_LATIN = "Times New Roman"
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_INK = RGBColor(0, 0, 0)
_INSTEAD = {BODY: "仿宋,FangSong,STFangsong", KAI: "楷体,KaiTi,STKaiti", TITLE: "小标宋,华文中宋,黑体,SimHei"}
"""What a computer without the official fonts shows in their place."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def font(element: object, name: str, size: float | None = None, bold: bool | None = None) -> None:
    """Give a style or a run its Chinese and Latin fonts, in points and black."""
    target = element.font  # type: ignore[attr-defined]
    target.name = _LATIN
    fonts = element.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for theme in _THEMED:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    target.color.rgb = _INK
    target.italic = False
    if size is not None:
        target.size = Pt(size)
    if bold is not None:
        target.bold = bold


def new(page_number: str) -> WordDocument:
    """An empty document: body 三号仿宋, headings 黑体 and 楷体, 28 points a line; `page_number` has {page}."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.footer_distance = Cm(2.5)
    for style, name, bold in (("Normal", BODY, None), ("Heading 1", HEI, False), ("Heading 2", KAI, True)):
        found = document.styles[style]
        font(found, name, 16, bold)
        layout = found.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
        layout.first_line_indent = Pt(32)
        layout.widow_control = True
    _language(document)
    _substitutes(document)
    _footer(section.footer.paragraphs[0], page_number)
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.title = ""
    core.created = core.modified = datetime(2000, 1, 1, tzinfo=UTC)
    return document


def _language(document: WordDocument) -> None:
    """Simplified Chinese, so that punctuation takes its mainland form."""
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:eastAsia"), "zh-CN")


def _substitutes(document: WordDocument) -> None:
    """Name the fonts to use where the official ones are missing."""
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            fonts = parse_xml(part.blob)
            for name, others in _INSTEAD.items():
                entry = OxmlElement("w:font")
                entry.set(qn("w:name"), name)
                other = OxmlElement("w:altName")
                other.set(qn("w:val"), others)
                entry.append(other)
                fonts.append(entry)
            part._blob = serialize_part_xml(fonts)


def _footer(paragraph: Paragraph, page_number: str) -> None:
    before, _, after = page_number.partition("{page}")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    font(paragraph.add_run(before), SONG, 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    font(number, SONG, 14)
    field.append(number._r)
    paragraph._p.append(field)
    font(paragraph.add_run(after), SONG, 14)


def pack(document: WordDocument) -> bytes:
    """The file's bytes; entries carry no time, so equal documents are equal bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    repack(raw, out)
    return out.getvalue()


def repack(raw: io.BytesIO, out: io.BytesIO) -> None:
    """Copy an archive without its times."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new_file:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new_file.writestr(info, old.read(name))
