"""The workbook of a season: who handed in, what was found in it by body and rule, every cell, this year against the last.

Written in the order of the sheets, each row by row, so that a season of 3,000 reports costs no more memory than one of 30.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reviewer.errors import ConfigError
from reviewer.export import season_digest as counted
from reviewer.export.clean import brief
from reviewer.export.items import cell_name, section_name
from reviewer.export.season_digest import Digest, digest
from reviewer.export.season_sheets import cells, years
from reviewer.export.season_words import season_words
from reviewer.model import CellRef, Decision, Evidence, Finding, Form, SeasonRow, SeasonView, form_for, load_forms
from reviewer.verdicts import VERDICTS, outcomes

_TONES = {"return": "error", "attention": "warning", "pass": "good"}
_BEHIND = {"overdue": "error", "late": "warning", "unread": "error", "missing": "info"}


def season_workbook(view: SeasonView, every_cell: bool = True) -> bytes:
    """The workbook's bytes; without `every_cell`, all but the sheet of cells, which costs most. Raises ConfigError (X-OPENPYXL) when openpyxl is not installed."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ConfigError("X-OPENPYXL") from error
    book = Workbook(write_only=True)
    found = digest(view)
    _overview(book, view, found)
    _matrix(book, view, found)
    _ranking(book, found)
    _findings(book, view)
    _across(book, view)
    if every_cell:
        cells(book, view, found)
    years(book, view, found)
    _notes(book, view)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _page(book: Any, name: str, columns: str, widths: tuple[float, ...], **more: Any) -> Any:
    from reviewer.export.season_page import Page

    said = season_words()
    return Page(book, said.sheet[name], [[said.head[key] for key in columns.split()]], widths, **more)


def _overview(book: Any, view: SeasonView, found: Digest) -> None:
    """Totals first, the deadline board below them."""
    said = season_words()
    totals = list(_totals(view, found))
    page = _page(
        book, "overview", "agency kind scope level parent due received standing late file version verdict decision decided_by notes",
        (30, 15, 8, 7, 20, 12, 12, 18, 9, 28, 7, 23, 10, 10, 32), before=len(totals) + 3,
    )  # fmt: skip
    page.title(said.title.format(year=view.info.year))
    for name, value, remark in totals:
        page.total(name, value, remark)
    page.sheet.append([])
    page.title(said.board)
    page.head()
    for line in found.lines:
        body, one = line.body, line.submission
        tones = [""] * 15
        tones[7] = _BEHIND.get(line.standing, "")
        tones[11] = _TONES.get(one.verdict or "", "") if one else ""
        page.row(
            [
                line.name,
                said.kind[body.kind] if body else said.unclaimed,
                said.scope[body.scope] if body else None,
                body.level if body else None,
                body.parent if body else None,
                line.due,
                line.received,
                said.standing[line.standing],
                line.late or None,
                one.file if one else None,
                one.number if one else None,
                outcomes().verdict[one.verdict] if one and one.verdict else None,
                outcomes().decision[one.decision] if one else None,
                one.decided_by if one else None,
                line.notes or (one.question or (one.notice.sentence if one.notice else "") if one else ""),
            ],
            tones,
        )
    page.done()


def _totals(view: SeasonView, found: Digest) -> Iterator[tuple[str, str | int | Decimal, str]]:
    said = season_words()
    name, remark = said.totals, said.remark
    due = remark["bound"]
    bound = [one for one in found.lines if one.body is not None and one.standing != "exempt"]
    handed = [one for one in bound if one.submission is not None]
    yield name["office"], view.office, ""
    yield name["made"], f"{view.there():%Y-%m-%d %H:%M}", ""
    yield name["bound"], len(bound), due
    yield name["submitted"], len(handed), ""
    yield name["read"], sum(one.standing in ("done", "late") for one in bound), ""
    for key in ("unread", "waiting", "late", "missing", "overdue", "exempt"):
        yield name[key], len(found.standing(key)), ""
    yield name["unclaimed"], sum(one.body is None for one in found.lines), ""
    for key in VERDICTS[:3]:
        number = sum(one.submission is not None and one.submission.verdict == key for one in found.lines)
        yield name["verdict"].format(verdict=outcomes().verdict[key]), number, ""
    said_of = counted.decisions(found)
    for key in ("open", "passed", "returned", "pending"):
        yield name["decision"].format(decision=outcomes().decision[Decision(key)]), said_of[key], ""
    for key in ("error", "warning", "info"):
        yield name[key], found.total(key), ""
    yield name["dismissed"], sum(one.dismissed for one in found.lines), ""
    yield name["across"], len(view.across), ""
    for key, label in said.figure.items():
        total, count, left, holds = counted.added(view, found, key)
        yield remark["sum"].format(names=label, counted=count), total, remark["sum_note"].format(left=left, holds=holds)
    if view.checkpoint is not None:
        yield name["checkpoint"], remark["checkpoint"].format(n=view.checkpoint.n, chain=view.checkpoint.chain), ""


def _matrix(book: Any, view: SeasonView, found: Digest) -> None:
    from reviewer.export.season_page import Page

    said = season_words()
    fixed = [said.head[key] for key in ("agency", "verdict", "decision", "error", "warning", "info", "across")]
    codes = [rule.rule for rule in found.rules]
    titles = [rule.title if rule.title != rule.rule else "" for rule in found.rules]
    page = Page(
        book, said.sheet["matrix"], [["", *[""] * (len(fixed) - 1), *titles], [*fixed, *codes]],
        (34, 22, 11, 9, 9, 9, 9, *[13] * len(codes)), fixed=1, heights=(62, 34), wide=len(codes) <= 24,
    )  # fmt: skip
    across: dict[str, int] = {}
    for finding in view.across:
        across[finding.agency] = across.get(finding.agency, 0) + 1
    worst = [rule.worst for rule in found.rules]
    for line in found.lines:
        one = line.submission
        if one is None or one.verdict is None:
            continue
        hits = [line.rules[rule.rule] or None for rule in found.rules]
        page.row(
            [
                line.name, outcomes().verdict[one.verdict], outcomes().decision[one.decision],
                *(line.severities[key] for key in ("error", "warning", "info")), across.get(line.name) or None, *hits,
            ],
            ["", _TONES[one.verdict], "", "", "", "", "", *(tone if hit else "" for tone, hit in zip(worst, hits, strict=True))],
        )  # fmt: skip
    page.done()
    page.sheet.append([])
    for key, values in (
        ("bodies", [len(rule.bodies) for rule in found.rules]),
        ("count", [rule.count for rule in found.rules]),
    ):
        page.row([said.head[key], *[None] * 6, *values])


def _ranking(book: Any, found: Digest) -> None:
    said = season_words()
    page = _page(
        book, "ranking", "rank agency kind scope error warning info dismissed verdict decision",
        (8, 38, 12, 10, 12, 12, 10, 10, 24, 12), fixed=2,
    )  # fmt: skip
    rank, before = 0, None
    for place, line in enumerate(found.ranked(), 1):
        one = line.submission
        assert one is not None
        assert one.verdict is not None
        numbers = [line.severities[key] for key in ("error", "warning", "info")]
        rank, before = (rank if numbers == before else place), numbers
        page.row(
            [
                rank, line.name, said.kind[line.body.kind] if line.body else said.unclaimed,
                said.scope[line.body.scope] if line.body else None, *numbers, line.dismissed,
                outcomes().verdict[one.verdict], outcomes().decision[one.decision],
            ],
            [*[""] * 8, _TONES[one.verdict]],
        )  # fmt: skip
    page.done()


def _findings(book: Any, view: SeasonView) -> None:
    said = season_words()
    titles = {one.id: one.title for one in view.rules}
    page = _page(
        book, "findings", "agency file rule title severity message arithmetic expected actual place basis mend state mark reason root fingerprint",
        (20, 20, 15, 18, 10, 42, 26, 11, 11, 32, 24, 30, 9, 8, 16, 18, 18), fixed=1,
    )  # fmt: skip
    for row in view.rows():
        form = _form(row)
        agency = row.submission.agency or row.submission.identity.agency or said.unclaimed
        for one in row.findings:
            mark = row.mark(one)
            tone = "" if one.origin == "model" else one.severity.value
            page.row(
                [
                    agency, row.submission.file, one.rule, titles.get(one.rule, ""),
                    said.model if one.origin == "model" else said.severity[one.severity.value],
                    one.message, one.arithmetic, one.expected, one.actual, _place(one.evidence, form), one.basis,
                    one.suggestion, said.counted[_counted(row, one)], said.mark[mark.kind] if mark else None,
                    mark.reason if mark else one.waived.reason if one.waived else None, one.root, one.fingerprint,
                ],
                ["", "", "", "", tone if row.counts(one) else ""],
            )  # fmt: skip
    page.done()


def _counted(row: SeasonRow, one: Finding) -> str:
    if one.origin == "model":
        return "model"
    mark = row.mark(one)
    if mark is not None and mark.kind == "dismissed":
        return "dismissed"
    return "waived" if one.waived else "counts"


def _form(row: SeasonRow) -> Form:
    return load_forms().get(row.submission.identity.edition) or form_for(row.submission.year)


def _place(evidence: tuple[Evidence, ...], form: Form) -> str:
    """Each place on a line: the cell with what stands in it, or the section with the words."""
    lines = []
    for one in evidence[:12]:
        if isinstance(one, CellRef):
            shown = one.raw or (f"{one.value:f}" if one.value is not None else "")
            lines.append(f"{cell_name(one.fact, form)} {brief(shown, 60)}".strip())
        else:
            lines.append(f"{section_name(one.section, form)} {brief(one.quote, 160)}".strip())
    return "\n".join(dict.fromkeys(lines))


def _across(book: Any, view: SeasonView) -> None:
    said = season_words()
    titles = {one.id: one.title for one in view.rules}
    page = _page(
        book, "across", "agency others rule title severity message arithmetic expected actual place basis mend fingerprint",
        (20, 20, 15, 18, 10, 46, 28, 11, 11, 36, 26, 30, 18), fixed=1,
    )  # fmt: skip
    form = form_for(view.info.year)
    for one in view.across:
        place = "\n".join(
            said.sourced.format(
                agency=brief(source.agency, 80),
                year=said.this_year.format(year=source.year),
                place=_place((source.evidence,), form),
            )
            for source in one.sources[:12]
        )
        page.row(
            [
                one.agency, "\n".join(one.others), one.rule, titles.get(one.rule, ""), said.severity[one.severity.value],
                one.message, one.arithmetic, one.expected, one.actual, place, one.basis, one.suggestion, one.fingerprint,
            ],
            ["", "", "", "", one.severity.value],
        )  # fmt: skip
    page.done()


def _notes(book: Any, view: SeasonView) -> None:
    said = season_words()
    page = _page(book, "notes", "number remark", (8, 120), fixed=1)
    due = {"due": view.info.due.isoformat(), "due_governments": view.info.due_governments.isoformat()}
    for number, note in enumerate(said.notes, 1):
        page.row([number, note.format(**due)])
    for key in ("error", "warning", "info"):
        page.row([None, said.severity[key]], ["", key])
