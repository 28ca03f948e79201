"""Answers from cells: a figure, a sum, a difference, a share, a comparison. All arithmetic is done here and shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.asking import sums
from reviewer.asking.draft import Draft
from reviewer.asking.operands import Operand, Operands
from reviewer.asking.target import Target
from reviewer.asking.values import plain
from reviewer.asking.words import say, vocabulary
from reviewer.model import AnswerStatus, Figure


class Cells(Operands):
    """The queries that compute."""

    def answer(self) -> Draft | None:
        """The draft, or None when the question does not fit the cells after all."""
        if self.query.report not in self.books or (self.query.frame == "growth" and "previous" not in self.books):
            return self._without_previous()
        if self.query.rate is not None:
            rate = vocabulary().rates[self.query.rate]
            part, whole = (
                [self._known(Target((key,))) for key in one if key in self.book.universe]
                for one in (rate.part, rate.whole)
            )
            complete = (len(part), len(whole)) == (len(rate.part), len(rate.whole))
            return self._share(part, whole) if complete else None
        if self.query.frame == "value" and len(self.query.left) > 1:
            return self._values()
        left = self._operands(self.query.left)
        right = self._operands(self.query.right)
        if left is None or right is None:
            return self.draft if self.draft.sentences else None
        if not self._fits(left):
            return None
        match self.query.frame:
            case "sum":
                return self._sum(left)
            case "difference":
                return self._difference(left[0], right[0])
            case "share":
                return self._shares(left, right)
            case "compare":
                return self._compare(left)
            case "equal":
                return self._equal(left, right)
            case "growth":
                return self._growth(left[0])
        for one in left:
            self.tell(one)
        return self.draft

    def _values(self) -> Draft | None:
        """Several figures side by side; one with several meanings does not keep the others back."""
        for meant in self._meant(self.query.left):
            if not meant:
                return None
            known = [self._known(one) for one in meant]
            if len(known) > 1:
                self._ambiguous(meant)
            elif not self._fits(known):
                return None
            else:
                self.tell(known[0])
        return self.draft

    def _sum(self, left: list[Operand]) -> Draft | None:
        if len({self.book.unit(target.cells[0]) for target, _ in left}) > 1:
            return None
        keys = [key for target, _ in left for key in target.cells]
        if len(keys) != len(set(keys)):  # one counts the other: a sum would count twice
            return None
        values = self._settled(left)
        if values is None:
            return self.draft
        total = sum(values, Decimal(0))
        return self._computed("added", total, self._written(left, values), left, self.book.unit(keys[0]))

    def _difference(self, one: Operand, other: Operand) -> Draft | None:
        if self.book.unit(one[0].cells[0]) != self.book.unit(other[0].cells[0]):
            return None
        values = self._settled([one, other])
        if values is None:
            return self.draft
        gap = values[0] - values[1]
        text = self._written([one, other], values, " − ")
        key = "more" if gap > 0 else "less" if gap < 0 else "level"
        return self._computed(key, gap, text, [one, other], self.book.unit(one[0].cells[0]))

    def _shares(self, left: list[Operand], right: list[Operand]) -> Draft | None:
        """A share; of applications without saying which, the share of those received and of those done are both told."""
        if self.query.each and len(left) > 1:
            for one in left:
                if self._share([one], right or self._wholes([one])) is None:
                    return None
            return self.draft
        done = all(target.cells[0].startswith("t3.done.") for target, _ in left)
        if not (done and len(right) == 1 and right[0][0].assumed):
            return self._share(left, right or self._wholes(left))
        self.draft.say(say("two_wholes"))
        self._share(left, right)
        self._share(left, self._wholes(left))
        if self.draft.status is AnswerStatus.ANSWERED:
            self.draft.status = AnswerStatus.AMBIGUOUS
        return self.draft

    def _share(self, part: list[Operand], whole: list[Operand] | None) -> Draft | None:
        if not whole:
            return None
        values = self._settled([*part, *whole])
        if values is None:
            return self.draft
        above = sum(values[: len(part)], Decimal(0))
        below = sum(values[len(part) :], Decimal(0))
        if below <= 0:
            self.draft.status = AnswerStatus.ABSENT
            self.draft.say(say("no_whole", label=self._written(whole, values[len(part) :])))
            return self.draft
        if above > below:  # no share at all, or a table that contradicts itself: told as it stands
            self.draft.say(say("over_whole"))
        top, bottom = self._written(part, values[: len(part)]), self._written(whole, values[len(part) :])
        text = f"{self._bracketed(top, part)} ÷ {self._bracketed(bottom, whole)}"
        return self._computed("share", sums.percent(above, below), text, [*part, *whole], "%")

    @staticmethod
    def _bracketed(text: str, operands: Sequence[Operand]) -> str:
        return f"（{text}）" if len(operands) > 1 else text

    def _wholes(self, part: list[Operand]) -> list[Operand] | None:
        """All of the same:办理结果总计 for an outcome, 总计 for an applicant or a result of a dispute."""
        key = part[0][0].cells[0]
        _row, _, column = key.rpartition(".")
        if key.startswith("t3.done.") and not key.startswith("t3.done.total."):
            return [self._known(Target((f"t3.done.total.{column}",)))]
        if column == "total" or key.startswith("t2"):
            return None
        rows = dict.fromkeys(cell.rpartition(".")[0] for target, _ in part for cell in target.cells)
        return [self._known(Target(tuple(f"{one}.total" for one in rows)))]

    def _compare(self, left: list[Operand]) -> Draft:
        values = self._settled(left)
        if values is None:
            return self.draft
        for target, known in left:
            self.draft.figure(sums.figure(self.book, known, target.cells))
        names = [sums.label(self.book, target.cells) for target, _ in left]
        best = max(values)
        winners = say("and").join(name for name, value in zip(names, values, strict=True) if value == best)
        told = say("list_separator").join(f"{name}{plain(value)}" for name, value in zip(names, values, strict=True))
        assumed = say("assumed_row") if any(target.assumed == "row" for target, _ in left) else ""
        key = "compared_level" if len(set(values)) == 1 else "compared"
        self.draft.say(say(key, text=told, names=winners, assumed=assumed))
        return self.draft

    def _equal(self, left: list[Operand], right: list[Operand]) -> Draft:
        values = self._settled([*left, *right])
        if values is None:
            return self.draft
        sides = [(left, values[: len(left)]), (right, values[len(left) :])]
        for operands, numbers in sides:
            facts = tuple(key for target, _ in operands for key in target.cells)
            text = self._written(operands, numbers)
            self.draft.figure(
                Figure(label=say("added_label"), value=sum(numbers, Decimal(0)), facts=facts, arithmetic=text,
                       unit=self.book.unit(facts[0]), report=self.query.report)
            )  # fmt: skip
        one, other = (sum(numbers, Decimal(0)) for _, numbers in sides)
        texts = [self._written(operands, numbers) for operands, numbers in sides]
        key = "equal" if one == other else "unequal"
        self.draft.say(say(key, left=texts[0], one=plain(one), right=texts[1], other=plain(other)))
        return self.draft

    def _growth(self, operand: Operand) -> Draft:
        """This year against last year's report, cell by the same cell."""
        target = operand[0]
        now, before = (self.books[name].total(target.cells) for name in ("current", "previous"))
        for name, known in (("current", now), ("previous", before)):
            book = self.books[name]
            if known.value is None:
                self.draft.status = AnswerStatus.UNREAD
                why = sums.unknown(book, known)
                label = sums.label(book, target.cells)
                label = say("last_year", label=label) if name == "previous" else label
                self.draft.say(say("unread", label=label, why=why))
            self.draft.cite(book.cite(key) for key in target.cells)
        if now.value is None or before.value is None:
            return self.draft
        label, unit = sums.label(self.books["current"], target.cells), self.book.unit(target.cells[0])
        gap = now.value - before.value
        key = "grown" if gap > 0 else "shrunk" if gap < 0 else "same"
        text = say("two_years", label=label, now=plain(now.value), before=plain(before.value), unit=unit)
        arithmetic = f"{plain(now.value)} − {plain(before.value)}"
        if self.query.percent and before.value > 0:
            change = sums.percent(gap, before.value)
            arithmetic = f"（{arithmetic}） ÷ {plain(before.value)}"
            self.draft.figure(Figure(label=label, value=change, unit="%", facts=target.cells, arithmetic=arithmetic))
            self.draft.say(say(key, text=text, arithmetic=arithmetic, value=plain(abs(change)), unit="%"))
        else:
            self.draft.figure(Figure(label=label, value=gap, unit=unit, facts=target.cells, arithmetic=arithmetic))
            self.draft.say(say(key, text=text, arithmetic=arithmetic, value=plain(abs(gap)), unit=unit))
            if self.query.percent:
                self.draft.say(say("from_zero"))
        return self.draft
