"""The products of a season, parsed back: every figure is the season's, nothing runs, nothing grows with its size."""

from __future__ import annotations

import gc
import io
import shutil
import subprocess
import tracemalloc
import zipfile
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from lxml import etree

from reviewer.evals.questions.season import made_season
from reviewer.export import season_summary, season_workbook
from reviewer.export.season_digest import carry, digest
from reviewer.export.season_words import season_words
from reviewer.model import Decision, form_for
from reviewer.verdicts import VERDICTS, outcomes
from tests.export import hostile, seasons

PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHOWN = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", "{=1}", "%1", "'=1")


@cache
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(season_workbook(made_season())))


def rows(name: str, first: int = 1) -> list[tuple[Any, ...]]:
    return list(book()[season_words().sheet[name]].iter_rows(min_row=first, values_only=True))


def checked(made: bytes) -> dict[str, bytes]:
    """The parts of a package; none is broken XML, none points outside, none holds a formula."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part, PARSER)
            assert b'TargetMode="External"' not in part
            assert not any(etree.QName(one).localname in ("hyperlink", "instrText") for one in root.iter(etree.Element))
            if name.startswith("xl/worksheets/"):
                assert not list(root.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"))
    return parts


def test_every_sheet_is_there_with_frozen_heads_filters_and_paper() -> None:
    assert book().sheetnames == list(season_words().sheet.values())
    for sheet in book():
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref or sheet.title == season_words().sheet["notes"]
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title != season_words().sheet["overview"]:
            assert sheet.print_title_rows


def test_totals_are_those_of_the_season() -> None:
    totals = {row[0]: row[1] for row in rows("overview") if row[0]}
    said = season_words().totals
    wanted = {
        "bound": 18, "submitted": 14, "read": 13, "unread": 1, "late": 1, "missing": 2, "overdue": 2, "exempt": 1,
        "return": 3, "attention": 2, "pass": 8, "passed": 3, "returned": 2, "pending": 1, "error": 6, "warning": 3,
        "dismissed": 1, "across": 2,
    }  # fmt: skip
    names = dict(said)
    names |= {key: said["verdict"].format(verdict=outcomes().verdict[key]) for key in VERDICTS[:3]}
    names |= {one.value: said["decision"].format(decision=outcomes().decision[one]) for one in Decision}
    assert {key: totals[names[key]] for key in wanted} == wanted
    new = next(value for name, value in totals.items() if name.startswith(season_words().figure["new"]))
    assert new == 112  # whole-region report not added to those it holds


def test_the_board_shows_each_body_with_its_deadline() -> None:
    page = rows("overview")
    heads = next(index for index, row in enumerate(page) if row[0] == season_words().head["agency"])
    board = {row[0]: row for row in page[heads + 1 :]}
    late = board["南湖街道办事处"]
    assert (late[5], late[7], late[8]) == (datetime(2026, 1, 31), season_words().standing["late"], 5)
    assert board["区水务局"][5] == datetime(2026, 2, 28)
    assert board["区档案馆"][7] == season_words().standing["exempt"]


def test_the_matrix_counts_findings_by_body_and_rule() -> None:
    heads, *bodies = rows("matrix", 2)
    at = {rule: place for place, rule in enumerate(heads)}
    found = {row[0]: row for row in bodies}
    assert found["区住房和城乡建设局"][at["T3-COL-BALANCE"]] == 2
    assert found["区自然资源局"][at["TX-NEW"]] is None  # dismissed by a person
    sheet = book()[season_words().sheet["matrix"]]
    cell = next(row for row in sheet.iter_rows() if row[0].value == "区财政局")[at["CY-CARRY"]]
    assert cell.fill.fgColor.rgb.endswith("F8CBAD")


def test_all_findings_stand_with_their_mark() -> None:
    heads, *found = rows("findings")
    at = {name: place for place, name in enumerate(heads)}
    head, said = season_words().head, season_words().counted
    assert len(found) == 10
    dismissed = [row for row in found if row[at[head["state"]]] == said["dismissed"]]
    assert [(row[at[head["agency"]]], row[at[head["reason"]]]) for row in dismissed] == [("区自然资源局", "口径不同")]


def test_every_cell_stands_under_its_printed_labels() -> None:
    groups, lines, columns, heads, *bodies = rows("cells")
    keys = list(form_for(2025).cells)
    assert list(heads[2:]) == keys
    place = heads.index("t3.new_received.total")
    assert (groups[place], lines[place], columns[place]) == (
        "表三",
        form_for(2025).cells["t3.new_received.total"].row.label,
        "总计",
    )
    found = {row[0]: row for row in bodies}
    assert found["区财政局"][place] == 12
    assert isinstance(found["区财政局"][place], int)
    assert found["区市场监督管理局"][place] == season_words().cell["unreadable"]
    assert "区应急管理局" not in found


def test_years_are_compared_and_carry_over_checked() -> None:
    heads, *bodies = rows("years", 2)
    found = {row[0]: row for row in bodies}
    growth, state = len(heads) - 2, len(heads) - 1
    assert found["区教育局"][growth] == 1.0
    said = season_words().carry
    assert found["区财政局"][state] == said["gap"].format(now=1, last=2)
    assert found["区民政局"][state] == said["level"]
    assert found["青石镇人民政府"][state] == said["none"]
    assert carry(digest(made_season()), "区卫生健康委员会") == ("gap", Decimal(0), Decimal(3))


@pytest.mark.parametrize(
    "texts", [hostile.FORMULAS, hostile.MARKUP, hostile.BROKEN], ids=["formulas", "markup", "broken"]
)
def test_hostile_words_are_inert_everywhere(texts: tuple[str, ...]) -> None:
    view = seasons.hostile(texts)
    made = season_workbook(view)
    checked(made)
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        for row in sheet.iter_rows():
            assert all(cell.data_type in "snd" for cell in row)
    parts = checked(season_summary(view))
    inside = [part for name, part in parts.items() if name.startswith("word/embeddings/")]
    assert inside
    for part in inside:
        checked(part)


def test_what_looks_like_a_formula_is_shown_as_it_was_written() -> None:
    book = openpyxl.load_workbook(io.BytesIO(season_workbook(seasons.hostile(SHOWN))))
    cells = [row[0] for row in book[season_words().sheet["findings"]].iter_rows(min_row=2)]
    assert [cell.value.strip() for cell in cells] == [text.strip() for text in SHOWN]
    assert all((cell.data_type, cell.quotePrefix) == ("s", True) for cell in cells)


@pytest.mark.parametrize("known", [3, 0])
def test_the_notice_lists_bodies_and_no_files_that_are_nobodys(known: int) -> None:
    """The table goes to all bodies and names only them; without a register all that came in is listed."""
    made = made_season()
    view = made.model_copy(update={"bodies": made.bodies[:known]})
    (table,) = docx.Document(io.BytesIO(season_summary(view))).tables
    names = [row.cells[0].text for row in table.rows][1:]
    wanted = [one.name for one in view.bodies] or [str(row.submission.agency) for row in made.rows()]
    assert sorted(names) == sorted(wanted)


def test_the_notice_states_the_figures_of_the_season() -> None:
    made = docx.Document(io.BytesIO(season_summary(made_season())))
    text = "\n".join(one.text for one in made.paragraphs)
    said = season_words().summary
    read = "、".join(f"{outcomes().verdict[key]}{n}份" for key, n in zip(VERDICTS, (3, 2, 8), strict=False))
    figures = {"bound": 18, "submitted": 14, "rate": "77.8%", "read": 13}
    assert said.overview.format(**figures, verdicts=read) in text
    assert said.carry_gap.format(n=2, names="区财政局、区卫生健康委员会") in text
    assert said.late.format(n=1, names="南湖街道办事处") in text
    assert said.overdue.format(n=2, names="北坡街道办事处、区气象局") in text
    table = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert table[1][:4] == ["区住房和城乡建设局", season_words().standing["done"], "3", "1"]
    assert len(table) == 19  # a head and 18 bodies bound to report


def test_charts_draw_the_figures_they_carry_inside() -> None:
    parts = checked(season_summary(made_season()))
    charts = sorted(name for name in parts if name.startswith("word/charts/") and name.endswith(".xml"))
    assert len(charts) == 3
    drawn = [etree.fromstring(parts[name], PARSER) for name in charts]
    pie = drawn[0]
    assert [one.text for one in pie.iter(f"{CHART}v")][1:] == [
        *(outcomes().verdict[key] for key in VERDICTS[:3]),
        "3",
        "2",
        "8",
    ]
    for name, root in zip(charts, drawn, strict=True):
        inside = parts[name.replace("charts", "embeddings").replace(".xml", ".xlsx")]
        sheet = openpyxl.load_workbook(io.BytesIO(inside)).active
        for place, series in enumerate(root.iter(f"{CHART}ser"), 2):
            values = [int(one.text or "") for one in series.iterfind(f"{CHART}val//{CHART}v")]
            assert values == [sheet.cell(row, place).value for row in range(2, len(values) + 2)]


def test_a_season_with_nothing_in_it_is_still_a_season() -> None:
    view = seasons.season(0)
    checked(season_workbook(view))
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(season_summary(view))).paragraphs)
    assert season_words().summary.no_problems in text


def test_a_long_register_is_told_in_part_and_that_is_said() -> None:
    made = docx.Document(io.BytesIO(season_summary(seasons.season(305, findings=1))))
    assert len(made.tables[0].rows) == 301
    assert season_words().summary.table_rest.format(n=5) in "".join(one.text for one in made.paragraphs)


def test_products_are_the_same_bytes_from_the_same_season() -> None:
    assert season_summary(made_season()) == season_summary(made_season())


@pytest.mark.no_cover
def test_memory_does_not_grow_with_the_cells() -> None:
    """Ten times the bodies of a full form each: what stays in memory is a line a body, not their cells."""
    season_workbook(seasons.season(2))
    peaks = []
    for size in (5, 50):
        told = []
        for _ in range(3):  # when cycles are collected depends on what ran before: the least is what is needed
            gc.collect()
            tracemalloc.start()
            season_workbook(seasons.season(size, findings=1))
            told.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        peaks.append(min(told))
    assert peaks[1] - peaks[0] < 45 * 200 * 40  # bytes: less than 40 for each cell more


@pytest.mark.office
def test_the_notice_opens_in_an_office_with_its_charts(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "notice.docx").write_bytes(season_summary(made_season()))
    profile = (tmp_path / "profile").as_uri()
    call = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*call, str(tmp_path / "notice.docx")], check=True, capture_output=True, timeout=180)
    with pdfplumber.open(tmp_path / "notice.pdf") as made:
        text = "".join(page.extract_text() for page in made.pages)
    text = text.replace("\n", "").replace("\u3000", " ")
    assert text.count(outcomes().verdict["attention"]) == 4  # in a sentence, in the legend of the chart, in two rows
    assert season_words().summary.chart_bodies.replace("\u3000", " ") in text
