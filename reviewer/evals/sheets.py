"""The three tables as drawn: cells with positions and spans, before any format. Row and column spans as in print."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.evals.spec import Layout, Spec
from reviewer.evals.templates import book
from reviewer.model import Form, FormTable, load_forms


@dataclass(frozen=True)
class Drawn:
    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    key: str = ""
    label: bool = True


@dataclass
class Sheet:
    """A table: `header` rows are those a writer repeats after a page break."""

    rows: int
    columns: int
    cells: list[Drawn] = field(default_factory=list)
    header: int = 0
    table: str = ""

    def add(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1, key: str = "") -> None:
        self.cells.append(Drawn(row, column, text, rows, columns, key, not key))

    def lines(self) -> list[list[Drawn | None]]:
        """By row, the cells that begin there; None where a cell from above covers the position."""
        found: list[list[Drawn | None]] = []
        for row in range(self.rows):
            line: list[tuple[int, Drawn | None]] = []
            for cell in self.cells:
                if cell.row == row:
                    line.append((cell.column, cell))
                elif cell.row < row < cell.row + cell.rows:
                    line.append((cell.column, None))
            found.append([cell for _, cell in sorted(line, key=lambda one: one[0])])
        return found


def sheets(spec: Spec, table: str) -> list[Sheet]:
    """The sheets of one statutory table: usually one, two or more when the layout cuts it."""
    if table == "t2":
        return _table2(spec, load_forms()[spec.table2_edition])
    if table == "t3":
        return _table3(spec, load_forms()[spec.table3_edition].table("t3"))
    return _table4(spec, load_forms()["2021"].table("t4"))


def label(text: str, layout: Layout) -> str:
    """A printed label in the spelling of this layout."""
    out = text
    if out[:1].isdigit() and out[1:2] == ".":
        out = out[0] + layout.dot + out[2:]
        out = out.translate(str.maketrans("123456789", "１２３４５６７８９")) if layout.dot == "．" else out
    if layout.straight_quotes:
        out = out.replace("“", '"').replace("”", '"')
    return out


def _total(layout: Layout) -> str:
    words = book("words")["table"]
    return str(words["spaced_total"] if layout.spaced_total else layout.total_word or words["total"])


def _table2(spec: Spec, form: Form) -> list[Sheet]:
    words, table = book("words")["table"], form.table("t2")
    found: list[Sheet] = []
    width = 4
    sheet = Sheet(0, width, table="t2")
    for block in table.blocks:
        if spec.layout.split_t2 and sheet.rows:
            found.append(sheet)
            sheet = Sheet(0, width, table="t2")
        columns = block.columns
        spans = {1: (3,), 2: (2, 1), 3: (1, 1, 1)}[len(columns)]
        sheet.add(sheet.rows, 0, block.label, columns=width)
        sheet.add(sheet.rows + 1, 0, words["info"])
        at = 1
        for column, span in zip(columns, spans, strict=True):
            sheet.add(sheet.rows + 1, at, column.label, columns=span)
            at += span
        for index, row in enumerate(block.rows):
            line = sheet.rows + 2 + index
            name = words["spaced_rules"] if row.key == "regulations" and spec.layout.spaced_rules else row.label
            sheet.add(line, 0, name)
            at = 1
            for column, span in zip(columns, spans, strict=True):
                key = f"t2.{block.key}.{row.key}.{column.key}"
                sheet.add(line, at, spec.cells[key].raw, columns=span, key=key)
                at += span
        sheet.rows += 2 + len(block.rows)
    return [*found, sheet]


def _header3(sheet: Sheet, spec: Spec, table: FormTable) -> None:
    words = book("words")["table"]
    sheet.add(0, 0, words["corner"] if spec.layout.corner else "", rows=3, columns=3)
    sheet.add(0, 3, words["applicant"], columns=7)
    sheet.add(1, 3, words["natural"], rows=2)
    sheet.add(1, 4, words["orgs"], columns=5)
    sheet.add(1, 9, _total(spec.layout), rows=2)
    for index, column in enumerate(table.blocks[0].columns[1:6]):
        sheet.add(2, 4 + index, column.label)
    sheet.rows = sheet.header = 3


def _table3(spec: Spec, table: FormTable) -> list[Sheet]:
    rows = [row for row in table.blocks[0].rows if row.key not in spec.dropped]
    cut = spec.layout.split_t3 if 0 < spec.layout.split_t3 < len(rows) - 1 else 0
    pieces = [rows[:cut], rows[cut:]] if cut else [rows]
    found = []
    for index, piece in enumerate(pieces):
        sheet = Sheet(0, 10, table="t3")
        if index == 0 or spec.layout.repeat_header:
            _header3(sheet, spec, table)
        _body3(sheet, spec, table, [row.key for row in piece])
        found.append(sheet)
    return found


def _body3(sheet: Sheet, spec: Spec, table: FormTable, keys: list[str]) -> None:
    block, layout = table.blocks[0], spec.layout
    by_key = {row.key: row for row in block.rows}
    groups = {group.key: group for group in table.groups}
    done = [key for key in keys if key.startswith("done.")]
    if done:
        start = sheet.rows + keys.index(done[0])
        more = sum(any(key.startswith(f"{group}.") for key in done) for group in spec.subtotals)
        sheet.add(start, 0, book("words")["table"]["result"], rows=len(done) + more)
    for key in keys:
        text = label(by_key[key].label, layout)
        short = book("words")["short_labels"].get(key)
        if layout.short_labels and short:
            text = label(short, layout)
        if not key.startswith("done."):
            sheet.add(sheet.rows, 0, text, columns=3)
        elif key.count(".") == 1:
            sheet.add(sheet.rows, 1, text, columns=2)
        else:
            group = key.rsplit(".", 1)[0]
            members = [one for one in keys if one.startswith(group + ".")]
            if members[0] == key and group in spec.subtotals:
                _subtotal(sheet, spec, table, group, label(groups[group].label, layout))
            elif members[0] == key:
                sheet.add(sheet.rows, 1, label(groups[group].label, layout), rows=len(members))
            if group in spec.subtotals:
                sheet.add(sheet.rows, 1, text, columns=2)
            else:
                sheet.add(sheet.rows, 2, text)
        for index, column in enumerate(block.columns):
            cell = f"t3.{key}.{column.key}"
            sheet.add(sheet.rows, 3 + index, spec.cells[cell].raw, key=cell)
        sheet.rows += 1


def _subtotal(sheet: Sheet, spec: Spec, table: FormTable, group: str, name: str) -> None:
    """A line of its own for a group, with the sums of its rows and `subtotals` in the last column."""
    sheet.add(sheet.rows, 1, name, columns=2)
    for index, column in enumerate(table.blocks[0].columns):
        rows = [one for one in spec.values if one.startswith(f"t3.{group}.") and one.endswith(f".{column.key}")]
        whole = str(int(sum(spec.values[one] for one in rows)))
        sheet.add(sheet.rows, 3 + index, spec.subtotals[group] if column.key == "total" else whole)
    sheet.rows += 1


def _table4(spec: Spec, table: FormTable) -> list[Sheet]:
    suit = book("words")["table"]["suit"]
    if spec.layout.split_t4:
        return [_small4(spec, table, index) for index in range(3)]
    note = int(spec.layout.note_t4)
    sheet = Sheet(4 + note, 15, header=3, table="t4")
    if note:
        sheet.add(3, 0, book("words")["table"]["note"], columns=15)
    sheet.add(0, 0, table.blocks[0].label, columns=5)
    sheet.add(0, 5, suit, columns=10)
    sheet.add(1, 5, table.blocks[1].label, columns=5)
    sheet.add(1, 10, table.blocks[2].label, columns=5)
    for number, block in enumerate(table.blocks):
        for index, column in enumerate(block.columns):
            name = _total(spec.layout) if column.key == "total" else column.label
            sheet.add(2 if number else 1, number * 5 + index, name, rows=1 if number else 2)
            key = f"t4.{block.key}.{column.key}"
            sheet.add(3 + note, number * 5 + index, spec.cells[key].raw, key=key)
    return [sheet]


def _small4(spec: Spec, table: FormTable, number: int) -> Sheet:
    block = table.blocks[number]
    sheet = Sheet(3, 5, header=2, table="t4")
    above = _above(spec, block.label) if number else block.label
    sheet.add(0, 0, above, columns=5)
    for index, column in enumerate(block.columns):
        sheet.add(1, index, _total(spec.layout) if column.key == "total" else column.label)
        key = f"t4.{block.key}.{column.key}"
        sheet.add(2, index, spec.cells[key].raw, key=key)
    return sheet


def _above(spec: Spec, block: str) -> str:
    words = book("words")["table"]
    shapes = words["suits"]
    return str(shapes[spec.layout.flavour % len(shapes)]).format(suit=words["suit"], block=block)
