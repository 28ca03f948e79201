"""Reports with known cells in every shape that readers yield: grids whole, split and cut, and streams of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.model import Block, Cell, Document, Form, FormTable, Grid, Paragraph, load_forms

Values = Mapping[str, str]
FORM = load_forms()["2021"]
HEADS = {section.key: f"{section.ordinal}、{section.heading}" for section in FORM.sections}


def grid(rows: Sequence[Sequence[tuple[str, int, int] | None]], columns: int) -> Grid:
    """A grid from rows of (text, row span, column span); covered positions are left out, cells flow as in HTML."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for index, row in enumerate(rows):
        column = 0
        for entry in row:
            while (index, column) in taken:
                column += 1
            if entry is None:
                column += 1
                continue
            text, down, right = entry
            cells.append(Cell(row=index, column=column, row_span=down, column_span=right, text=text))
            taken |= {(index + i, column + j) for i in range(down) for j in range(right)}
            column += right
    return Grid(rows=len(rows), columns=columns, cells=tuple(cells))


def one(text: str, down: int = 1, right: int = 1) -> tuple[str, int, int]:
    return text, down, right


def head3(form: Form) -> list[list[tuple[str, int, int] | None]]:
    table = form.table("t3")
    labels = [column.label for column in table.blocks[0].columns]
    return [
        [one(table.corner, 3, 3), one("申请人情况", 1, 7)],
        [one(labels[0], 2), one("法人或其他组织", 1, 5), one(labels[6], 2)],
        [one("\n".join(label)) for label in labels[1:6]],
    ]


def body3(form: Form, values: Values) -> list[list[tuple[str, int, int] | None]]:
    """The data rows with their group labels spanning rows."""
    block = form.table("t3").blocks[0]
    nested = [row for row in block.rows if row.under]
    rows: list[list[tuple[str, int, int] | None]] = []
    seen: set[str] = set()
    for row in block.rows:
        cells: list[tuple[str, int, int] | None] = []
        if not row.under:
            cells.append(one(row.label, 1, 3))
        else:
            if "outcome" not in seen:
                seen.add("outcome")
                cells.append(one("\n".join(row.under[0]), len(nested)))
            if len(row.under) == 1:
                cells.append(one(row.label, 1, 2))
            else:
                if row.under[1] not in seen:
                    seen.add(row.under[1])
                    cells.append(one(row.under[1], sum(other.under == row.under for other in block.rows)))
                cells.append(one(row.label))
        cells.extend(one(values[f"t3.{row.key}.{column.key}"]) for column in block.columns)
        rows.append(cells)
    return rows


def flat3(form: Form, values: Values) -> list[list[str]]:
    """The data rows as ten texts each; covered cells are empty texts."""
    block = form.table("t3").blocks[0]
    rows = []
    seen: set[str] = set()
    for row in block.rows:
        labels = [*row.under, row.label]
        shown = ["" if label in seen else label for label in labels[:-1]] + labels[-1:]
        seen.update(labels[:-1])
        shown += [""] * (3 - len(shown))
        rows.append([*shown, *(values[f"t3.{row.key}.{column.key}"] for column in block.columns)])
    return rows


def split3(form: Form, values: Values, at: int, *, repeat: bool, cut: str = "") -> list[Grid]:
    """Table 3 on two pages, broken before data row `at`.

    `cut`: "below" (the row's values stand under the break, its label is halved), "above" (values above it).
    """
    rows = flat3(form, values)
    head = head3(form)
    upper = [[one(text) for text in row] for row in rows[:at]]
    lower = [[one(text) for text in row] for row in rows[at:]]
    if cut:
        label_at = max(i for i in range(3) if rows[at][i])
        label, numbers = rows[at][label_at], rows[at][3:]
        middle = max(4, len(label) // 2)
        blank = [""] * 7
        first = [*rows[at][:label_at], label[:middle], *[""] * (2 - label_at), *(blank if cut == "below" else numbers)]
        second = [*[""] * label_at, label[middle:], *[""] * (2 - label_at), *(numbers if cut == "below" else blank)]
        upper.append([one(text) for text in first])
        lower[0] = [one(text) for text in second]
    return [grid([*head, *upper], 10), grid([*(head if repeat else []), *lower], 10)]


def blocks2(form: Form, values: Values) -> list[list[list[tuple[str, int, int] | None]]]:
    """The blocks of table 2, each a list of rows."""
    found = []
    for block in form.table("t2").blocks:
        width = len(block.columns)
        rows: list[list[tuple[str, int, int] | None]] = [[one(block.label, 1, width + 1)]]
        rows.append([one("信息内容"), *(one(column.label) for column in block.columns)])
        for row in block.rows:
            keys = [f"t2.{block.key}.{row.key}.{column.key}" for column in block.columns]
            rows.append([one(row.label), *(one(values[key]) for key in keys)])
        found.append(rows)
    return found


def whole2(form: Form, values: Values) -> Grid:
    """Table 2 as one grid of four columns: cells of narrower blocks span the rest."""
    rows: list[list[tuple[str, int, int] | None]] = []
    for block in blocks2(form, values):
        for row in block:
            filled = [cell for cell in row if cell]
            last = filled[-1]
            wide = 4 - sum(cell[2] for cell in filled[:-1])
            rows.append([*filled[:-1], one(last[0], 1, wide)])
    return grid(rows, 4)


def parts2(form: Form, values: Values) -> list[Grid]:
    """Table 2 as a grid a block."""
    return [grid(rows, max(2, len(rows[1]))) for rows in blocks2(form, values)]


def head4(table: FormTable) -> list[list[tuple[str, int, int] | None]]:
    labels = [column.label for column in table.blocks[0].columns]
    leaves = [one(label[:2] + "\n" + label[2:]) for label in labels]
    return [
        [one("行政复议", 1, 5), one("行政诉讼", 1, 10)],
        [*(one(label[0], 2) for label in leaves), one("未经复议直接起诉", 1, 5), one("复议后起诉", 1, 5)],
        [*leaves, *leaves],
    ]


def numbers4(table: FormTable, values: Values) -> list[str]:
    return [values[key] for key in table.cells]


def whole4(form: Form, values: Values) -> Grid:
    table = form.table("t4")
    return grid([*head4(table), [one(text) for text in numbers4(table, values)]], 15)


def cut4(form: Form, values: Values) -> list[Grid]:
    """Table 4 cut by a page between its head and its only row."""
    table = form.table("t4")
    return [grid(head4(table), 15), grid([[one(text) for text in numbers4(table, values)]], 15)]


def three4(form: Form, values: Values) -> list[Block]:
    """Table 4 as three small tables, each under its caption."""
    table = form.table("t4")
    found: list[Block] = []
    for block in table.blocks:
        keys = [f"t4.{block.key}.{column.key}" for column in block.columns]
        found.append(Paragraph(text=block.label))
        found.append(grid([[one(column.label) for column in block.columns], [one(values[key]) for key in keys]], 5))
    return found


def tall4(form: Form, values: Values) -> Grid:
    """Table 4 upright: a row a cell, the block's label spanning five rows."""
    table = form.table("t4")
    rows: list[list[tuple[str, int, int] | None]] = []
    for block in table.blocks:
        for index, column in enumerate(block.columns):
            lead = [one(block.label, 5)] if index == 0 else []
            rows.append([*lead, one(column.label), one(values[f"t4.{block.key}.{column.key}"])])
    return grid(rows, 3)


def square4(form: Form, values: Values) -> Grid:
    """Table 4 as three rows under one head."""
    table = form.table("t4")
    rows: list[list[tuple[str, int, int] | None]] = [
        [one(""), *(one(column.label) for column in table.blocks[0].columns)]
    ]
    for block in table.blocks:
        keys = [f"t4.{block.key}.{column.key}" for column in block.columns]
        rows.append([one(block.label), *(one(values[key]) for key in keys)])
    return grid(rows, 6)


def rows_as_text(form: Form, values: Values) -> dict[str, list[list[str]]]:
    """Every table as rows of cell texts, heads included; covered cells are empty texts."""
    t3, t4 = form.table("t3"), form.table("t4")
    labels = [column.label for column in t3.blocks[0].columns]
    two = [[cell[0] for cell in row if cell] for block in blocks2(form, values) for row in block]
    three = [
        [t3.corner, "申请人情况"],
        ["", labels[0], "法人或其他组织", labels[6]],
        ["", "", *labels[1:6], ""],
        *(list(row[:3]) + row[3:] for row in flat3(form, values)),
    ]
    names = [column.label for column in t4.blocks[0].columns]
    four = [
        ["行政复议", "行政诉讼"],
        [*names, "未经复议直接起诉", "复议后起诉"],
        [""] * 5 + names + names,
        numbers4(t4, values),
    ]
    return {"t2": two, "t3": three, "t4": four}


def trimmed(row: Sequence[str]) -> list[str]:
    """A row of table 3 without the covered cells to the right of its label."""
    labels, rest = list(row[:3]), list(row[3:])
    while labels and not labels[-1]:
        labels.pop()
    return [*labels, *rest]


def document(
    tables: Mapping[str, Sequence[Block]], *, title: str = "××市××区教育局2023年政府信息公开工作年度报告"
) -> Document:
    """A report of six sections with the blocks of each table in its section."""
    blocks: list[Block] = [
        Paragraph(text=title),
        Paragraph(text="本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"),
    ]
    for key, text in HEADS.items():
        blocks.append(Paragraph(text=text))
        table = {"proactive": "t2", "requests": "t3", "disputes": "t4"}.get(key)
        if table:
            blocks.extend(tables.get(table, ()))
        else:
            blocks.append(Paragraph(text="全年工作平稳有序，各项任务均已落实。"))
    return Document(format="docx", blocks=tuple(blocks))
