"""Where a text with line breaks is cut into paragraphs, and what a line looks like. Used by every reader of text."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

ORDINAL = re.compile(
    r"[\s\u3000]*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．:：]|[一二三四五六七八九十]是|第[一二三四五六七八九十]{1,3}[条章节部]"
    r"|[（(]?\d{1,2}[）)、]|\d{1,2}[.．](?!\d)|[①-⑳⑴-⒇⒈-⒛])"
)
"""A line that opens with an ordinal: 一、 （一） 一是 1. （1） ①."""
HEADING = re.compile(r"[\s\u3000]*[（(]?[一二三四五六七八九十]{1,3}[）)、.．]")
"""A line that opens like one of the six headings, or a heading under them."""
_TERMINAL = tuple("。！？!?；;：:…”】》")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Drop control characters, lone surrogates and non-characters; nobody sees them and exports choke on them."""
    return _CONTROL.sub("", text)


def width(text: str) -> int:
    """Columns a line takes in a fixed pitch: two for a wide character, one for any other."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def split_lines(text: str) -> list[str]:
    """Cut a paragraph with manual line breaks where a new paragraph plainly begins; other breaks stay as a newline.

    A break ends a paragraph when the line before it ends a sentence or is a short heading, or when the line after it
    is indented or opens with an ordinal. Lines come back without the spaces around them; empty ones are dropped.
    """
    if "\n" not in text:
        only = text.strip()
        return [only] if only else []
    out: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            if out and out[-1]:
                out.append("")
            continue
        if not out or not out[-1] or _breaks(out[-1].rsplit("\n", 1)[-1], line):
            if out and not out[-1]:
                out.pop()
            out.append(bare)
        else:
            out[-1] = f"{out[-1]}\n{bare}"
    return [one for one in out if one]


def _breaks(before: str, after: str) -> bool:
    if before.endswith(_TERMINAL) or after.startswith(("\u3000\u3000", "    ", "\xa0\xa0\xa0\xa0")):
        return True
    if ORDINAL.match(after):
        return True
    return bool(HEADING.match(before)) and len(before) <= 40
