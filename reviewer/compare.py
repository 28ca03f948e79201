"""Two versions of a report side by side: what was mended, what is still there, what is new, what was changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from reviewer import checks, resources
from reviewer.model import (
    CellChange,
    Comparison,
    Fact,
    Finding,
    Notice,
    Review,
    Section,
    SentenceChange,
    Status,
    Version,
    folded,
    load_forms,
)

_SENTENCE = re.compile(r"[^。；！？!?;\n\r]+[。；！？!?;]?")
_ALIKE = 0.5
"""From this ratio (difflib, 0 ... 1) on, a sentence taken away and one put in its place are one that was changed."""
_PAIRED = 60
"""Sentences on either side of one changed passage that are paired by likeness; longer passages are not."""


def compare(old: Review, new: Review) -> Comparison:
    """What changed from `old` to `new`, both reviewed."""
    marks = {one.fingerprint for one in new.findings}
    before = {one.fingerprint for one in old.findings}
    status = {one.rule: one.status for one in new.outcomes}
    text = folded("".join(one.text for one in new.sections))
    gone = [(one, _mended(one, status.get(one.rule), text)) for one in old.findings if one.fingerprint not in marks]
    return Comparison(
        old=Version.of(old),
        new=Version.of(new),
        fixed=tuple(one for one, mended in gone if mended),
        unclear=tuple(one for one, mended in gone if not mended),
        still=tuple(one for one in new.findings if one.fingerprint in before),
        added=tuple(one for one in new.findings if one.fingerprint not in before),
        cells=tuple(_cells(old, new)),
        sentences=tuple(_sentences(old, new)),
        notices=tuple(_notices(old, new)),
    )


def _mended(finding: Finding, status: Status | None, text: str) -> bool:
    """Whether a finding that is gone was mended: its rule was judged, or had nothing left to judge.

    `text`: all of the new version, folded.
    """
    if status is Status.SKIPPED:
        quote = next((folded(one.quote) for one in finding.evidence if one.kind == "text"), "")
        return bool(quote) and quote not in text
    return status in (Status.PASSED, Status.FAILED)


def _notices(old: Review, new: Review) -> Iterator[Notice]:
    years = {one.identity.year for one in (old, new)} - {None}
    if len(years) > 1 or not checks.same_body(old.identity, new.identity):
        yield Notice(code="N-COMPARED-OTHER", sentence=resources.sentence("N-COMPARED-OTHER"))


def _cells(old: Review, new: Review) -> Iterator[CellChange]:
    keys = dict.fromkeys(key for form in load_forms().values() for key in form.cells)
    for key in keys:
        before, now = old.facts.get(key), new.facts.get(key)
        if _held(before) != _held(now):
            yield CellChange(fact=key, old=_printed(before), new=_printed(now))


def _held(fact: Fact | None) -> object:
    """What a cell says: its number, else its text; 1,234 and 1234 say the same."""
    if fact is None:
        return None
    return fact.value if fact.value is not None else (fact.state, folded(fact.raw))


def _printed(fact: Fact | None) -> str | None:
    return None if fact is None else fact.raw.strip() or (f"{fact.value:f}" if fact.value is not None else "")


def _sentences(old: Review, new: Review) -> Iterator[SentenceChange]:
    before = {one.key: one for one in old.sections}
    now = {one.key: one for one in new.sections}
    for key in dict.fromkeys((*now, *before)):
        left, right = _split(before.get(key)), _split(now.get(key))
        plain = [[folded(one).replace(" ", "") for one in side] for side in (left, right)]
        for tag, a, b, c, d in difflib.SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
            if tag != "equal":
                yield from _changed(key, left[a:b], right[c:d])


def _split(section: Section | None) -> list[str]:
    return [text for one in _SENTENCE.findall(section.text) if (text := one.strip())] if section else []


def _changed(key: str, old: list[str], new: list[str]) -> Iterator[SentenceChange]:
    """Sentences of one passage: those that resemble each other as one change, in the new order."""
    left = list(old)
    for one in new:
        best = ""
        if len(old) <= _PAIRED and len(new) <= _PAIRED:
            best = max(left, key=lambda other: _ratio(other, one), default="")
        if best and _ratio(best, one) >= _ALIKE:
            left.remove(best)
            yield SentenceChange(section=key, old=best, new=one)
        else:
            yield SentenceChange(section=key, old="", new=one)
    for one in left:
        yield SentenceChange(section=key, old=one, new="")


def _ratio(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one[:400], other[:400], autojunk=False)
    return 0.0 if matcher.quick_ratio() < _ALIKE else matcher.ratio()
