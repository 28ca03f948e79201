"""Text of a report made fit to be shown: nothing in it can break a file, a terminal or the order of reading."""

from __future__ import annotations

import re

MARK = "\ufffd"
"""Stands for a character that cannot be shown; its presence is itself worth seeing."""

_BIDI = "\u202a-\u202e\u2066-\u2069"
_UNSHOWABLE = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_BIDI}\U000e0000-\U000e007f]"
)
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_COMBINING}]{{3}})[{_COMBINING}]+")
_FOREIGN = re.compile("[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U0003ffff\U000efffe-\U0010ffff]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """`text` without control characters, lone surrogates, noncharacters, bidi overrides, tag characters, piled accents.

    Line feeds and tabs stay; carriage returns become line feeds.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = _FOREIGN.sub(MARK, _UNSHOWABLE.sub(MARK, text))
    return _PILED.sub(r"\1", text)


def line(text: str) -> str:
    """`text` cleaned and on one line."""
    return _SPACE.sub(" ", clean(text)).strip()


def shorten(text: str, limit: int, ellipsis: str = "……") -> str:
    """`text` cut in its middle to at most `limit` characters; head and tail stay."""
    if len(text) <= limit:
        return text
    room = max(2, limit - len(ellipsis))
    head = (room + 1) // 2
    return text[:head] + ellipsis + text[len(text) - (room - head) :]


def brief(text: str, limit: int = 400) -> str:
    """One clean line of at most `limit` characters. Cuts before cleaning, so that a huge text costs nothing."""
    return shorten(line(shorten(text, limit * 3)), limit)
