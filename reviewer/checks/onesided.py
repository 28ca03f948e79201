"""A section of problems and measures that is one list under one heading: what kind of things its entries are is then certain."""

from __future__ import annotations

import re

from reviewer.checks.listwords import compiled

_ORDINALS = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?:^|(?<=[。；：\n，]))(?:(?P<being>[{_ORDINALS}])是|（(?P<bracket>[{_ORDINALS}\d])）|其(?P<its>[{_ORDINALS}])(?:，|、|是|：)"
    rf"|第(?P<nth>[{_ORDINALS}])(?:，|、|是|：)|(?P<digit>\d)[.、](?!\d+[\d,]*[.%年月/万亿元]))"
)
_LAST = re.compile(r"[。！？\n](?=.*[^\s。；])", re.DOTALL)


def one_list(text: str, lead: str) -> str | None:
    """The entries of a folded text that is one list from its first sentence to its end; None for any other text.

    `lead`: pattern of what the words before the first entry must end with.
    """
    marks = list(_MARK.finditer(text))
    numbers = [_value(next(one for one in match.groups() if one)) for match in marks]
    styles = {match.lastgroup for match in marks}
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)) or len(styles) != 1:
        return None
    if not compiled(f"(?:{lead})$").search(text[: marks[0].start()]) or re.search("[。；]", text[: marks[0].start()]):
        return None
    ends = [*(one.start() for one in marks[1:]), len(text)]
    last = text[marks[-1].end() : ends[-1]]
    return None if _LAST.search(last.rstrip()) else text[marks[0].start() :]


def _value(printed: str) -> int:
    return int(printed) if printed.isdigit() else _ORDINALS.index(printed) + 1
