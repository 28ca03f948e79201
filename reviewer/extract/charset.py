"""Bytes to text, by what they are and not by what they claim; text that came out as mojibake is refused, not reviewed."""

from __future__ import annotations

import codecs
import re
from typing import Final

from reviewer.errors import RefusedError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_XML_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.:-]+)""")
_REFERENCES: Final = re.compile("锟斤拷|烫烫烫|屯屯屯|ï»¿|Ã[\x80-\xbf]|å[\x80-\xbf]|æ[\x80-\xbf]|ç[\x80-\xbf]")
_OTHER_THAN_HAN: Final = re.compile("[^\u3400-\u9fff\ue000-\uf8ff]+")
_HAN: Final = re.compile("[\u3000-\u303f\u3400-\u9fff]")
_OTHERS: Final = frozenset(("big5", "big5-hkscs", "cp950", "shift_jis", "euc-jp", "euc-kr"))
_BAD_SHARE: Final = 0.002
_SAMPLE: Final = 200_000
_WINDOW: Final = 60


def decode(data: bytes, declared: str | None = None) -> tuple[str, int]:
    """The text, and how many of its characters could not be read (U+FFFD). Raises RefusedError E-ENCODING."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(name, "replace"))
    if b"\0" in data and (wide := _wide(data)) is not None:
        return _checked(wide)
    data = data.replace(b"\0", b"")
    if (declared or "").lower().replace("_", "-") == "utf-7":
        raise RefusedError("E-ENCODING")
    for name in filter(None, ("utf-8", _other(declared), "gb18030")):
        if (text := _strict(data, name)) is not None and not (name == "gb18030" and _is_utf8(data)):
            return _checked(text)
    utf8, chinese = data.decode("utf-8", "replace"), data.decode("gb18030", "replace")
    return _checked(min((utf8, chinese), key=lambda text: text.count("\ufffd")))


def declared_in(data: bytes) -> str | None:
    """The charset that the first kilobytes of a page declare."""
    found = _XML_DECLARED.search(data[:200]) or _DECLARED.search(data[:8192])
    return found.group(1).decode("ascii") if found else None


def _other(declared: str | None) -> str | None:
    name = (declared or "").lower().replace("_", "-").replace("shift-jis", "shift_jis")
    return name if name in _OTHERS else None


def _strict(data: bytes, name: str) -> str | None:
    """Decoded without a fault; one character cut off at the very end is forgiven."""
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and error.start > 8:
            return data[: error.start].decode(name)
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: told by what the characters are when read either way."""
    sample = data[: _SAMPLE // 2 * 2]
    best, name = 0.0, ""
    for one in ("utf-16-le", "utf-16-be"):
        text = sample.decode(one, "replace")
        share = sum(_usual(char) for char in text) / max(1, len(text))
        if share > best:
            best, name = share, one
    return data.decode(name, "replace") if best > 0.9 else None


def _usual(char: str) -> bool:
    code = ord(char)
    return 0x20 <= code < 0x7F or code in (9, 10, 13) or 0x2010 <= code <= 0x9FFF or 0xFF00 <= code <= 0xFFEF


def _is_utf8(data: bytes) -> bool:
    """Whether bytes with a few faults are UTF-8 all the same: almost every wide sequence reads well."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    wide = _wide_count(text)
    return wide > 20 and text.count("\ufffd") < 0.05 * wide


def _checked(text: str) -> tuple[str, int]:
    """Refuse a text of which too much is lost, or which was misread once before it was saved."""
    bad = text.count("\ufffd")
    sample = text[:_SAMPLE]
    wide = _wide_count(sample)
    if bad > max(2, _BAD_SHARE * max(1, wide)) or len(_REFERENCES.findall(sample)) > 2 or _was_utf8(sample):
        raise RefusedError("E-ENCODING")
    return text, bad


def _wide_count(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _was_utf8(text: str) -> bool:
    """Han text whose GB18030 bytes are UTF-8, in whole or in part: UTF-8 was read as GB18030 on the way here."""
    han = _OTHER_THAN_HAN.sub("", text)
    return any(_turns_back(han[at : at + _WINDOW]) for at in range(0, len(han) - _WINDOW // 3 + 1, _WINDOW))


def _turns_back(han: str) -> bool:
    again = han.encode("gb18030", "ignore").decode("utf-8", "replace")
    real = len(_HAN.findall(again))
    return real > 2 * again.count("\ufffd") and real > 0.3 * len(again)
