"""Markdown taken off a text: heading marks, emphasis, links, pictures, tables written as HTML."""

from __future__ import annotations

import re
from typing import Final

from reviewer.extract.html import parse_html
from reviewer.extract.html_blocks import Walk, walk
from reviewer.extract.html_look import Hidden
from reviewer.extract.notes import Tally
from reviewer.model import Block

_SIGNS: Final = re.compile(
    r"^#{1,6} \S|^ {0,3}\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:? *)?$|(?<!\*)\*\*[^\s*][^*\n]{0,200}\*\*(?!\*)|__\S[^_\n]*__|</t[dr]>|^!\[|\]\(https?://",
    re.MULTILINE,
)
_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_RULE: Final = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,}|={3,}|`{3,}\w*)$")
_QUOTE: Final = re.compile(r"^ {0,3}(?:> ?)+")
_ITEM: Final = re.compile(r"^ {0,6}[-*+] +(?=\S)")
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,1000}\)")
_LINK: Final = re.compile(r"(?<!!)\[([^\[\]\n]{0,300})\]\((?:https?:|/|#|\.|mailto:)[^()\n]{0,1000}\)")
_STRONG: Final = re.compile(r"(?<![*_])(\*{2,3}|_{2,3})(?=[^\s*_])([^*_\n]+?)(?<=[^\s*_])\1(?![*_])")
_LIGHT: Final = re.compile(r"(?<![*\w])\*(?=[^\s*\d])([^*\n]{1,200}?)(?<=[^\s*])\*(?![*\w])")
_CODE: Final = re.compile(r"`([^`\n]+)`")
_TAG: Final = re.compile(
    r"</?(?:span|b|strong|i|em|u|font|p|div|center|a|sup|sub|o:p)(?:\s[^<>]{0,500})?>", re.IGNORECASE
)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_OPEN: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSE: Final = re.compile(r"</table\s{0,9}>", re.IGNORECASE)


class Markup:
    """Takes Markdown off lines when the text shows signs of being Markdown; else leaves every character alone."""

    def __init__(self, text: str) -> None:
        self.found = bool(_SIGNS.search(text))
        self.images = len(_IMAGE.findall(text)) if self.found else 0

    def line(self, line: str) -> tuple[int | None, str]:
        """Outline level and bare text of one line; "" for a rule or a fence."""
        if not self.found:
            return None, line
        if _RULE.match(line):
            return None, ""
        heading = _HEADING.match(line)
        if heading:
            return len(heading.group(1)), self.inline(heading.group(2))
        return None, self.inline(_ITEM.sub("", _QUOTE.sub("", line)))

    def inline(self, text: str) -> str:
        """The text without emphasis, links and pictures."""
        if not self.found:
            return text
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
        for _ in range(2):
            text = _LIGHT.sub(r"\1", _STRONG.sub(r"\2", text))
        text = _BREAK.sub("\n", _TAG.sub("", _CODE.sub(r"\1", text)))
        return _ESCAPE.sub(r"\1", text)


def embedded_tables(text: str, tally: Tally) -> list[str | list[Block]]:
    """The text cut at tables written as HTML: strings, and the blocks of each table."""
    out: list[str | list[Block]] = []
    end = 0
    while (first := _OPEN.search(text, end)) and (last := _CLOSE.search(text, first.end())):
        out.append(text[end : first.start()])
        root = parse_html(text[first.start() : last.end()], tally.limits)
        out.append([piece.block for piece in walk(root, Walk(tally, Hidden(root)))])
        end = last.end()
    out.append(text[end:])
    return out
