"""One self-contained page: no script, nothing fetched, every character of a report escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from reviewer.export import html_gaps, html_source
from reviewer.export.sheet import sheets, total
from reviewer.export.view import Group, Item, Proof, Sheet
from reviewer.export.words import words
from reviewer.model import Review


@cache
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text("utf-8").strip()


def write(reviews: Iterable[Review]) -> str:
    """The page for one review or several."""
    made = sheets(reviews)
    title = made[0].subject if len(made) == 1 else words().heading["document"]
    body = [*(_contents(made) if len(made) > 1 else ()), *(part for one in made for part in _article(one))]
    return "\n".join(
        [*_head(title), *body, f'<footer class="foot">{words().footer["page"]}</footer>', "</body></html>", ""]
    )


class Fragments(NamedTuple):
    """One review as pieces of HTML, for a page that arranges them itself; every character of a report is escaped."""

    summary: str
    findings: str
    gaps: str
    notices: str
    source: str
    """The report's own text and tables, lit where findings name them; "" when neither was read."""


def fragments(sheet: Sheet, titles: Mapping[str, str] | None = None) -> Fragments:
    """The pieces of one sheet; anchors are those of the sheet's items, cells and passages.

    `titles`: of rules by their ids, said in the place of the ids where rules are listed.
    """
    return Fragments(
        summary="".join(_summary(sheet)),
        findings="".join(part for group in sheet.groups for part in _group(group)),
        gaps="".join(html_gaps.gaps(sheet, titles or {})),
        notices="".join(_notices(sheet)),
        source="".join(html_source.source(sheet)),
    )


def style() -> str:
    """The style sheet of the page and of its fragments."""
    return _style()


def _head(title: str) -> Iterator[str]:
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    yield '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
    yield '<meta name="format-detection" content="telephone=no">'
    yield f"<title>{escape(title)}</title>\n<style>{style}</style></head><body>"


def _contents(made: tuple[Sheet, ...]) -> Iterator[str]:
    yield f'<nav class="contents"><h1>{words().heading["document"]}</h1><p>{escape(total(made))}</p><ol>'
    for one in made:
        chip = f'<span class="verdict {one.tone}">{escape(one.conclusion)}</span>'
        yield f'<li><a href="#{one.anchor}">{escape(one.subject)}</a>{chip}<small>{escape(one.tally)}</small></li>'
    yield "</ol></nav>"


def _article(sheet: Sheet) -> Iterator[str]:
    yield f'<article id="{sheet.anchor}" class="review">'
    yield from _bar(sheet)
    source = list(html_source.source(sheet))
    yield f'<div class="{"panes" if source else "single"}"><main>'
    yield from _summary(sheet)
    if sheet.groups:
        yield f'<h2 class="hidden">{words().heading["problems"]}</h2>'
    for group in sheet.groups:
        yield from _group(group)
    yield from html_gaps.gaps(sheet)
    yield from _notices(sheet)
    yield "</main>"
    if source:
        yield from ('<aside class="source">', *source, "</aside>")
    yield "</div></article>"


def _bar(sheet: Sheet) -> Iterator[str]:
    severity, counts = words().severity, sheet.counts
    yield f'<header class="bar"><span class="verdict {sheet.tone}">{escape(sheet.conclusion)}</span>'
    yield f"<h1>{escape(sheet.subject)}</h1><ul>"
    for tone in ("error", "warning", "info", "model"):
        if number := getattr(counts, tone):
            yield f'<li class="{tone}"><b>{number}</b>{severity[tone].chip}</li>'
    yield "</ul></header>"


def _summary(sheet: Sheet) -> Iterator[str]:
    field = words().field
    yield '<section class="summary">'
    for text, kind in ((sheet.notice, "notice"), (sheet.tally, "tally"), (sheet.clean, "clean")):
        if text:
            yield f'<p class="{kind}">{escape(text)}</p>'
    yield "<dl>"
    shown = sheet.tone != "none"
    rows = (("title", sheet.title), ("file", sheet.name), ("edition", sheet.edition if shown else ""))
    for key, text in (
        *rows,
        ("status", "" if sheet.status == "reviewed" else sheet.status_name),
        ("checked", "" if sheet.clean else sheet.checked),
    ):
        if text:
            yield f"<dt>{field[key]}</dt><dd>{escape(text)}</dd>"
    yield "</dl></section>"


def _notices(sheet: Sheet) -> Iterator[str]:
    if sheet.notices or sheet.model:
        yield f'<section class="notices"><h2>{words().heading["notices"]}</h2>'
        yield from (f"<p>{escape(text)}</p>" for text in (*sheet.notices, *sheet.model))
        yield "</section>"


def _group(group: Group) -> Iterator[str]:
    yield f'<section class="group {group.key}"><h2>{escape(group.name)}<span>{len(group.items)}</span></h2>'
    for item in group.items:
        yield from _item(item)
    yield "</section>"


def _item(item: Item) -> Iterator[str]:
    chip = words().severity[item.tone].chip
    yield f'<div class="card {item.tone}" id="{item.anchor}"><p class="label"><b>{item.number}</b>'
    yield f'<span class="chip {item.tone}">{chip}</span><code>{escape(item.rule)}</code>'
    yield f"{f'<small>{escape(item.source)}</small>' if item.source else ''}</p>"
    yield f"<h3>{escape(item.message)}</h3>"
    yield from _body(item)
    if item.consequences:
        said = words().phrase["folded"].format(n=len(item.consequences))
        yield f"<details{' open' if len(item.consequences) <= 3 else ''}><summary>{said}</summary>"
        for one in item.consequences:
            yield f'<div class="folded" id="{one.anchor}"><p class="label"><b>{one.number}</b><code>{escape(one.rule)}</code></p>'
            yield f"<p>{escape(one.message)}</p>"
            if one.arithmetic:
                yield f'<p class="arithmetic">{escape(one.arithmetic)}</p>'
            yield from (_proof(proof) for proof in one.proofs)
            yield "</div>"
        yield "</details>"
    yield "</div>"


def _body(item: Item) -> Iterator[str]:
    if item.arithmetic:
        yield f'<p class="arithmetic">{escape(item.arithmetic)}</p>'
    if item.proofs:
        yield '<div class="proofs">'
        yield from (_proof(proof) for proof in item.proofs)
        yield "</div>"
    if item.mend or item.basis:
        yield "<dl>"
        for key, text in (("mend", item.mend), ("basis", item.basis)):
            if text:
                yield f'<dt>{words().field[key]}</dt><dd class="{key}">{escape(text)}</dd>'
        yield "</dl>"


def _proof(proof: Proof) -> str:
    place = escape(proof.place)
    if proof.anchor:
        place = f'<a href="#{proof.anchor}">{place}</a>'
    page = f"<small>{escape(proof.page)}</small>" if proof.page else ""
    if not proof.body:
        return f'<p class="proof">{place}{page}</p>'
    if proof.kind == "cell":
        return f'<p class="proof cell">{place}{page}<b>{escape(proof.body)}</b></p>'
    quote = f"{escape(proof.before)}<mark>{escape(proof.body)}</mark>{escape(proof.after)}"
    return f'<div class="proof"><p>{place}{page}</p><blockquote>{quote}</blockquote></div>'
