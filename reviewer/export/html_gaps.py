"""What was not checked, as a table of kinds, reasons and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from types import MappingProxyType

from reviewer.export.view import Gap, Sheet
from reviewer.export.words import words


def gaps(sheet: Sheet, titles: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """What could not be checked first; what there was nothing to check for is folded away, it asks nothing of anybody."""
    if not sheet.gaps:
        return
    said = words()
    yield f'<section class="gaps"><h2>{said.heading["gaps"]}</h2>'
    open_, idle = ([gap for gap in sheet.gaps if (gap.kind == "skipped") is skipped] for skipped in (False, True))
    if open_:
        yield from _table(open_, titles)
    if idle:
        count = said.phrase["skipped_sum"].format(n=sum(len(gap.rules) for gap in idle))
        yield f"<details><summary>{escape(count)}</summary>"
        yield from (*_table(idle, titles), "</details>")
    yield "</section>"


def _table(gaps: Iterable[Gap], titles: Mapping[str, str]) -> Iterator[str]:
    field = words().field
    yield '<div class="scroll"><table>'
    yield f"<thead><tr><th>{field['kind']}</th><th>{field['reason']}</th><th>{field['rules']}</th></tr></thead><tbody>"
    for gap in gaps:
        rules = "、".join(
            f'<span title="{escape(rule)}">{escape(titles[rule])}</span>'
            if rule in titles
            else f"<code>{escape(rule)}</code>"
            for rule in gap.rules
        )
        yield f"<tr><td>{escape(gap.name)}</td><td>{escape(gap.reason)}</td><td>{rules}</td></tr>"
    yield "</tbody></table></div>"
