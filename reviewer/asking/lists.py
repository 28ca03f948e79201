"""Answers that go through several cells: which are not 0, is there any, which is the most."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.asking import sums
from reviewer.asking.draft import Draft
from reviewer.asking.operands import Operands
from reviewer.asking.target import Target, limited, meanings, targets
from reviewer.asking.terms import Term, split
from reviewer.asking.values import plain
from reviewer.asking.words import say
from reviewer.model import AnswerStatus

_FEW = 12


class Lists(Operands):
    """`list`, `exist`, `most` and `least` over the members of what the terms name."""

    def answer(self) -> Draft | None:
        if self.query.report not in self.books:
            return self._without_previous()
        for terms in self.query.left:
            members = self._members(terms)
            if self.query.frame == "exist":
                if not self._exist(terms):
                    return None
            elif members is None or len(members) < 2:
                one = self._operands([terms])
                if one is None:
                    return self.draft if self.draft.sentences else None
                if self.query.frame in ("most", "least"):
                    return None
                self.tell(one[0])
            elif self.query.frame == "list":
                self._list(terms, members)
            else:
                self._most(members)
        return self.draft

    def _members(self, terms: Sequence[Term]) -> list[Target] | None:
        """The single cells (or blocks) that the question goes through; None when it is not known which."""
        universe = self.book.universe
        by_row, by_column = (limited(terms, axis, universe) for axis in (0, 1))
        if not by_row and not by_column:
            return self._applicants("t3.new_received") if self.query.applicants else None
        meant = targets(terms, universe)
        if len(meant) > 1 and all(target.cells[0].startswith("t2") for target in meant):
            return meant
        if len(meant) != 1:
            return None
        cells = meant[0].cells
        row, _, column = cells[0].rpartition(".")
        if row == "t3.done.total" and not self.query.applicants and column == "total":
            leaves = [
                key for key in universe if key.startswith("t3.done.") and key.endswith(".total") and key != cells[0]
            ]
            return [Target((key,)) for key in self._in_order(leaves)]
        if len(cells) > 1:
            return [Target((key,)) for key in self._in_order(cells)]
        if column == "total" and row.startswith(("t3", "t4")):
            return self._applicants(row)
        allowed = [one for one in meanings(terms, universe) if cells[0] in one]
        return [Target((key,)) for key in self._in_order(allowed[0])] if row.startswith("t2") and allowed else meant

    def _applicants(self, row: str) -> list[Target]:
        keys = [key for key in self.book.universe if split(key)[0] == row and not key.endswith(".total")]
        return [Target((key,)) for key in self._in_order(keys)]

    def _in_order(self, keys: Sequence[str] | frozenset[str]) -> list[str]:
        order = {key: number for number, key in enumerate(self.book.form.cells)}
        return sorted(keys, key=lambda key: (order.get(key, len(order)), key))

    def _list(self, terms: Sequence[Term], members: Sequence[Target]) -> None:
        """Every member that is not 0, and in one phrase how many are 0, blank or unread."""
        known = [self._known(one) for one in members]
        filled = [(target, one.value) for target, one in known if one.value]
        zeros = sum(one.value == 0 for _, one in known)
        unread = [one for one in known if one[1].value is None]
        names = tuple(key for target in members for key in target.cells)
        told = []
        for target, value in filled:
            figure = sums.figure(self.book, self.book.total(target.cells), target.cells)
            self.draft.figure(figure)
            told.append(f"{sums.short(self.book, target.cells[0], names)}{plain(value)}{figure.unit}")
            self.draft.cite(self.book.cite(key) for key in target.cells)
        head = self._head(names)
        if told:
            rest = say("rest_zero", count=zeros) if zeros else ""
            self.draft.say(say("listed", label=head, text=say("list_separator").join(told), rest=rest))
        elif not unread:
            self.draft.say(say("none_filled", label=head, count=len(members)))
            self.draft.cite(self.book.cite(key) for key in names[:_FEW])
        if unread:
            cells = [key for target, _ in unread for key in target.cells]
            self.draft.say(say("members_unread", count=len(cells), state=self.book.state(cells[0])))
            self.draft.cite(self.book.cite(key) for key in cells[:_FEW])
            if not told:
                self.draft.status = AnswerStatus.UNREAD

    def _head(self, keys: Sequence[str]) -> str:
        """What the members are of: the label of their sum without the word for it."""
        return sums.label(self.book, keys).removesuffix(say("joint"))

    def _exist(self, terms: Sequence[Term]) -> bool:
        """Yes with the figure, or no because every cell is 0."""
        operands = self._operands([terms])
        if operands is None:
            return bool(self.draft.sentences)
        _target, known = operands[0]
        if known.value is None:
            self.refuse(operands[0])
            return True
        self.draft.say(say("there_is" if known.value else "there_is_none"))
        self.tell(operands[0])
        return True

    def _most(self, members: Sequence[Target]) -> None:
        """The largest (smallest above 0) of the members; with any of them unread it is not known."""
        known = [self._known(one) for one in members]
        unread = [one for one in known if one[1].value is None]
        keys = tuple(key for target in members for key in target.cells)
        if unread:
            self.refuse(unread[0])
            return
        values: list[Decimal] = [one.value for _, one in known if one.value is not None]
        self.draft.cite(self.book.cite(key) for key in keys[:_FEW])
        candidates = values if self.query.frame == "most" else [value for value in values if value]
        if not any(values):
            self.draft.say(say("none_filled", label=self._head(keys), count=len(members)))
            return
        best = (max if self.query.frame == "most" else min)(candidates)
        winners = [target for (target, _), value in zip(known, values, strict=True) if value == best]
        for target in winners:
            self.draft.cite(self.book.cite(key) for key in target.cells)
            self.draft.figure(sums.figure(self.book, self.book.total(target.cells), target.cells))
        names = say("and").join(sums.short(self.book, target.cells[0], keys) for target in winners)
        unit = self.book.unit(keys[0])
        key = "the_most" if self.query.frame == "most" else "the_least"
        self.draft.say(say(key, label=self._head(keys), names=names, value=plain(best), unit=unit))
