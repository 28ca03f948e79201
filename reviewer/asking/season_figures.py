"""Figures over a season: one body's, the sum over all, most and least, above and below, the year before. All computed here.

A whole-region report holds the figures of the bodies under it, so the two are never added; what is not counted is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from reviewer.asking.season_desk import Desk, Draft, Place, names
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.asking.values import plain
from reviewer.model import SeasonCite, SeasonTable

_CENT = Decimal("0.01")


class Asked(NamedTuple):
    """The cells whose SUM is asked for, what it is called, its unit, what was assumed."""

    keys: tuple[str, ...]
    label: str
    unit: str
    note: str = ""


class Filter(NamedTuple):
    """`how`: above, from, below, upto, equals, nonzero, zero; `bound` is compared with."""

    how: str
    bound: Decimal = Decimal(0)

    def fits(self, value: Decimal) -> bool:
        return {
            "above": value > self.bound, "from": value >= self.bound, "below": value < self.bound,
            "upto": value <= self.bound, "equals": value == self.bound, "nonzero": value != 0, "zero": value == 0,
        }[self.how]  # fmt: skip


class Figures:
    """One question over one sum of cells."""

    def __init__(self, desk: Desk, asked: Asked, *, earlier: bool = False) -> None:
        """`earlier`: the figures of the season before."""
        self.desk, self.asked, self.draft, self.earlier = desk, asked, Draft(), earlier
        if earlier:
            self.asked = asked._replace(label=tell("before", label=asked.label))
        apart, self.holds = desk.view.apart()
        bound = {one.body.name for one in desk.bound}
        self.holds = tuple(one for one in self.holds if desk.only is None or one.name in desk.only)
        self.apart = tuple(desk.places[one.name] for one in apart if one.name in bound)
        self.parts = desk.values(asked.keys, last=earlier)
        self.now = {name: sum(some.values(), Decimal(0)) for name, some in self.parts.items()}
        self.counted = tuple(one for one in self.apart if one.body.name in self.now)

    def total(self) -> Draft:
        if not self.counted:
            return self._nothing()
        value = sum((self.now[one.body.name] for one in self.counted), Decimal(0))
        self.draft.value = value
        self._say("sum", value=plain(value), counted=len(self.counted))
        self._table(self.counted)
        self._scope(whole=True)
        return self._left()

    def average(self) -> Draft:
        if not self.counted:
            return self._nothing()
        total = sum((self.now[one.body.name] for one in self.counted), Decimal(0))
        value = (total / len(self.counted)).quantize(_CENT, ROUND_HALF_UP)
        self.draft.value = value
        self._say("average", value=plain(value), total=plain(total), counted=len(self.counted))
        self._table(self.counted)
        self._scope()
        return self._left()

    def ranked(self, most: int, *, least: bool) -> Draft:
        """The first `most` bodies by size, with those level with the last."""
        if not self.counted:
            return self._nothing()
        order = sorted(self.counted, key=lambda one: self.now[one.body.name] * (1 if least else -1))
        last = self.now[order[min(most, len(order)) - 1].body.name]
        chosen = [one for place, one in enumerate(order) if place < most or self.now[one.body.name] == last]
        self._ranking(chosen, most, [self._pair(one, self.now) for one in chosen], "least" if least else "most")
        self._table(chosen)
        self._scope()
        return self._left()

    def filtered(self, by: Filter) -> Draft:
        chosen = [one for one in self.counted if by.fits(self.now[one.body.name])]
        self.draft.value = Decimal(len(chosen))
        self.draft.agencies = tuple(one.body.name for one in chosen)
        how = tell(by.how, n=plain(by.bound), unit=self.asked.unit)
        text = self._names([self._pair(one, self.now) for one in chosen])
        self._say("filtered" if chosen else "filtered_none", how=how, n=len(chosen), text=text)
        self._table(chosen or self.counted)
        self._scope()
        return self._left()

    def each(self, places: Sequence[Place]) -> Draft:
        """The figure of each of some bodies."""
        chosen = [one for one in places if one.body.name in self.now]
        if not chosen:
            return self._nothing()
        self.draft.agencies = tuple(one.body.name for one in chosen)
        self._say("listed", text=self._names([self._pair(one, self.now) for one in chosen]))
        self._table(chosen)
        return self._left(places)

    def one(self, place: Place) -> Draft:
        """One body's figure, or why there is none."""
        name = place.body.name
        if name in self.now:
            self.draft.value, self.draft.agencies = self.now[name], (name,)
            self._say("one", agency=name, value=plain(self.now[name]))
            self._table([place])
            return self.draft
        self.draft.answered = False
        self.draft.left_out = [name]
        key = {"missing": "one_missing", "overdue": "one_missing", "exempt": "one_exempt"}.get(place.standing)
        if self.earlier:
            key = "one_before"
        elif key is None:
            key = "one_cell" if place.read else "one_unread"
        self._say(key, agency=name, year=self.desk.view.info.year)
        self.draft.citations = [self.desk.cite(place)]
        return self.draft

    def _nothing(self) -> Draft:
        self.draft.answered = False
        self._say("none_read")
        return self._left()

    def _say(self, key: str, **values: object) -> None:
        self.draft.say(tell(key, label=self.asked.label, **{"unit": self.asked.unit, **values}))
        if self.asked.note and len(self.draft.sentences) == 1:
            self.draft.say(self.asked.note)

    def _ranking(self, chosen: Sequence[Place], most: int, text: Sequence[str], how: str) -> None:
        self.draft.agencies = tuple(one.body.name for one in chosen)
        key = "ranked_one" if most == 1 else "ranked"
        self._say(key, most=tell(how), n=len(chosen), text=tell("and").join(text))
        if len(chosen) > most:
            self.draft.say(tell("tied"))

    def _pair(self, one: Place, values: dict[str, Decimal]) -> str:
        return tell("pair", name=one.body.name, value=plain(values[one.body.name]), unit=self.asked.unit)

    @staticmethod
    def _names(some: Sequence[str]) -> str:
        return names(some, tell("and"), season_vocabulary().sentences["names_more"])

    def _table(self, places: Sequence[Place]) -> None:
        """The bodies with their figures, and every cell they stand on."""
        heads = season_vocabulary().heads
        self.draft.table = SeasonTable(
            heads=(heads["agency"], heads["value"]),
            rows=tuple((one.body.name, plain(self.now[one.body.name])) for one in places),
        )
        for one in places:
            self.draft.citations += self._cells(one, self.parts, last=self.earlier)

    def _cells(self, one: Place, parts: dict[str, dict[str, Decimal]], *, last: bool) -> list[SeasonCite]:
        sent, year = one.submission, self.desk.view.info.year
        return [
            SeasonCite(
                kind="cell", agency=one.body.name, year=year - 1 if last else year,
                submission=sent.id if sent and not last else None, key=key, value=value,
            )
            for key, value in parts.get(one.body.name, {}).items()
        ]  # fmt: skip

    def cells_of(self, one: Place) -> list[SeasonCite]:
        """The cells that one body's figure stands on."""
        return self._cells(one, self.parts, last=self.earlier)

    def told_scope(self) -> list[str]:
        """The sentence on what whole-region reports hold already, where there are any."""
        before = len(self.draft.sentences)
        self._scope()
        return self.draft.sentences[before:]

    def _scope(self, *, whole: bool = False) -> None:
        """That whole-region reports were left out, and what those at the top say themselves."""
        if not self.holds or not self.desk.governments:
            return
        self.draft.say(tell("scope", n=len(self.holds), names=self._names([one.name for one in self.holds])))
        held = {one.name for one in self.holds}
        for one in self.holds if whole else ():
            if one.parent not in held and one.name in self.now:
                self._say("whole", name=one.name, value=plain(self.now[one.name]))
                self.draft.citations += self._cells(self.desk.places[one.name], self.parts, last=self.earlier)

    def _left(self, places: Sequence[Place] | None = None) -> Draft:
        """Who is not counted, and why."""
        left = [one for one in places or self.apart if one.body.name not in self.now]
        groups: dict[str, list[str]] = {"left_before": [], "left_missing": [], "left_unread": [], "left_cell": []}
        for one in left:
            key = "left_missing" if one.submission is None else "left_cell" if one.read else "left_unread"
            groups["left_before" if self.earlier else key].append(one.body.name)
        for key, some in groups.items():
            if some:
                self.draft.say(tell(key, n=len(some), names=self._names(some)))
                self.draft.left_out += some
        return self.draft
