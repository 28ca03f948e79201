"""The body that signs a report, and whether it can be the one that the title names."""

from __future__ import annotations

import re
from itertools import pairwise

from reviewer.checks import bodies, dates, lines
from reviewer.checks.context import Context
from reviewer.checks.lines import Line

_LAST = 6
"""Paragraphs at the end of the report among which the signature stands."""
_NAME = re.compile("[\u4e00-\u9fff]{4,24}")
_SLIPS = 2
"""Characters of a name that may be misprinted and the name still be known."""


def signer(context: Context) -> Line | None:
    """The line right above the date that ends the report, when it is a name and nothing else."""
    sections = context.report.sections
    found = list(lines.lines(context, (sections[-1].key,)))[-_LAST:] if sections else []
    for above, line in pairwise(found):
        if dates.whole_line(line.text) and _NAME.fullmatch(above.text.strip()):
            return above
    return None


def differs(named: str, signed: str) -> bool:
    """Whether two folded names are certainly not two ways to write one.

    Shortened names, names with or without the higher place or an office of the same body are the same; so is what a
    government's office signs for it. Different: a slip in a name of the same length, or another known kind of body.
    """
    if not named or bodies.lacks_place(named) or bodies.lacks_place(signed) or not _NAME.fullmatch(named):
        return False
    if _within(named, signed) or _within(signed, named):
        return False
    slips = sum(one != other for one, other in zip(named, signed, strict=False))
    if len(named) == len(signed) and slips <= _SLIPS:
        return True
    if re.search(bodies.words().signs_for, signed) or re.search(bodies.words().signs_for, named):
        return False
    return bool(bodies.kinds(named)) and bool(bodies.kinds(signed))


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in their order: 教体局 in 教育和体育局."""
    rest = iter(long)
    return all(char in rest for char in short)
