"""Shares over a season: 不予公开占办结的比例, 自然人占比, 予以公开率最高的单位. Part and whole are sums of cells of the same bodies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from reviewer.asking.lexer import Token
from reviewer.asking.season_desk import Desk, Draft, Place
from reviewer.asking.season_figures import Asked, Figures
from reviewer.asking.season_lexer import Lexer
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.asking.sums import label
from reviewer.asking.target import Target, targets
from reviewer.asking.terms import matching, split
from reviewer.asking.values import plain
from reviewer.asking.words import vocabulary
from reviewer.model import SeasonTable

_CENT = Decimal("0.01")
_RATE = "rate"
_WHOLES = (("t3.done.", "t3.done.total.total"), ("t3.new_received.", "t3.new_received.total"))
"""What a part of table 3 is a share of, where nothing is said."""
_COUNTED = ("t3", "t4")


class Share(NamedTuple):
    part: Asked
    whole: Asked


def shares(tokens: Sequence[Token]) -> bool:
    """Whether a share is asked for."""
    return any(one.kind == "share" or one.kind.startswith(_RATE) for one in tokens)


def share_of(lexer: Lexer, tokens: Sequence[Token]) -> Share | None:
    """Part and whole; None where either is not said for certain, or the part may not belong to the whole."""
    universe, rates = lexer.book.universe, vocabulary().rates
    named = [one for one in tokens if one.kind.startswith(_RATE)]
    if named:
        if len(named) > 1 or any(one.term for one in tokens):
            return None
        rate = rates[int(named[0].kind.removeprefix(_RATE))]
        return _share(lexer, sorted(matching(rate.part, universe)), sorted(matching(rate.whole, universe)))
    at = next(place for place, one in enumerate(tokens) if one.kind == "share")
    part, whole = _meant(lexer, tokens[:at]), _meant(lexer, tokens[at:])
    if part is None or len(part.cells) == 0:
        return None
    if whole is None:
        return None if any(one.term for one in tokens[at:]) else _share(lexer, part.cells, _default(part))
    return _share(lexer, part.cells, whole.cells) if _inside(part.cells, whole.cells) else None


def _meant(lexer: Lexer, tokens: Sequence[Token]) -> Target | None:
    terms = [one.term for one in tokens if one.term is not None]
    if not terms or any(one.kind in ("join", "plus") for one in tokens):
        return None
    found = targets(terms, lexer.book.universe)
    return found[0] if len(found) == 1 else None


def _default(part: Target) -> Sequence[str]:
    for start, whole in _WHOLES:
        if all(key.startswith(start) for key in part.cells) and whole not in part.cells:
            return (whole,)
    blocks = {split(key)[0] for key in part.cells}
    if all(key.startswith("t4.") and split(key)[1] != "total" for key in part.cells):
        return tuple(f"{block}.total" for block in sorted(blocks))
    return ()


def _share(lexer: Lexer, part: Sequence[str], whole: Sequence[str]) -> Share | None:
    """Only what is counted alike: of one table, and no cell of the whole in the part."""
    tables = {key[:2] for key in (*part, *whole)}
    if not part or not whole or len(tables) != 1 or not tables <= {*_COUNTED} or set(part) & set(whole):
        return None
    return Share(_asked(lexer, part), _asked(lexer, whole))


def _asked(lexer: Lexer, keys: Sequence[str]) -> Asked:
    book = lexer.book
    rows = {split(key)[0] for key in keys}
    apart = keys[0].startswith("t3") and len(rows) > 1 and not all(row.startswith("t3.done.") for row in rows)
    name = tell("join").join(label(book, [key]) for key in keys) if apart else label(book, keys)
    return Asked(tuple(keys), name, book.unit(keys[0]))


def _inside(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether what is counted in the part is counted in the whole: outcomes in what was done, columns in their row."""
    rows, of = ({split(key)[0] for key in some} for some in (part, whole))
    totals = {split(key)[1] for key in whole} == {"total"}
    if all(row.startswith("t3.done.") for row in (*rows, *of)):
        return totals and (rows <= of or of == {"t3.done.total"})
    return totals and rows == of


class Shares(Figures):
    """One share: over all bodies read for both, of one body, or the highest and lowest."""

    def __init__(self, desk: Desk, share: Share) -> None:
        super().__init__(desk, share.part)
        self.share, self.rest = share, desk.values(share.whole.keys)
        self.of = {name: sum(some.values(), Decimal(0)) for name, some in self.rest.items()}
        self.now = {name: value for name, value in self.now.items() if name in self.of}
        self.counted = tuple(one for one in self.counted if one.body.name in self.now)

    def total(self) -> Draft:
        part = sum((self.now[one.body.name] for one in self.counted), Decimal(0))
        whole = sum((self.of[one.body.name] for one in self.counted), Decimal(0))
        if not self._told(part, whole, "share", counted=len(self.counted)):
            return self.draft
        self._rows(self.counted)
        self._scope()
        return self._left()

    def one(self, place: Place) -> Draft:
        name = place.body.name
        if name not in self.now:
            return super().one(place)
        if self._told(self.now[name], self.of[name], "share_one", agency=name):
            self.draft.agencies = (name,)
            self._rows([place])
        return self.draft

    def ranked(self, most: int, *, least: bool) -> Draft:
        """The first `most` bodies by share; those with nothing in the whole have none."""
        rates = {one.body.name: self._rate(one) for one in self.counted if self.of[one.body.name]}
        order = sorted(
            (one for one in self.counted if one.body.name in rates),
            key=lambda one: rates[one.body.name] * (1 if least else -1),
        )
        if not order:
            return self._nothing()
        last = rates[order[min(most, len(order)) - 1].body.name]
        chosen = [one for place, one in enumerate(order) if place < most or rates[one.body.name] == last]
        text = [tell("pair", name=one.body.name, value=plain(rates[one.body.name]), unit="%") for one in chosen]
        self.asked = self.asked._replace(label=self._label())
        self._ranking(chosen, most, text, "lowest" if least else "highest")
        self._rows(chosen)
        self._scope()
        return self._left()

    def _rate(self, one: Place) -> Decimal:
        return _percent(self.now[one.body.name], self.of[one.body.name])

    def _label(self) -> str:
        return tell("share_label", part=self.share.part.label, whole=self.share.whole.label)

    def _told(self, part: Decimal, whole: Decimal, key: str, **values: object) -> bool:
        names = {"part": self.share.part.label, "whole": self.share.whole.label, "unit": self.asked.unit}
        if not whole:
            self.draft.answered = False
            self.draft.say(tell("share_nothing", **names))
            return False
        self.draft.value = _percent(part, whole)
        shown = {"now": plain(part), "of": plain(whole), "percent": plain(self.draft.value)}
        self.draft.say(tell(key, **names, **shown, **values))
        return True

    def _rows(self, places: Sequence[Place]) -> None:
        heads, rows = season_vocabulary().heads, []
        for one in places:
            name = one.body.name
            rate = plain(self._rate(one)) if self.of[name] else ""
            rows.append((name, plain(self.now[name]), plain(self.of[name]), rate))
            self.draft.citations += self._cells(one, self.parts, last=False) + self._cells(one, self.rest, last=False)
        names = (heads["agency"], heads["part"], heads["whole"], heads["share"])
        self.draft.table = SeasonTable(heads=names, rows=tuple(rows))


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(_CENT, ROUND_HALF_UP)
