"""A register from CSV, a workbook or YAML; headings as offices write them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from reviewer.batch.roster import read
from reviewer.errors import InputError
from reviewer.limits import Limits
from reviewer.model import Agency

HEAD = "序号,单位名称（全称）,别名,类型,层级,上级单位,统计口径,是否应报,截止日期\n"
WANTED = (
    Agency(name="清河县人民政府", kind="government", level="县", scope="whole"),
    Agency(
        name="清河县财政局", aliases=("县财政局", "财政局"), level="县", parent="清河县人民政府", due=date(2025, 1, 20)
    ),
    Agency(name="清河县气象局", level="县", reports=False),
)
LINES = (
    "1,清河县人民政府,,政府,县,,全域,是,\n"
    "2,清河县财政局,县财政局、财政局,部门,县,清河县人民政府,本级,应报,2025年1月20日\n,,,,,,,,\n"
    "3,清河县气象局,,,县,,,否,\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(("清河县单位名录\n" + HEAD + LINES).replace(",", mark).encode(encoding))
    assert read(path, Limits()) == WANTED


def test_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for line in (HEAD + LINES).splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    book.active["I3"] = datetime(2025, 1, 20)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", Limits()) == WANTED


def test_yaml(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "单位:\n- {单位名称: 清河县人民政府, 类型: 政府, 层级: 县, 口径: 全域}\n"
        "- {单位名称: 清河县财政局, 别名: [县财政局, 财政局], 层级: 县, 上级单位: 清河县人民政府, 截止日期: 2025-01-20}\n"
        "- {单位名称: 清河县气象局, 层级: 县, 应报: 否}\n",
        "utf-8",
    )
    assert read(path, Limits()) == WANTED


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("乡镇", "government"),
        ("街道", "department"),
        ("政府办公室", "department"),
        ("垂直管理", "department"),
        ("下属单位", "unit"),
    ],
)
def test_kinds_as_offices_call_them(tmp_path: Path, said: str, kind: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"单位名称,类型\n某单位,{said}\n", "utf-8")
    assert [one.kind for one in read(path, Limits())] == [kind]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲,乙\n1,2\n", "B-REGISTER-HEAD"),
        ("单位名称,截止日期\n县财政局,明天\n", "B-REGISTER-LINE"),
        ("单位名称,类型\n县财政局,天\n", "B-REGISTER-LINE"),
        ("单位名称,类型\n,部门\n", "B-REGISTER-NAME"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(InputError, match=code) as caught:
        read(tmp_path / "a.csv", Limits())
    assert code == "B-REGISTER-HEAD" or caught.value.values["line"] == "2"
