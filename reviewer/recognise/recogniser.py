"""A Document to an AnnualReport: headings, tables, sections, identity, claims. The form is the only authority."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer import resources
from reviewer.model import AnnualReport, Document, Fact, Identity, Notice, Paragraph, form_for, load_forms
from reviewer.recognise import claims, cuts, dated, identity, readings, sections, several, table4, tables
from reviewer.recognise.grids import Part, paragraphs_of, parts_of, rows_of
from reviewer.recognise.headings import candidates, chosen
from reviewer.recognise.labels import roles
from reviewer.recognise.shapes import Found
from reviewer.recognise.torn import is_debris


def recognise(document: Document, *, name: str = "") -> AnnualReport:
    """Everything a document says as an annual report; nothing found is an empty report, never an error.

    `name`: the file's name, asked for year and agency only when the text names none.
    """
    items, notices = _first_report(_items(document))
    texts = [(index, one) for index, one in enumerate(items) if isinstance(one, Paragraph)]
    heads = candidates(texts)
    year = identity.year_of("".join(paragraph.text[:80] for _, paragraph in texts[:12]))
    items = dated.of_this_year(items, year)
    preferred = form_for(year).edition
    found, used = tables.find(items, heads, preferred)
    places = {_section_of(key): one.start for key, one in found.items()}
    content = [
        index
        for index, one in enumerate(items)
        if isinstance(one, Part) or (one.text.strip() and not one.hidden) or index in used
    ]
    headings = chosen([one for one in heads if one.at not in used], places, content)
    rest = [(at, one) for at, one in texts if at not in used and not _is_caption(at, one, items, found)]
    of_tables = {_section_of(key) for key in tables.KEYS}
    prose = [
        (at, one) for at, one in rest if not (sections.section_at(at, headings) in of_tables and is_debris(one.text))
    ]
    parts, spans = sections.build(prose, headings)
    who, title = identity.identify(parts, name)
    edition = readings.edition_of(found, who.year)
    who = Identity(title=who.title, agency=who.agency, year=who.year, edition=edition)
    facts: dict[str, Fact] = {}
    for key in tables.KEYS:
        if key in found:
            facts.update(found[key].facts)
    stated, assertions = claims.find(parts, facts, who, load_forms()[edition])
    return AnnualReport(
        format=document.format,
        name=name,
        identity=who,
        title_span=title,
        sections=parts,
        headings=spans,
        tables=tuple(
            readings.reading(key, readings.doubted(found[key], key, rest), headings, edition, texts)
            if key in found
            else readings.unread(key, rest, items, headings, edition)
            for key in tables.KEYS
        ),
        facts=facts,
        claims=stated,
        assertions=assertions,
        notices=(*document.notices, *notices),
        images=document.images,
    )


def _section_of(table: str) -> str:
    return next(iter(load_forms().values())).table(table).section


def _items(document: Document) -> list[Paragraph | Part]:
    """Blocks in order, with grids cut into the parts of tables and the text around them."""
    items: list[Paragraph | Part] = []
    before: str | None = None
    for block in cuts.mended(document.blocks):
        if isinstance(block, Paragraph):
            items.append(block)
            if len(block.text) > 120:
                before = None
            continue
        for one in parts_of(rows_of(block, len(items)), before):
            if isinstance(one, Part):
                items.append(one)
                before = one.table
            else:
                items.extend(paragraphs_of(one))
    return items


def _first_report(items: list[Paragraph | Part]) -> tuple[list[Paragraph | Part], tuple[Notice, ...]]:
    """The items of the first report, and a notice when others follow it: they are not read."""
    heads = candidates([(index, one) for index, one in enumerate(items) if isinstance(one, Paragraph)])
    more = several.others(items, heads)
    if not more:
        return items, ()
    titles = "、".join(one.title for one in more if one.title)
    told = resources.sentence("P-SEVERAL", count=len(more) + 1, others=f"（{titles}）" if titles else "")
    return items[: more[0].at], (Notice(code="P-SEVERAL", sentence=told),)


def _is_caption(at: int, paragraph: Paragraph, items: Sequence[Paragraph | Part], found: dict[str, Found]) -> bool:
    """True for a line that belongs to a table: the name of a block printed above its rows."""
    if len(paragraph.text) > 30:
        return False
    if "t2" in found and any(role.kind == "block" and role.table == "t2" for role in roles(paragraph.text)):
        return True
    after = items[at + 1] if at + 1 < len(items) else None
    return isinstance(after, Part) and after.table == "t4" and table4.caption(paragraph.text) is not None
