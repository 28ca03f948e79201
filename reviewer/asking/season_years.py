"""Figures against the season before: growth of one body or all, who grew fastest, whether what was carried over agrees."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from reviewer.asking.season_desk import Desk, Draft, Place
from reviewer.asking.season_figures import Asked, Figures
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.asking.values import plain
from reviewer.model import SeasonTable

_CENT = Decimal("0.01")
INTO, OUT = "t3.carried_in.total", "t3.carried_out.total"


def _percent(now: Decimal, last: Decimal) -> Decimal:
    return ((now - last) / last * 100).quantize(_CENT, ROUND_HALF_UP)


class Years(Figures):
    """One question over one sum of cells in two years."""

    def __init__(self, desk: Desk, asked: Asked, *, counted: bool = False) -> None:
        """`counted`: the difference is asked for (增加了多少件), not the rate."""
        super().__init__(desk, asked)
        self.by_count = counted
        self.before = desk.values(asked.keys, last=True)
        self.last = {name: sum(some.values(), Decimal(0)) for name, some in self.before.items()}
        self.both = tuple(one for one in self.counted if one.body.name in self.last)

    def growth_of(self, place: Place) -> Draft:
        name = place.body.name
        if name not in self.now or name not in self.last:
            self.draft.answered = False
            self._say("growth_none", agency=name)
            self.draft.citations, self.draft.left_out = [self.desk.cite(place)], [name]
            return self.draft
        self.draft.agencies = (name,)
        self._compared("growth", self.now[name], self.last[name], agency=name, suffix="_one")
        self._cite([place])
        return self.draft

    def growth_all(self) -> Draft:
        """Over the bodies read in both years: who is missing in one of them must not look like a fall."""
        if not self.both:
            self.draft.answered = False
            self._say("none_read")
            return self._left_years()
        now = sum((self.now[one.body.name] for one in self.both), Decimal(0))
        last = sum((self.last[one.body.name] for one in self.both), Decimal(0))
        self._compared("growth_all", now, last, counted=len(self.both))
        self._cite(list(self.both))
        self._scope()
        return self._left_years()

    def _compared(self, key: str, now: Decimal, last: Decimal, suffix: str = "", **values: object) -> None:
        gap = tell("more" if now > last else "fewer", n=plain(abs(now - last)), unit=self.asked.unit)
        shown = {"now": plain(now), "last": plain(last), "gap": gap, **values}
        if last == 0:
            self.draft.answered = self.by_count
            self.draft.value = now if self.by_count else None
            self._say(f"{key}_base", **shown)
            return
        self.draft.value = now - last if self.by_count else _percent(now, last)
        if now == last:
            self._say(f"{key}_level", **shown)
            return
        way = tell("up" if now > last else "down")
        self._say(f"{key}{suffix}", way=way, percent=plain(abs(_percent(now, last))), **shown)

    def fastest(self, most: int, *, down: bool) -> Draft:
        """The bodies that grew (or fell) most in percent; those with nothing in the year before have no percentage."""
        usable = [one for one in self.both if self.last[one.body.name]]
        rate = {one.body.name: _percent(self.now[one.body.name], self.last[one.body.name]) for one in usable}
        moved = [one for one in usable if (rate[one.body.name] < 0 if down else rate[one.body.name] > 0)]
        order = sorted(moved, key=lambda one: rate[one.body.name] * (1 if down else -1))
        if not order:
            known = down or len(usable) == len(self.both)  # who rose from 0 has no rate, and rose
            return self._none_moved(usable if known else (), down=down)
        edge = rate[order[min(most, len(order)) - 1].body.name]
        chosen = [one for place, one in enumerate(order) if place < most or rate[one.body.name] == edge]
        text = [tell("pair", name=one.body.name, value=plain(rate[one.body.name]), unit="%") for one in chosen]
        self._ranking(chosen, most, text, "slowest" if down else "fastest")
        self._cite(chosen)
        self._scope()
        base = [one.body.name for one in self.both if not self.last[one.body.name]]
        if base:
            self.draft.say(tell("left_base", n=len(base), names=self._names(base)))
            self.draft.left_out += base
        return self._left_years()

    def most_changed(self, most: int, *, down: bool) -> Draft:
        """The bodies whose figure rose (or fell) by most, in its own unit; those that had nothing before count too."""
        gaps = {one.body.name: self.now[one.body.name] - self.last[one.body.name] for one in self.both}
        gaps = {name: -gap if down else gap for name, gap in gaps.items()}
        order = sorted((one for one in self.both if gaps[one.body.name] > 0), key=lambda one: -gaps[one.body.name])
        if not order:
            return self._none_moved(self.both, down=down)
        edge = gaps[order[min(most, len(order)) - 1].body.name]
        chosen = [one for place, one in enumerate(order) if place < most or gaps[one.body.name] == edge]
        text = [self._changed(one, gaps[one.body.name], down=down) for one in chosen]
        self._ranking(chosen, most, text, "fell_most" if down else "rose_most")
        self._cite(chosen)
        self._scope()
        return self._left_years()

    def _none_moved(self, usable: Sequence[Place], *, down: bool) -> Draft:
        """Nobody rose (fell); where nobody can be compared either, that is not known."""
        self.draft.answered = bool(usable)
        self._say("filtered_none" if usable else "none_read", how=tell("fell" if down else "rose"))
        self._cite(list(usable))
        return self._left_years()

    def _changed(self, one: Place, gap: Decimal, *, down: bool) -> str:
        name = one.body.name
        told = tell("fewer" if down else "more", n=plain(gap), unit=self.asked.unit)
        return tell("changed", name=name, last=plain(self.last[name]), now=plain(self.now[name]), gap=told)

    def risen(self, *, down: bool) -> Draft:
        """The bodies whose figure is above (below) that of the year before."""
        chosen = [
            one
            for one in self.both
            if (self.now[one.body.name] < self.last[one.body.name] if down else self.now[one.body.name] > self.last[one.body.name])
        ]  # fmt: skip
        self.draft.value = Decimal(len(chosen))
        self.draft.agencies = tuple(one.body.name for one in chosen)
        text = self._names([tell("risen", name=one.body.name, now=plain(self.now[one.body.name]),
                                 last=plain(self.last[one.body.name])) for one in chosen])  # fmt: skip
        self._say(
            "filtered" if chosen else "filtered_none", how=tell("fell" if down else "rose"), n=len(chosen), text=text
        )
        self._cite(chosen or list(self.both))
        self._scope()
        return self._left_years()

    def _cite(self, places: list[Place]) -> None:
        heads = season_vocabulary().heads
        rows = []
        for one in places:
            now, last = self.now[one.body.name], self.last[one.body.name]
            rows.append((one.body.name, plain(now), plain(last), plain(_percent(now, last)) if last else ""))
            self.draft.citations += self._cells(one, self.parts, last=False)
            self.draft.citations += self._cells(one, self.before, last=True)
        names = (heads["agency"], heads["now"], heads["last"], heads["growth"])
        self.draft.table = SeasonTable(heads=names, rows=tuple(rows))

    def _left_years(self) -> Draft:
        lacking = [one.body.name for one in self.counted if one.body.name not in self.last]
        if lacking:
            self.draft.say(tell("left_last", n=len(lacking), names=self._names(lacking)))
            self.draft.left_out += lacking
        return self._left()


class Carry(Figures):
    """上年结转 of this year's reports against 结转下年度 of the last ones; whole-region reports are compared as well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Asked((INTO,), "", tell("unit")))
        self.before = desk.values((OUT,), last=True)
        self.apart = desk.bound
        self.usable = [one for one in desk.bound if one.body.name in self.now and one.body.name in self.before]

    def _pair_of(self, one: Place) -> tuple[Decimal, Decimal]:
        return self.now[one.body.name], self.before[one.body.name][OUT]

    def listed(self, *, level: bool) -> Draft:
        chosen = [one for one in self.usable if (self._pair_of(one)[0] == self._pair_of(one)[1]) is level]
        parts = [] if level else self._columns(chosen)
        self.draft.value = Decimal(len(chosen) + len(parts))
        self.draft.agencies = tuple(one.body.name for one in (*chosen, *parts))
        if not self.usable:
            self.draft.answered = False
            self.draft.say(tell("carry_nothing"))
        elif level:
            self.draft.say(tell("carry_level", n=len(chosen), text=self._names(self.draft.agencies)))
        elif chosen:
            text = [self._told(one) for one in chosen]
            self.draft.say(tell("carry_gap", n=len(chosen), text=self._names(text)))
        else:
            self.draft.say(tell("carry_none", n=len(self.usable)))
        if parts:
            names = self._names([one.body.name for one in parts])
            self.draft.say(tell("carry_columns", n=len(parts), text=names))
        self._cite([*chosen, *parts] or self.usable)
        lacking = [one.body.name for one in desk_read(self.desk) if one.body.name not in self.before]
        if lacking:
            self.draft.say(tell("left_last", n=len(lacking), names=self._names(lacking)))
            self.draft.left_out += lacking
        return self._left()

    def _columns(self, told: list[Place]) -> list[Place]:
        """Whose totals agree while the kinds of applicants do not: by the finding of its review."""
        rules = season_vocabulary().carry
        return [one for one in self.usable if one not in told and any(each.rule in rules for each in one.found)]

    def of(self, place: Place) -> Draft:
        name = place.body.name
        if place not in self.usable:
            self.draft.answered = False
            self.draft.say(tell("growth_none", agency=name, label=tell("carry_label")))
            self.draft.citations = [self.desk.cite(place)]
            return self.draft
        now, last = self._pair_of(place)
        self.draft.agencies = (name,)
        same = tell("same" if now == last else "not_same")
        self.draft.say(tell("carry_one", agency=name, now=plain(now), last=plain(last), same=same))
        self._cite([place])
        return self.draft

    def _told(self, one: Place) -> str:
        now, last = self._pair_of(one)
        return tell("carry_pair", name=one.body.name, now=plain(now), last=plain(last))

    def _cite(self, places: list[Place]) -> None:
        heads = season_vocabulary().heads
        rows = []
        for one in places:
            now, last = self._pair_of(one)
            rows.append((one.body.name, plain(now), plain(last)))
            self.draft.citations += self._cells(one, self.parts, last=False)
            self.draft.citations += self._cells(one, self.before, last=True)
        self.draft.table = SeasonTable(heads=(heads["agency"], heads["into"], heads["out"]), rows=tuple(rows))


def desk_read(desk: Desk) -> list[Place]:
    return [one for one in desk.bound if one.read]
