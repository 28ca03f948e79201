"""Answers from cells: a figure, a sum, a difference, a share, a comparison. All arithmetic is done here and shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.asking import sums
from reviewer.asking.draft import Draft
from reviewer.asking.notes import remarks, stated_elsewhere
from reviewer.asking.parse import Query
from reviewer.asking.target import Target, targets
from reviewer.asking.terms import Term
from reviewer.asking.values import Book, Known, plain
from reviewer.asking.words import say, vocabulary
from reviewer.model import AnswerStatus, Dossier, Figure, Topic

Operand = tuple[Target, Known]
_COUNTED = "件条份宗起例笔项"
_MONEY = "元万钱"


def books(dossier: Dossier) -> dict[str, Book]:
    found = {"current": Book(dossier.review)}
    if dossier.previous is not None:
        found["previous"] = Book(dossier.previous, "previous")
    return found


class Cells:
    """One query over the cells of a dossier."""

    def __init__(self, dossier: Dossier, query: Query) -> None:
        self.dossier, self.query = dossier, query
        self.books = books(dossier)
        self.draft = Draft()
        words = dict.fromkeys(term.word for operand in (*query.left, *query.right) for term in operand)
        self.draft.topic = Topic(terms=tuple(words), frame=query.frame, report=query.report)

    @property
    def book(self) -> Book:
        return self.books[self.query.report]

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

    def _without_previous(self) -> Draft:
        self.draft.status = AnswerStatus.ABSENT
        self.draft.say(say("no_previous"))
        return self.draft

    def _operands(self, found: Sequence[Sequence[Term]]) -> list[Operand] | None:
        """The sums that the operands mean; None when one means none, or several (then all of them are told)."""
        out = []
        all_meant = [self._in_unit(targets(terms, self.book.universe)) for terms in found]
        taken = {meant[0].cells for meant in all_meant if len(meant) == 1}
        for meant in all_meant:
            if len(meant) > 1:  # 公开和部分公开: the one that is named beside it is not meant twice
                meant = [one for one in meant if one.cells not in taken]
            if not meant:
                return None
            if len(meant) > 1:
                self._ambiguous(meant)
                return None
            out.append(self._known(meant[0]))
        return out

    def _known(self, target: Target) -> Operand:
        return target, self.book.total(target.cells)

    def _ambiguous(self, meant: Sequence[Target]) -> None:
        self.draft.status = AnswerStatus.AMBIGUOUS
        self.draft.say(say("ambiguous"))
        for target in meant[:8]:
            known = self.book.total(target.cells)
            name = sums.label(self.book, target.cells)
            self.draft.candidates.append(name)
            if known.value is None:
                self.draft.say(say("candidate_unread", label=name, why=sums.unknown(self.book, known)))
            else:
                self.draft.figure(sums.figure(self.book, known, target.cells))
                unit = self.book.unit(target.cells[0])
                self.draft.say(say("candidate", label=name, value=plain(known.value), unit=unit))
            self.draft.cite(self.book.cite(key) for key in target.cells)

    def _in_unit(self, meant: list[Target]) -> list[Target]:
        """Of several meanings those in the unit that was asked for."""
        return [one for one in meant if self._fits([self._known(one)])] if len(meant) > 1 else meant

    def _fits(self, operands: Sequence[Operand]) -> bool:
        """Whether the unit of the question is one of these cells (no 万元 for applications, no 件 for money)."""
        words = "".join(self.query.words)
        money = [target.cells[0].endswith((".amount_wan", ".amount")) for target, _ in operands]
        if any(char in words for char in _MONEY) or self.query.yuan:
            return all(money) and not (self.query.yuan and any(t.cells[0].endswith(".amount") for t, _ in operands))
        return not (any(money) and any(char in words for char in _COUNTED))

    def refuse(self, operand: Operand) -> None:
        """Say which cells are blank or unread, and what the prose says of them."""
        target, known = operand
        self.draft.status = AnswerStatus.UNREAD
        self.draft.say(say("unread", label=sums.label(self.book, target.cells), why=sums.unknown(self.book, known)))
        self.draft.cite(self.book.cite(key) for key in known.missing)
        if len(target.cells) == 1 and self.book.blanks_mean_zero(target.cells[0][:2]):
            fact = self.book.fact(target.cells[0])
            if fact is not None and fact.state.value in ("blank", "placeholder"):
                self.draft.say(say("blank_style"))
        stated_elsewhere(self.draft, self.book, target.cells)

    def tell(self, operand: Operand) -> None:
        """One figure, as it stands or as the sum it is."""
        target, known = operand
        if known.value is None:
            self.refuse(operand)
            return
        figure = sums.figure(self.book, known, target.cells)
        if self.query.yuan and figure.facts[0].endswith(".amount_wan"):
            text = say("converted", value=plain(figure.value))
            figure = figure.model_copy(update={"value": figure.value * 10000, "unit": say("yuan"), "arithmetic": text})
        self.draft.figure(figure)
        self.draft.say(self.sentence(figure, target.assumed))
        self.draft.cite(self.book.cite(key) for key in target.cells)
        if known.blanks:
            self.draft.say(say("blanks_counted", count=len(known.blanks)))
        remarks(self.draft, self.book, target.cells, known.value)

    def sentence(self, figure: Figure, assumed: str = "") -> str:
        label = say("last_year", label=figure.label) if figure.report == "previous" else figure.label
        key = "sum" if len(figure.facts) > 1 else "figure"
        text = say(key, label=label, value=plain(figure.value), unit=figure.unit)
        text += say("arithmetic", text=figure.arithmetic) if figure.arithmetic else ""
        return text + (say("assumed_row") if assumed else "") + say("stop")

    def _settled(self, operands: Sequence[Operand]) -> list[Decimal] | None:
        """The values of all operands; None, with the reasons told, when one is unknown. Cites every cell."""
        unknown = [one for one in operands if one[1].value is None]
        for one in unknown:
            self.refuse(one)
        if unknown:
            return None
        self.draft.cite(self.book.cite(key) for target, _ in operands for key in target.cells)
        return [known.value for _, known in operands if known.value is not None]

    def _written(self, operands: Sequence[Operand], values: Sequence[Decimal], sign: str = " + ") -> str:
        return sign.join(
            f"{sums.label(self.book, target.cells)}{plain(value)}"
            for (target, _), value in zip(operands, values, strict=True)
        )

    def _computed(
        self, key: str, value: Decimal, text: str, operands: Sequence[Operand], unit: str, **more: str
    ) -> Draft:
        facts = tuple(key for target, _ in operands for key in target.cells)
        label = say(f"{key}_label")
        self.draft.figure(
            Figure(label=label, value=value, unit=unit, facts=facts, arithmetic=text, report=self.query.report)
        )
        self.draft.say(say(key, text=text, value=plain(abs(value)), unit=unit, **more))
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
        assumed = say("assumed_row") if any(target.assumed for target, _ in left) else ""
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
