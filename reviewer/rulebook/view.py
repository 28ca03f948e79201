"""All that is told of a rule, as titled rows of plain text; whoever shows it chooses the look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reviewer.checks import Changed, Loaded, Pack, Period
from reviewer.checks.rule import Basis
from reviewer.rulebook.changes import values
from reviewer.rulebook.words import words


class Row(NamedTuple):
    """`key` is stable, for looks; `title` and `text` are shown."""

    key: str
    title: str
    text: str


class Page(NamedTuple):
    """A rule."""

    id: str
    title: str
    rows: tuple[Row, ...]


class Line(NamedTuple):
    """A rule in a list; `mark` says that a place changed it, "" otherwise."""

    id: str
    severity: str
    title: str
    mark: str


def line(one: Loaded, national: frozenset[str] = frozenset()) -> Line:
    """`national`: names of the packs that come with the program; rules of others are marked. Empty: none are."""
    if one.off is not None:
        mark = words("off_mark")
    elif one.changes:
        mark = words("changed_mark")
    else:
        mark = words("added_mark") if national and one.pack.pack not in national else ""
    return Line(one.rule.id, words("severity", one.rule.severity.value), one.rule.title, mark)


def page(one: Loaded) -> Page:
    """The rule with all its rows that are not empty; line breaks inside a text are blanks."""
    rows = (Row(key, words("rows", key), " ".join(text.split())) for key, text in _rows(one) if text.strip())
    return Page(one.rule.id, one.rule.title, tuple(rows))


def _rows(one: Loaded) -> Iterator[tuple[str, str]]:
    rule = one.rule
    if one.off is not None:
        yield "off", words("off", pack=packed(one.off.pack), reason=one.off.change.reason)
    yield "severity", _severity(one)
    yield "statement", rule.statement
    yield "why", rule.why
    yield "basis", _basis(rule.basis)
    yield "earlier", _basis(rule.basis.earlier) if rule.basis.earlier else ""
    yield "years", _years(one)
    yield "formula", rule.formula
    yield "good", rule.example.good.shows
    yield "bad", rule.example.bad.shows
    yield "unrun", rule.example.unrun
    yield "mend", rule.mend
    yield "caveat", rule.caveat
    yield "pack", packed(one.pack)
    for changed in one.changes:
        if changed is not one.off:
            yield "changed", _changed(changed)


def _severity(one: Loaded) -> str:
    own = one.rule.severity
    others = {variant.severity for variant in one.rule.variants.values()} - {None, own}
    ranked = sorted((other for other in others if other is not None), key=lambda other: other.rank)
    if not ranked:
        return words("severity", own.value)
    named = words("and").join(words("severity", other.value) for other in ranked)
    return words("by_case", own=words("severity", own.value), others=named)


def _basis(basis: Basis) -> str:
    text = basis.text.rstrip(words("stop"))
    return words("basis", text=text, certainty=words("certainty", basis.certainty))


def _years(one: Loaded) -> str:
    first = max((year for year in (one.rule.years.first, one.pack.effective.first) if year is not None), default=None)
    last = min((year for year in (one.rule.years.last, one.pack.effective.last) if year is not None), default=None)
    told = [period(Period(first=first, last=last))]
    if one.rule.advice_before is not None:
        told.append(words("advice_before", year=one.rule.advice_before))
    return words("values", "list").join(text for text in told if text)


def period(years: Period) -> str:
    """Report years in words; "" for all."""
    if years.first is not None and years.last is not None:
        return words("years", "between", first=years.first, last=years.last)
    if years.first is not None:
        return words("years", "from", first=years.first)
    return words("years", "until", last=years.last) if years.last is not None else ""


def packed(pack: Pack) -> str:
    return words("pack", title=pack.title, owner=pack.owner, version=pack.version)


def _changed(changed: Changed) -> str:
    pack, years = packed(changed.pack), period(changed.pack.effective)
    named = words("pack_years", pack=pack, years=years) if years else pack
    return words("changed", pack=named, values=values(changed), reason=changed.change.reason)
