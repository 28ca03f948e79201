"""A Document to an AnnualReport: headings, tables, sections, identity, claims. The form is the only authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

from reviewer import resources
from reviewer.model import (
    AnnualReport,
    Document,
    Fact,
    Identity,
    Notice,
    Paragraph,
    State,
    TableReading,
    form_for,
    load_forms,
)
from reviewer.recognise import (
    claims,
    cuts,
    dated,
    identity,
    sections,
    several,
    streams,
    table2,
    table3,
    table4,
    torn_tables,
)
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Part, paragraphs_of, parts_of, rows_of
from reviewer.recognise.headings import Candidate, candidates, chosen
from reviewer.recognise.labels import roles, traces
from reviewer.recognise.shapes import GLUED, Found, withdrawn
from reviewer.recognise.tokens import Token, merged, tokens_of
from reviewer.recognise.torn import is_debris

_KEYS = ("t2", "t3", "t4")


class _Flow(NamedTuple):
    """The document with its grids taken apart: text rows of frames are paragraphs, table rows are parts."""

    items: list[Paragraph | Part]


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
    found, used = _tables(items, heads, preferred)
    places = {_section_of(key): one.start for key, one in found.items()}
    content = [
        index
        for index, one in enumerate(items)
        if isinstance(one, Part) or (one.text.strip() and not one.hidden) or index in used
    ]
    headings = chosen([one for one in heads if one.at not in used], places, content)
    rest = [(at, one) for at, one in texts if at not in used and not _is_caption(at, one, items, found)]
    of_tables = {_section_of(key) for key in _KEYS}
    prose = [
        (at, one) for at, one in rest if not (sections.section_at(at, headings) in of_tables and is_debris(one.text))
    ]
    parts, spans = sections.build(prose, headings)
    who, title = identity.identify(parts, name)
    edition = _edition(found, who.year)
    who = Identity(title=who.title, agency=who.agency, year=who.year, edition=edition)
    facts: dict[str, Fact] = {}
    for key in _KEYS:
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
            _reading(key, _doubted(found[key], key, rest), headings, edition, texts)
            if key in found
            else _unread(key, rest, items, headings, edition)
            for key in _KEYS
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


def _tables(
    items: Sequence[Paragraph | Part], heads: Sequence[Candidate], preferred: str
) -> tuple[dict[str, Found], set[int]]:
    """The three tables, and the indices of the paragraphs they were read from."""
    runs = _runs(items, heads)
    found: dict[str, Found] = {}
    lines = [(index, one) for index, one in enumerate(items) if isinstance(one, Paragraph)]
    outer = [
        one for one in heads if one.style in ("main", "part")
    ]  # （一）主动公开政府信息情况 begins no table's section
    torn = torn_tables.read(lines, _walls(outer) or _walls(heads), preferred)
    used: set[int] = set()
    for key in _KEYS:
        grid = _from_grids(key, items, preferred)
        stream = _from_streams(key, [run for run in runs if run.table == key], preferred)
        both = _both_t2(items, runs, preferred) if key == "t2" and (grid is None or grid.missing) else None
        best = max((one for one in (grid, stream, both) if one), key=lambda one: len(one.facts), default=None)
        if key in torn and grid is None:
            best = torn[key].found
            used |= torn[key].blocks
        if best is not None:
            found[key] = best
    read = {key for key, one in found.items() if one.shape == "stream" or one.mixed}
    return found, used | {index for run in runs if run.table in read for index in run.blocks}


def _both_t2(items: Sequence[Paragraph | Part], runs: Sequence[streams.Run], preferred: str) -> Found | None:
    """Table 2 with some blocks drawn and others written as lines."""
    parts = [one for one in items if isinstance(one, Part) and one.table == "t2"]
    written = [run for run in runs if run.table == "t2"]
    if not parts or not written:
        return None
    start = min(written[0].blocks[0], next(at for at, one in enumerate(items) if one is parts[0]))
    records = sorted((*table2.records_of(parts), *streams.records_of(written)), key=lambda one: one.at)
    found = table2.read(records, "grid", start, preferred)
    return found._replace(mixed=True) if found else None


def _from_grids(key: str, items: Sequence[Paragraph | Part], preferred: str) -> Found | None:
    parts = [(index, one) for index, one in enumerate(items) if isinstance(one, Part) and one.table == key]
    if not parts:
        return None
    start = parts[0][0]
    only = [part for _, part in parts]
    if key == "t2":
        return table2.read(list(table2.records_of(only)), "grid", start, preferred)
    if key == "t3":
        return table3.read(table3.lines_of(only), "grid", start, preferred)
    captioned: list[Part | str] = []
    for index, part in parts:
        before = items[index - 1] if index else None
        if isinstance(before, Paragraph) and len(before.text) < 30 and table4.caption(before.text):
            captioned.append(before.text)
        captioned.append(part)
    return table4.read(list(table4.readings_of(captioned)), "grid", start, preferred)


def _from_streams(key: str, runs: Sequence[streams.Run], preferred: str) -> Found | None:
    if not runs:
        return None
    start = runs[0].blocks[0]
    if key == "t2":
        found = table2.read(list(streams.records_of(runs)), "stream", start, preferred)
    elif key == "t3":
        found = table3.read(streams.lines_of(runs), "stream", start, preferred)
    else:
        found = table4.read(streams.readings_of(runs), "stream", start, preferred)
    if found and found.certain and key != "t4" and any(streams.shifted(run) for run in runs):
        found = found._replace(certain=False, reason=GLUED)
    if found and found.certain and (found.missing or key != "t3") and any(streams.loose(run) for run in runs):
        torn = found.missing or any(one.state == State.UNREADABLE for one in found.facts.values())
        found = found._replace(certain=False, reason=GLUED) if torn else found
    if found and not found.certain:
        return withdrawn(found, preferred, load_forms()[preferred].table(key))
    return found


def _walls(heads: Sequence[Candidate]) -> dict[int, str]:
    """Section by the paragraph that is its heading for certain: no table goes on behind one."""
    return {one.at: one.key for one in heads if one.exact and one.alone and one.style}


def _runs(items: Sequence[Paragraph | Part], heads: Sequence[Candidate]) -> list[streams.Run]:
    """Stretches of cell-like paragraphs, cut into tables; a heading or prose ends a stretch."""
    walls = _walls(heads)
    runs: list[streams.Run] = []
    stretch: list[Token] = []

    def close() -> None:
        if any(token.kind == "label" for token in stretch):
            runs.extend(streams.runs_of(merged(stretch)))
        stretch.clear()

    for index, item in enumerate(items):
        tokens = None if isinstance(item, Part) or item.hidden or index in walls else tokens_of(item, index, index)
        if tokens is None:
            close()
        else:
            stretch.extend(tokens)
    close()
    return runs


def _edition(found: dict[str, Found], year: int | None) -> str:
    """The edition most tables follow; that of the year when none was found. Table 4 is the same in both."""
    votes = Counter(one.edition for key, one in found.items() if key != "t4")
    expected = form_for(year).edition
    if not votes:
        return expected
    return max(votes, key=lambda edition: (votes[edition], edition == expected))


_TRACES = 3
"""Different labels of a table in short lines from which on the table is there, though nobody can read it."""


def _doubted(found: Found, key: str, rest: Sequence[tuple[int, Paragraph]]) -> Found:
    """A table of which rows are missing while labels of it stand around as text: they may be those rows."""
    if found.missing and found.certain and _met(key, rest):
        return found._replace(certain=False, reason=GLUED)
    return found


def _met(key: str, rest: Sequence[tuple[int, Paragraph]]) -> dict[int, frozenset[str]]:
    """The labels of a table met in short lines of text that are no sentence, by block index."""
    short = [(at, one.text) for at, one in rest if len(one.text) <= 60 and not one.hidden and "。" not in one.text]
    return {at: labels for at, text in short if (labels := traces(text, key))}


def _unread(
    key: str,
    rest: Sequence[tuple[int, Paragraph]],
    items: Sequence[Paragraph | Part],
    headings: Sequence[Candidate],
    edition: str,
) -> TableReading:
    """A table of which only labels were met, torn or drawn in a layout nobody knows: found, but not for certain.

    Else a table that is not there.
    """
    drawn = {at: labels for at, one in enumerate(items) if isinstance(one, Part) and (labels := _labelled(one, key))}
    met = drawn if len(set().union(*drawn.values())) >= _TRACES else _met(key, rest)
    if len(set().union(*met.values())) < _TRACES:
        return TableReading(table=key, edition=edition, found=False)
    return TableReading(
        table=key, edition=edition, found=True, shape="grid" if met is drawn else "stream",
        section=_most(met, headings), fragments=1, certain=False, reason=GLUED,
    )  # fmt: skip


def _labelled(part: Part, key: str) -> frozenset[str]:
    """The labels of a table that stand in the cells of a piece which also holds values; none of another table's."""
    cells = [piece.text for row in part.rows for piece in row.own] if part.table == key else []
    if not any(looks_like_value(text) for text in cells):
        return frozenset()
    return frozenset[str]().union(*(traces(text, key) for text in cells))


def _most(met: dict[int, frozenset[str]], headings: Sequence[Candidate]) -> str | None:
    """The section that most of a torn table's labels stand in: single ones slip over a heading."""
    counts: Counter[str | None] = Counter()
    for at, labels in met.items():
        counts[sections.section_at(at, headings)] += len(labels)
    return counts.most_common(1)[0][0]


def _reading(
    key: str, found: Found, headings: Sequence[Candidate], edition: str, texts: Sequence[tuple[int, Paragraph]]
) -> TableReading:
    torn = found.shape == "stream" and not found.certain and _met(key, texts)
    return TableReading(
        table=key,
        edition=found.edition,
        found=True,
        shape=cast(Literal["grid", "stream", "none"], found.shape),
        section=_most(torn, headings) if torn else sections.section_at(found.start, headings),
        fragments=found.fragments,
        missing=found.missing,
        extra=found.extra,
        misordered=found.misordered,
        subtotals=found.subtotals,
        certain=found.certain,
        reason=found.reason,
    )
