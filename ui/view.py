"""One review as an HTML document of its own, shown in a frame: findings left, the evidence right, a click joins them.

It stands apart from the framework's page, under a policy without inline script; every character of a report is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from reviewer.compare import compare
from reviewer.export import comparison_fragment, fragments, sheets
from reviewer.model import Box, Place, Review, TextSpan
from reviewer.verdicts import concluded
from ui.desk import Opened
from ui.words import Language, Words, words

if TYPE_CHECKING:
    from reviewer.export.view import Counts, Item, Sheet

FORMATS = ("docx", "html", "xlsx", "json")
_TONES = ("error", "warning", "info", "model")


class Setting(NamedTuple):
    """What stands around a report where it is shown; pieces of HTML, "" for nothing."""

    base: str = ""
    """Before the addresses of its pages, files and comparison."""
    asked: str = ""
    """After those addresses: `?lang=en`."""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    back: str = ""
    """Before the verdict in the bar."""
    strip: str = ""
    """Below the bar."""
    foot: str = ""
    """Below the findings."""
    end: str = ""
    """Before the end of the body."""
    titles: Mapping[str, str] = MappingProxyType({})
    """Of rules by their ids."""


_ALONE = Setting()


def document(opened: Opened, others: Sequence[Opened] = (), language: Language = "zh", around: Setting = _ALONE) -> str:
    """The page of one report; `others`: all that came with it, for the list above."""
    said = words(language)
    sheet = sheets([opened.review])[0]
    parts = fragments(sheet, around.titles)
    boxes = _boxes(opened.review, {item.fingerprint: (item.anchor, item.tone) for item in _all(sheet.items)})
    pages = "".join(_pages(opened, boxes, said, around))
    bar = "".join(_bar(sheet, opened, others, language, around))
    right = "".join(_right(pages, parts.source, said))
    tools = _tools(sheet.counts, said) if parts.findings else ""
    return (
        f"{_head(sheet.subject, language, around)}{bar}{around.strip}"
        f'<div class="{"panes" if right else "single"}"><main id="findings" tabindex="-1">{parts.summary}{tools}'
        f'<div id="cards">{parts.findings}</div><p id="nothing" class="empty" hidden>{said.view["nothing"]}</p>'
        f"{around.foot}{parts.gaps}{parts.notices}</main>{right}</div>{around.end}</body></html>"
    )


def comparison(opened: Opened, language: Language = "zh") -> str:
    """The page that holds a report against its earlier version. Raises ValueError when there is none."""
    if opened.older is None:
        raise ValueError(opened.id)
    said = words(language).view
    made = comparison_fragment(compare(opened.older, opened.review))
    back = f'<nav class="downloads"><a href="/view/{opened.id}">{said["back"]}</a></nav>'
    bar = f'<header class="bar"><h1>{said["compared"]}</h1>{back}</header>'
    return f'{_head(said["compared"], language)}{bar}<div class="single"><main>{made}</main></div></body></html>'


def _head(title: str, language: Language, around: Setting = _ALONE) -> str:
    more = "".join(f'<link rel="stylesheet" href="/own/{name}">' for name in around.styles)
    more += "".join(f'<script src="/own/{name}" defer></script>' for name in around.scripts)
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        '<link rel="stylesheet" href="/own/report.css"><link rel="stylesheet" href="/own/view.css">'
        f'<script src="/own/view.js" defer></script>{more}</head><body class="view">'
    )


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from item.consequences


def _bar(sheet: Sheet, opened: Opened, others: Sequence[Opened], language: Language, around: Setting) -> Iterator[str]:
    said = words(language)
    yield f'<header class="bar">{around.back}<span class="verdict {sheet.tone}">{escape(concluded(opened.review, language))}</span>'
    if len(others) > 1:
        yield f'<label class="others"><span class="hidden">{said.view["files"]}</span><select id="others">'
        for one in others:
            chosen = " selected" if one.id == opened.id else ""
            yield f'<option value="/view/{one.id}"{chosen}>{escape(concluded(one.review, language))} · {escape(one.name)}</option>'
        yield "</select></label>"
    yield f'<h1>{escape(sheet.subject)}</h1><nav class="downloads" aria-label="{said.view["downloads"]}">'
    if opened.older is not None:
        yield f'<a class="compare" href="{around.base}/compare/{opened.id}{around.asked}">{said.view["compare"]}</a>'
    for format in FORMATS:
        yield f'<a href="{around.base}/files/{opened.id}/{format}" download>{said.view[format]}</a>'
    yield "</nav></header>"


def _tools(counts: Counts, said: Words) -> str:
    chips = "".join(
        f'<button type="button" class="filter {tone}" data-tone="{tone}" aria-pressed="true">{said.view[tone]} <b>{number}</b></button>'
        for tone in _TONES
        if (number := getattr(counts, tone))
    )
    hint = escape(said.view["search"])
    return (
        f'<div class="tools" role="search">{chips}<input id="search" type="search" placeholder="{hint}" aria-label="{hint}">'
        f'<span class="keys">{said.view["keys"]}</span></div>'
    )


def _right(pages: str, source: str, said: Words) -> Iterator[str]:
    if not pages and not source:
        return
    yield '<aside class="evidence">'
    if pages and source:
        yield '<div class="switch" role="tablist">'
        yield f'<button type="button" role="tab" id="tab-pages" aria-controls="pages" aria-selected="true">{said.view["pages"]}</button>'
        yield f'<button type="button" role="tab" id="tab-text" aria-controls="text" aria-selected="false">{said.view["text"]}</button></div>'
    if pages:
        yield f'<div id="pages" role="tabpanel" tabindex="0" aria-label="{said.view["pages"]}">{pages}</div>'
    if source:
        hidden = " hidden" if pages else ""
        yield f'<div id="text" class="source" role="tabpanel" tabindex="0" aria-label="{said.view["text"]}"{hidden}>{source}</div>'
    yield "</aside>"


class Mark(NamedTuple):
    """A place on a page that an item names; points from the page's top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    anchor: str
    tone: str


def _boxes(review: Review, items: dict[str, tuple[str, str]]) -> list[Mark]:
    """Every place that findings name, as boxes on pages; a quote over several lines has one a line."""
    sections = {one.key: one for one in review.sections}
    found: dict[Mark, None] = {}
    for finding in review.findings:
        anchor, tone = items.get(finding.fingerprint, ("", ""))
        for proof in finding.evidence if anchor else ():
            section = sections.get(proof.section) if isinstance(proof, TextSpan) else None
            lines = [
                (place.page, *_part(section.text, place, proof))
                for place in (section.places if section else ())
                if section and isinstance(proof, TextSpan) and place.start < proof.end and proof.start < place.end
            ]
            if not lines and proof.page is not None and proof.bbox is not None:
                lines = [(proof.page, *proof.bbox)]
            for line in lines:
                found[Mark(*line, anchor, tone)] = None
    return list(found)


def _part(text: str, place: Place, proof: TextSpan) -> Box:
    """The part of a printed line that a quote takes, by the widths of its characters (wide ones count two)."""
    left, top, right, bottom = place.bbox
    line = text[place.start : place.end]
    widths = [2 if east_asian_width(char) in "WFA" else 1 for char in line]
    scale = (right - left) / max(1, sum(widths))
    begin = left + scale * sum(widths[: max(0, proof.start - place.start)])
    end = left + scale * sum(widths[: max(0, proof.end - place.start)])
    return (begin, top, end, bottom)


def _pages(opened: Opened, boxes: Sequence[Mark], said: Words, around: Setting) -> Iterator[str]:
    for number, size in enumerate(opened.pages, 1):
        label = escape(said.view["page"].format(n=number))
        yield f'<figure class="leaf" id="p{number}" data-page="{number}"><div class="sheet" style="aspect-ratio:{size.width:g}/{size.height:g}">'
        yield f'<img src="{around.base}/pages/{opened.id}/{number}.png" alt="{label}" loading="lazy" decoding="async">'
        for page, left, top, right, bottom, anchor, tone in boxes:
            if page == number and size.width and size.height:
                place = (
                    f"left:{100 * (left - 1.5) / size.width:.3f}%;top:{100 * (top - 1.5) / size.height:.3f}%;"
                    f"width:{100 * (right - left + 3) / size.width:.3f}%;height:{100 * (bottom - top + 3) / size.height:.3f}%"
                )
                yield f'<a class="box {tone}" href="#{anchor}" data-for="{anchor}" style="{place}" aria-label="{label}"></a>'
        yield f"</div><figcaption>{label}</figcaption></figure>"
