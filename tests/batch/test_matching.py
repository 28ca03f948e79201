"""Whose report it is: the register's names, and questions where it is not certain."""

from __future__ import annotations

import pytest

from reviewer.batch.matching import Matcher
from reviewer.model import Agency, Identity

REGISTER = (
    Agency(name="清河县人民政府", kind="government", aliases=("清河县",)),
    Agency(name="清河县财政局", parent="清河县人民政府"),
    Agency(name="清河县卫生健康局", parent="清河县人民政府", aliases=("县卫健局",)),
    Agency(name="临江县财政局"),
    Agency(name="清河县财政局国库中心", parent="清河县财政局", kind="unit"),
)


def said(agency: str, file: str = "年报.docx", year: int | None = 2024, season: int | None = None) -> tuple[str, ...]:
    found = Matcher(REGISTER, season).match(Identity(agency=agency, year=year), file)
    return found.agency or "", str(found.year), found.question


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("清河县财政局", "清河县财政局"),
        ("清河县政府", "清河县人民政府"),
        ("县卫健局", "清河县卫生健康局"),
        ("东山市清河县财政局", "清河县财政局"),
        ("卫生健康局", "清河县卫生健康局"),
        ("清河县财政局（国有资产监督管理局）", "清河县财政局"),
        ("清河县财政局国库中心", "清河县财政局国库中心"),
    ],
)
def test_names_that_are_certain(agency: str, name: str) -> None:
    assert said(agency) == (name, "2024", "")


@pytest.mark.parametrize(("agency", "word"), [("财政局", "都相符"), ("丙县教育局", "没有"), ("", "没有读出机关名称")])
def test_names_that_are_asked_for(agency: str, word: str) -> None:
    name, _, question = said(agency)
    assert name == ""
    assert word in question


def test_a_file_name_that_says_otherwise_is_a_question() -> None:
    assert "文件名" in said("清河县财政局", "临江县财政局2024年报.docx")[2]
    assert said("清河县财政局", "清河县财政局2024年报.docx")[2] == ""
    assert said("清河县财政局", "清河县人民政府-财政局.docx")[2] == ""  # its parent is no contradiction
    assert said("清河县财政局国库中心", "清河县财政局国库中心.docx")[2] == ""
    assert said("清河县财政局", "临江县财政局/清河县财政局.docx")[2] == ""  # folders are not asked


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("全市.zip/清河县.zip/财政局.docx", "清河县财政局"),
        ("2024/清河县各单位/财政局.docx", "清河县财政局"),
        ("大河县报送/财政局.docx", "大河县财政局"),
        ("清河县/大河县/财政局.docx", "大河县财政局"),  # the nearest folder
        ("河县/财政局.docx", "河县财政局"),
        ("大河县与清河县/财政局.docx", ""),
        ("县直/财政局.docx", ""),
        ("财政局.docx", ""),
    ],
)
def test_a_folder_tells_bodies_of_one_name_apart(file: str, name: str) -> None:
    counties = ("清河县", "大河县", "河县")
    register = [Agency(name=f"{one}人民政府", kind="government") for one in counties]
    register += [Agency(name=f"{one}财政局", parent=f"{one}人民政府") for one in counties]
    found = Matcher(register).match(Identity(agency="财政局", year=2024), file)
    assert (found.agency or "", bool(found.question)) == (name, not name)


def test_years() -> None:
    assert "没有读出年度" in said("清河县财政局", year=None)[2]
    assert said("清河县财政局", year=None, season=2024)[1:] == ("2024", "")
    assert "2023年度" in said("清河县财政局", season=2023)[2]
    assert said("清河县财政局", "清河县财政局2025年报送.docx")[2] == ""
    assert "2021年" in said("清河县财政局", "清河县财政局2021年年报.docx")[2]


def test_without_a_register_the_report_is_believed() -> None:
    found = Matcher(()).match(Identity(agency="丙县教育局", year=2024), "a.docx")
    assert found == ("丙县教育局", 2024, "")
