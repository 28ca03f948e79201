"""The right side of the page: the report's own text and tables, lit where findings name them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from reviewer.export.view import Box, Passage, Ref, Segment, Sheet, Table
from reviewer.export.words import words

_TABLE_OF = {"proactive": "t2", "requests": "t3", "disputes": "t4"}


def source(sheet: Sheet) -> Iterator[str]:
    """Sections in their order, each table after the section that the form puts it in; nothing when neither was read."""
    left = {table.key: table for table in sheet.tables}
    if not sheet.passages and not any(table.found for table in sheet.tables):
        return
    yield f"<h2>{words().heading['source']}</h2>"
    if any(table.found for table in sheet.tables):
        yield from _legend()
    for passage in sheet.passages:
        yield from _passage(passage, bool(left.get(_TABLE_OF.get(passage.key, ""))))
        if table := left.pop(_TABLE_OF.get(passage.key, ""), None):
            yield from _table(table)
    for table in left.values():
        yield from _table(table)


def _legend() -> Iterator[str]:
    state = words().state
    yield '<p class="legend">'
    for key in ("blank", "placeholder", "text", "unreadable", "missing"):
        yield f'<span><i class="s-{key}"></i>{state[key]}</span>'
    yield "</p>"


def _passage(passage: Passage, has_table: bool) -> Iterator[str]:
    yield f'<section class="passage" id="{passage.anchor}"><h3>{escape(passage.name)}</h3>'
    for row in passage.paragraphs:
        yield f"<p>{''.join(_segment(part) for part in row)}</p>"
    if not passage.paragraphs and not has_table:
        yield f'<p class="empty">{words().phrase["no_text"]}</p>'
    yield "</section>"


def _segment(part: Segment) -> str:
    text = escape(part.text)
    if part.tone:
        text = f'<mark class="{part.tone}">{text}</mark>'
    anchor = f'<span id="{part.anchor}">{text}</span>' if part.anchor else text
    return anchor + _refs(part.refs)


def _refs(refs: tuple[Ref, ...]) -> str:
    links = "".join(f'<a href="#{ref.anchor}">{ref.number}</a>' for ref in refs[:4])
    return f'<sup class="refs">{links}</sup>' if links else ""


def _table(table: Table) -> Iterator[str]:
    yield f'<section class="form {table.key}" id="{table.anchor}"><h3>{escape(table.name)}</h3>'
    if not table.found:
        yield f'<p class="empty">{words().phrase["table_missing"]}</p></section>'
        return
    yield '<div class="scroll"><table><tbody>'
    for row in table.rows:
        yield f"<tr>{''.join(_box(box) for box in row)}</tr>"
    yield "</tbody></table></div>"
    if table.missing:
        yield f'<p class="empty">{words().phrase["missing_cells"].format(n=table.missing)}</p>'
    yield "</section>"


def _box(box: Box) -> str:
    tag = "th" if box.header else "td"
    spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", box.rows), ("colspan", box.columns)) if n > 1)
    if box.header:
        return f"<{tag}{spans}>{escape(box.text)}</{tag}>"
    kind = " ".join(part for part in (f"s-{box.state}", f"lit {box.tone}" if box.tone else "") if part)
    title = escape(f"{box.name}：{words().state[box.state]}")
    return f'<td id="{box.anchor}" class="{kind}" title="{title}"{spans}>{escape(box.text)}{_refs(box.refs)}</td>'
