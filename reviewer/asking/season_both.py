"""Several conditions at once: 新收超过5件而且有结转的单位, 既有复议又有诉讼的, 被退回且新收为0的. Each is read alone; all must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.asking.lexer import Token
from reviewer.asking.season_desk import Desk, Draft, Place, names
from reviewer.asking.season_figures import Asked, Figures, Filter
from reviewer.asking.season_status import GROUPS, named
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.asking.values import plain
from reviewer.model import SeasonTable

FILTERS = ("above", "from", "below", "upto", "equals", "nonzero", "zero")
_SAYS = frozenset(
    {"cell", "exist", "who", "bodies", "region", "fill", "stop", "which", "total", "howmany", "this", "each"}
)


class _Condition(NamedTuple):
    """A sum of cells with its filter, or the state of what was handed in."""

    asked: Asked | None = None
    by: Filter = Filter("nonzero")
    state: str = ""


Read = Callable[[Sequence[Token]], Asked | None]
Bound = Callable[[Token], Filter]


def both(desk: Desk, tokens: Sequence[Token], read: Read, bound: Bound) -> Draft | None:
    """The bodies for which every clause holds; None where one is not understood. `read` names the cells of a clause."""
    conditions: list[_Condition] = []
    for clause in _clauses(tokens):
        before = conditions[-1].asked if conditions else None
        one = _condition(clause, before, read, bound)
        if one is None:
            return None
        conditions += [one] if one.asked or one.state else []
    if len(conditions) < 2:
        return None
    return _Both(desk, conditions).draft


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = [[]]
    for one in tokens:
        if one.kind == "also":
            runs.append([])
        else:
            runs[-1].append(one)
    return runs


def _condition(clause: Sequence[Token], before: Asked | None, read: Read, bound: Bound) -> _Condition | None:
    filters = [one for one in clause if one.kind in FILTERS]
    states = [one.kind for one in clause if one.kind in GROUPS]
    cells = any(one.term for one in clause)
    if len(filters) > 1 or len(states) > 1 or {one.kind for one in clause} - {*_SAYS, *FILTERS, *states}:
        return None
    if states:
        negated = any(one.kind == "exist" for one in clause)
        return None if cells or filters or negated else _Condition(state=states[0])
    if not cells and not filters:
        return None if any(one.kind == "exist" for one in clause) else _Condition()
    asked = read(clause) if cells else before
    if asked is None:
        return None
    lacking = any(one.kind == "exist" and one.word in season_vocabulary().negative for one in clause)
    if lacking and filters:
        return None
    return _Condition(asked, bound(filters[0]) if filters else Filter("zero" if lacking else "nonzero"))


class _Both:
    def __init__(self, desk: Desk, conditions: Sequence[_Condition]) -> None:
        self.desk, self.draft = desk, Draft()
        figures = [(Figures(desk, one.asked), one.by) for one in conditions if one.asked]
        states = [one.state for one in conditions if one.state]
        places = figures[0][0].apart if figures else desk.bound
        usable = [one for one in places if all(one in each.counted for each, _ in figures)]
        chosen = [one for one in usable if self._fits(one, figures, states)]
        self.draft.value, self.draft.agencies = Decimal(len(chosen)), tuple(one.body.name for one in chosen)
        what = [tell("condition", label=each.asked.label, how=_how(each, by)) for each, by in figures]
        what += [named(state) for state in states]
        text = names(self.draft.agencies, tell("and"), season_vocabulary().sentences["names_more"])
        key = "both" if chosen else "both_none"
        self.draft.say(tell(key, what=tell("semicolon").join(what), n=len(chosen), text=text))
        self._table(chosen, usable, figures)
        self.draft.sentences += figures[0][0].told_scope() if figures else []
        left = [one.body.name for one in places if one not in usable]
        if left:
            self.draft.left_out = left
            shown = names(left, tell("and"), season_vocabulary().sentences["names_more"])
            self.draft.say(tell("left_both", n=len(left), names=shown))

    @staticmethod
    def _fits(one: Place, figures: Sequence[tuple[Figures, Filter]], states: Sequence[str]) -> bool:
        return all(by.fits(each.now[one.body.name]) for each, by in figures) and all(
            GROUPS[state](one) for state in states
        )

    def _table(
        self, chosen: Sequence[Place], usable: Sequence[Place], figures: Sequence[tuple[Figures, Filter]]
    ) -> None:
        heads = (season_vocabulary().heads["agency"], *(each.asked.label for each, _ in figures))
        rows = [(one.body.name, *(plain(each.now[one.body.name]) for each, _ in figures)) for one in chosen]
        self.draft.table = SeasonTable(heads=heads, rows=tuple(rows))
        for one in chosen or usable:
            self.draft.citations.append(self.desk.cite(one))
            for each, _ in figures:
                self.draft.citations += each.cells_of(one)


def _how(each: Figures, by: Filter) -> str:
    return tell(by.how, n=plain(by.bound), unit=each.asked.unit)
