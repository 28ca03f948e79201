"""Text files and Markdown: a line is a paragraph, exactly; plainly wrapped lines are joined; Markdown tables are grids.

Dumps of tables keep what tells their cells apart: leading tabs, tabs, bars and runs of blanks inside a line stay, and a
line that holds nothing but a tab stays as an empty cell. Lines that are blank otherwise only separate.
"""

from __future__ import annotations

import re
from typing import Final

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.charset import decode
from reviewer.extract.lines import ORDINAL, clean
from reviewer.extract.notes import Tally, has_text, notice
from reviewer.extract.plain_cells import dumped, rows_whole
from reviewer.extract.plain_markdown import Markup, embedded_tables
from reviewer.extract.plain_tables import read_bars, read_separated
from reviewer.extract.plain_wrap import unwrap
from reviewer.limits import Limits
from reviewer.model import Block, Document, Paragraph

_LINE: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_PAGE: Final = "\f"
"""Stands between the pages of a dump of printed pages."""
_EDGE: Final = " \u3000\xa0\ufeff"
_SHORT: Final = 12
_NUMBER: Final = re.compile(r"[\d０-９.,，\-—/％%]+")


def read_plain(data: bytes, limits: Limits) -> Document:
    """Read a text. Raises RefusedError (E-ENCODING, E-NO-TEXT) or LimitError (L-BLOCKS, L-CHARACTERS, L-CELLS)."""
    text, lost = decode(data)
    if len(text) > limits.characters:
        raise LimitError("L-CHARACTERS", limit=limits.characters)
    tally = Tally(limits)
    markup = Markup(text)
    blocks: list[Block] = []
    for part in embedded_tables(text, tally) if markup.found else [text]:
        if isinstance(part, str):
            blocks += _lines(part, markup, tally)
        else:
            blocks += part
    if not has_text(blocks):
        raise RefusedError("E-NO-TEXT-IMAGE" if markup.images else "E-NO-TEXT")
    notices = (notice("N-LOST-CHARACTERS", count=lost),) if lost else ()
    return Document(format="text", blocks=tuple(blocks), notices=notices, images=markup.images)


def _lines(text: str, markup: Markup, tally: Tally) -> list[Block]:
    lines = [clean(line).rstrip(_EDGE) for line in _LINE.split(text)]
    if len(lines) > 4 * tally.limits.blocks:
        raise LimitError("L-BLOCKS", limit=tally.limits.blocks)
    out: list[Block] = []
    whole = unwrap(dumped(_whole_cells(rows_whole(lines))), printed=_PAGE in text)
    for item in read_separated(read_bars(whole, tally, markup.inline), tally):
        if not isinstance(item, str):
            out.append(item)
            continue
        level, line = markup.line(item)
        if not line.strip(_EDGE):
            continue
        tally.block(len(line))
        out.append(Paragraph(text=line.strip(_EDGE), level=level))
    return out


def _whole_cells(lines: list[str]) -> list[str]:
    """Join the second line of a cell to its first: short, without a tab, between two lines that begin with one.

    Two numbers are left apart: they are two values as likely as one.
    """
    out: list[str] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        before = out[-1] if out else ""
        if (
            line.strip()
            and len(line) <= _SHORT
            and "\t" not in line
            and following.startswith("\t")
            and before.startswith("\t")
            and before.strip()
            and not (_NUMBER.fullmatch(line.strip()) or ORDINAL.match(line))
        ):
            out[-1] = before + line.strip()
        else:
            out.append(line)
    return out
