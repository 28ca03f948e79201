"""The kind `privacy`: data of private persons. What is found is never repeated: findings show the words before it.

Numbers are told by their own structure (model/personal.py). The evidence is verbatim and stands where the data begin,
but ends after the label and the first three digits; the fingerprint is made of the kind, the section and the count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import lines, report
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen
from reviewer.model.personal import CARD, IDENTITY, MOBILE, is_card, is_identity

_compile = lru_cache(maxsize=32)(re.compile)
_HEAD = 3
"""Digits of a number that a finding may show."""


class Words(Frozen):
    """rules/words/privacy.yaml: what stands around numbers and names."""

    labels: str
    """Pattern of a label directly before the data; it may be shown."""
    office: str
    """Pattern: the sentence gives the office's own address or telephone."""
    invites: str
    """Pattern: the sentence tells people where to ask; its number is the office's, whoever is spoken of."""
    private: str
    """Pattern: the sentence speaks of an applicant or other private person."""
    card: str
    """Pattern: the sentence speaks of a bank account."""
    payee: str
    """Pattern: the account is the office's."""
    own: str
    """Pattern: the account is a private person's, whatever else is said."""
    address: str
    """Pattern of the label of a private address that is given down to the house."""
    codes: str
    """Pattern: the number is a public code."""
    persons: str
    """Pattern of what private persons are called."""
    surnames: str
    """Characters that are surnames, for names after a colon."""
    sure_surnames: str
    """Those that hardly begin another word, for names without a colon."""
    masked: str
    """Characters by which a name is made unreadable (某, ×)."""
    no_names: tuple[str, ...]
    """Words that would be taken for names."""
    after_name: str
    """Pattern of what follows a name without a colon."""


class Parameters(Frozen):
    """Variants by kind of data."""

    identity: str
    mobile: str
    doubtful_mobile: str
    card: str
    address: str
    name: str
    doubtful_name: str


class _Datum(NamedTuple):
    variant: str
    start: int
    shown: int
    """Characters of the datum itself that may be shown."""


@cache
def words() -> Words:
    return resources.read_model(resources.rules_dir() / "words" / "privacy.yaml", Words)


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    known = words()
    for name in (
        "labels",
        "office",
        "invites",
        "private",
        "card",
        "payee",
        "own",
        "address",
        "codes",
        "persons",
        "after_name",
    ):
        try:
            _compile(getattr(known, name))
        except re.error as error:
            yield ("words", name), str(error)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    if not any(section.text for section in context.report.sections):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines.lines(context):
        for datum in _data(line, parameters):
            kind = (datum.variant, line.section)
            counts[kind] += 1
            low = _label(line.text, datum.start)
            span = line.span(context, low, max(datum.start + datum.shown, low + 1))
            result.findings.append(
                report.finding(
                    rule,
                    *kind,
                    str(counts[kind]),
                    variant=datum.variant,
                    evidence=(span,),
                    quote=report.quoted(span.quote),
                )
            )
    return result


def _label(text: str, start: int) -> int:
    """Where the label before the data begins; the data themselves where there is none."""
    match = _compile(f"(?:{words().labels})$").search(text[max(0, start - 16) : start])
    return max(0, start - 16) + match.start() if match else start


def _data(line: Line, parameters: Parameters) -> Iterator[_Datum]:
    finders: tuple[Callable[[str, Parameters], Iterator[_Datum]], ...] = (
        _identities,
        _mobiles,
        _cards,
        _addresses,
        _names,
    )
    for sentence in line.sentences():
        base = sentence.start - line.start
        taken: list[int] = []
        for finder in finders:
            for one in finder(sentence.text, parameters):
                if one.start not in taken:
                    taken.append(one.start)
                    yield one._replace(start=base + one.start)


def _identities(text: str, parameters: Parameters) -> Iterator[_Datum]:
    for match in IDENTITY.finditer(text):
        if is_identity(re.sub(r"[ -]", "", match.group())) and not _compile(words().codes).search(
            text[: match.start()]
        ):
            yield _Datum(parameters.identity, match.start(), _HEAD)


def _mobiles(text: str, parameters: Parameters) -> Iterator[_Datum]:
    known = words()
    for match in MOBILE.finditer(text):
        private = _compile(known.private).search(text) is not None
        if _compile(known.invites).search(text) or (not private and _compile(known.office).search(text)):
            continue
        yield _Datum(parameters.mobile if private else parameters.doubtful_mobile, match.start(), _HEAD)


def _cards(text: str, parameters: Parameters) -> Iterator[_Datum]:
    known = words()
    for match in CARD.finditer(text):
        digits = re.sub(r"[ -]", "", match.group())
        if not is_card(digits):
            continue
        office = _compile(known.payee).search(text) and not _compile(known.own).search(text, 0, match.start())
        if _compile(known.card).search(text) and not office:
            yield _Datum(parameters.card, match.start(), _HEAD)


def _addresses(text: str, parameters: Parameters) -> Iterator[_Datum]:
    known = words()
    for match in _compile(known.address).finditer(text):
        if not any(char in known.masked for char in text[match.end() : match.end() + 40]):
            yield _Datum(parameters.address, match.end(), 0)


def _names(text: str, parameters: Parameters) -> Iterator[_Datum]:
    known = words()
    if not _compile(known.persons).search(text):
        return
    given = rf"(?![^，。；]?[{known.masked}])[\u4e00-\u9fff]{{1,2}}"
    told = rf"(?:{known.persons})(?:的?姓名)?(?:：|为：|姓名为?|名叫)(?P<name>[{known.surnames}]{given})(?=[，。；、（）\s]|$)"
    loose = rf"(?:{known.persons})(?P<name>[{known.sure_surnames}]{given}?)(?={known.after_name})"
    for pattern, variant in ((told, parameters.name), (loose, parameters.doubtful_name)):
        for match in _compile(pattern).finditer(text):
            if match["name"] not in known.no_names and not any(match["name"].startswith(one) for one in known.no_names):
                yield _Datum(variant, match.start("name"), 0)
