"""A review on a terminal: coloured for a person, plain when the output is not a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from reviewer.export.sheet import sheets, total
from reviewer.export.view import Gap, Item, Proof, Sheet
from reviewer.export.words import words
from reviewer.export.wrap import wrap
from reviewer.model import Review

_WIDEST = 120
_TONES = {"error": "red", "warning": "yellow", "info": "cyan", "model": "magenta"}
_VERDICTS = {"return": "red", "attention": "yellow", "pass": "green", "none": "red"}
Line = tuple[tuple[str, str], ...]
"""Pieces of one printed line: text and style."""


def write(reviews: Iterable[Review]) -> str:
    """The plain text, 100 cells wide, as a file holds it."""
    out = io.StringIO()
    show(reviews, Console(file=out, width=100, color_system=None, force_terminal=False, legacy_windows=False))
    return out.getvalue()


def show(reviews: Iterable[Review], console: Console) -> None:
    """Print a block for each review and, for several, the closing line."""
    made = sheets(reviews)
    for one in made:
        show_sheet(one, console)
    if len(made) > 1:
        for line in wrap(total(made), max(40, min(console.width, _WIDEST))):
            console.print(Text(line, style="bold"), no_wrap=True, overflow="ignore", crop=False)


def show_sheet(sheet: Sheet, console: Console) -> None:
    """Print the block of one review, followed by an empty line."""
    for line in _Block(min(console.width, _WIDEST)).lines(sheet):
        text = Text(no_wrap=True, overflow="ignore")
        for piece, style in line:
            text.append(piece, style)
        console.print(text, highlight=False, soft_wrap=True)


class _Block:
    def __init__(self, width: int) -> None:
        self.width = max(40, width)
        self.field = words().field

    def lines(self, sheet: Sheet) -> Iterator[Line]:
        yield from self._head(sheet)
        for group in sheet.groups:
            yield ()
            tone = _TONES[group.key]
            yield ((f"  {group.name}", f"bold {tone}"), (f"  {len(group.items)}", tone))
            for item in group.items:
                yield from self._item(item)
        yield from self._gaps(sheet)
        yield from self._notices(sheet)
        yield ()

    def _head(self, sheet: Sheet) -> Iterator[Line]:
        tone = _VERDICTS[sheet.tone]
        room = self.width - cell_len(sheet.subject) - 4
        yield ((f"── {sheet.subject} ", "bold"), ("─" * max(0, room), "dim"))
        if sheet.subject != sheet.file:
            yield from self._text(sheet.file, 2, "dim")
        chip = f" {sheet.conclusion} "
        left = 4 + cell_len(chip)
        said = [part for part in (sheet.notice, sheet.tally, sheet.clean or sheet.checked) if part]
        for row, text in enumerate(said or [""]):
            for index, part in enumerate(wrap(text, self.width - left)):
                first = row == 0 and index == 0
                head = (("  ", ""), (chip, f"bold reverse {tone}"), ("  ", "")) if first else ((" " * left, ""),)
                yield (*head, (part, "bold" if row == 0 else "dim"))

    def _text(self, text: str, indent: int, style: str) -> Iterator[Line]:
        for part in wrap(text, self.width - indent):
            yield ((" " * indent, ""), (part, style))

    def _item(self, item: Item) -> Iterator[Line]:
        tone = _TONES[item.tone]
        yield ()
        number, left = f"{item.number:>4} ", 5
        label = f"{item.rule}  "
        for index, part in enumerate(wrap(item.message, self.width - left, cell_len(label))):
            if index == 0:
                yield ((number, f"bold {tone}"), (label, tone), (part, "bold"))
            else:
                yield ((" " * left, ""), (part, "bold"))
        yield from self._body(item, left)
        if item.consequences:
            said = words().phrase["folded"].format(n=len(item.consequences))
            yield ((" " * left, ""), (said, "dim"))
            for one in item.consequences:
                yield from self._field(
                    one.rule, "  ".join(part for part in (one.message, one.arithmetic) if part), left + 2, "dim"
                )

    def _body(self, item: Item, left: int) -> Iterator[Line]:
        if item.arithmetic:
            yield from self._text(item.arithmetic, left, _TONES[item.tone])
        for proof in item.telling:
            yield from self._proof(proof, left)
        yield from self._field(self.field["source"], item.source, left, "dim")
        yield from self._field(self.field["basis"], item.basis, left, "dim")
        yield from self._field(self.field["mend"], item.mend, left, "dim")

    def _field(self, label: str, text: str, left: int, style: str) -> Iterator[Line]:
        if not text:
            return
        inner = left + cell_len(label) + 2
        for index, part in enumerate(wrap(text, self.width - inner)):
            yield (
                ((" " * left, ""), (f"{label}  ", style), (part, style))
                if index == 0
                else ((" " * inner, ""), (part, style))
            )

    def _proof(self, proof: Proof, left: int) -> Iterator[Line]:
        place = " ".join(part for part in (proof.place, proof.page) if part)
        label = self.field["cell" if proof.kind == "cell" else "quote" if proof.body else "where"]
        inner = left + cell_len(label) + 2
        if proof.kind == "cell":
            yield from self._marked(label, left, inner, f"{place}  ", proof.body, "")
        else:
            yield from self._marked(label, left, inner, f"{place}  {proof.before}", proof.body, proof.after)

    def _marked(self, label: str, left: int, inner: int, before: str, body: str, after: str) -> Iterator[Line]:
        """A wrapped text of which `body` is lit."""
        start, end = len(before), len(before) + len(body)
        text, place = before + body + after, 0
        for index, part in enumerate(wrap(text, self.width - inner)):
            place = text.index(part, place)
            a, b = (min(max(edge - place, 0), len(part)) for edge in (start, end))
            head = ((" " * left, ""), (f"{label}  ", "dim")) if index == 0 else ((" " * inner, ""),)
            yield (*head, (part[:a], "dim"), (part[a:b], "underline"), (part[b:], "dim"))
            place += len(part)

    def _gaps(self, sheet: Sheet) -> Iterator[Line]:
        kinds = {gap.kind: gap.name for gap in sheet.gaps}
        for kind, name in kinds.items():
            yield ()
            some = [gap for gap in sheet.gaps if gap.kind == kind]
            count = sum(len(gap.rules) for gap in some)
            yield ((f"  {name}", "bold"), (f"  {count}", ""))
            if kind == "skipped":  # dozens on any report: a clerk is told why there are any, not each
                yield from self._text(words().phrase["skipped"], 5, "dim")
                continue
            for gap in some:
                yield from self._gap(gap)

    def _gap(self, gap: Gap) -> Iterator[Line]:
        rules = words().phrase["and"].join(gap.rules)
        yield from self._text(f"{gap.reason}  {rules}", 5, "")

    def _notices(self, sheet: Sheet) -> Iterator[Line]:
        if sheet.notices:
            yield ()
            yield ((f"  {words().heading['notices']}", "bold"),)
        for one in sheet.notices:
            yield from self._text(one, 5, "dim")
        if sheet.model:
            yield ()
        for one in sheet.model:
            yield from self._text(one, 2, "dim")
