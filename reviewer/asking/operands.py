"""What the parts of a query come to: operands resolved to cells and values, told, or refused with the reason."""

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
from reviewer.asking.words import say
from reviewer.model import AnswerStatus, Dossier, Figure, Topic

Operand = tuple[Target, Known]
_COUNTED = "件条份宗起例笔项"
_MONEY = "元万钱"


def books(dossier: Dossier) -> dict[str, Book]:
    found = {"current": Book(dossier.review)}
    if dossier.previous is not None:
        found["previous"] = Book(dossier.previous, "previous")
    return found


class Operands:
    """One query over the cells of a dossier; the kinds of query build on it."""

    def __init__(self, dossier: Dossier, query: Query) -> None:
        self.dossier, self.query = dossier, query
        self.books = books(dossier)
        self.draft = Draft()
        words = dict.fromkeys(term.word for operand in (*query.left, *query.right) for term in operand)
        self.draft.topic = Topic(terms=tuple(words), frame=query.frame, report=query.report)

    @property
    def book(self) -> Book:
        return self.books[self.query.report]

    def _without_previous(self) -> Draft:
        self.draft.status = AnswerStatus.ABSENT
        self.draft.say(say("no_previous"))
        return self.draft

    def _operands(self, found: Sequence[Sequence[Term]]) -> list[Operand] | None:
        """The sums that the operands mean; None when one means none, or several (then all of them are told)."""
        out = []
        for meant in self._meant(found):
            if not meant:
                return None
            if len(meant) > 1:
                self._ambiguous(meant)
                return None
            out.append(self._known(meant[0]))
        return out

    def _meant(self, found: Sequence[Sequence[Term]]) -> list[list[Target]]:
        """The meanings of each operand; one that is named beside another is not its meaning too (公开和部分公开)."""
        all_meant = [self._in_unit(targets(terms, self.book.universe)) for terms in found]
        taken = {meant[0].cells for meant in all_meant if len(meant) == 1}
        return [[one for one in meant if one.cells not in taken] if len(meant) > 1 else meant for meant in all_meant]

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
        return text + (say("assumed_row") if assumed == "row" else "") + say("stop")

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
