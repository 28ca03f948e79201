from __future__ import annotations

import pytest

from reviewer.model import AnnualReport, Document, Paragraph
from reviewer.recognise import recognise


def read(*preface: str, name: str = "") -> AnnualReport:
    lines = (*preface, "一、总体情况", "全年工作平稳有序。")
    return recognise(Document(format="docx", blocks=tuple(Paragraph(text=line) for line in lines)), name=name)


@pytest.mark.parametrize(
    ("preface", "agency", "year"),
    [
        (["云岫市民政局2023年政府信息公开工作年度报告"], "云岫市民政局", 2023),
        (["2023年云岫市民政局政府信息公开工作年度报告"], "云岫市民政局", 2023),
        (["云岫市教育局关于2023年度政府信息公开工作情况的报告"], "云岫市教育局", 2023),
        (["关于望岚县2022年度政府信息公开工作的报告"], "望岚县", 2022),
        (["云岫市人民政府办公室", "2024年政府信息公开工作年度报告"], "云岫市人民政府办公室", 2024),
        (["双柏镇人民政府", "二〇二三年度政府信息公开", "工作年度报告"], "双柏镇人民政府", 2023),
        (["云岫市财政局2023年政府信息公开工作年度报告" * 2], "云岫市财政局", 2023),
        (["云岫市财政局2023年政府信息公开工作年度报告"] * 2, "云岫市财政局", 2023),
        (
            ["云政办函〔2024〕3号", "云岫市人民政府：", "云岫市财政局2023年政府信息公开工作年度报告"],
            "云岫市财政局",
            2023,
        ),
        (
            ["当前位置：首页 > 政府信息公开年报 > 2022年", "云岫市财政局2023年政府信息公开工作年度报告"],
            "云岫市财政局",
            2023,
        ),
        (["《云岫市审计局2023年政府信息公开工作年度报告》"], "云岫市审计局", 2023),
        (["云岫市审计局政府信息公开工作年度报告（2023年）"], "云岫市审计局", 2023),
        (["云岫市审计局２０２３年度政务公开工作总结"], "云岫市审计局", 2023),
        (["政府信息公开工作年度报告", "（2023年度）"], "", 2023),
        (["云岫市卫健局（云岫市疾控局）2023年政府信息公开工作年度报告"], "云岫市卫健局（云岫市疾控局）", 2023),
        (["云岫市审计局（2023年）政府信息公开工作年度报告"], "云岫市审计局", 2023),
        (["云岫市审计局2023）政府信息公开工作年度报告"], "云岫市审计局", 2023),
        (["政府信息公开工作年度报告（2023年）", "云岫市审计局"], "云岫市审计局", 2023),
        (["云岫市审计局", "关于报送2023年政府信息公开工作年度报告的报告", "市政府办公室："], "云岫市审计局", 2023),
        (["1/24/24, 9:07 AM      云岫市审计局2023年政府信息公开工作年度报告"], "云岫市审计局", 2023),
        (["云岫市审计局文件 云岫市审计局2023年政府信息公开工作年度报告"], "云岫市审计局", 2023),
        (["云岫市审计局文件 云岫市审计局", "2023年政府信息公开工作年度报告"], "云岫市审计局", 2023),
        (["附件2： 云岫市审计局2023年政府信息公开工作年度报告"], "云岫市审计局", 2023),
        (["本报告由云岫市人民政府办公室编制，期限自2021年1月1日起至2021年12月31日止。"], "云岫市人民政府办公室", 2021),
    ],
)
def test_titles(preface: list[str], agency: str, year: int) -> None:
    identity = read(*preface).identity
    assert (identity.agency, identity.year) == (agency, year)


_PERIOD = "本报告所列数据的统计期限为2023年1月1日至2023年12月31日。"


@pytest.mark.parametrize(
    ("titled", "said", "year"),
    [
        ("2018", ["2023年，公开信息20条。", _PERIOD], 2023),  # the form is not that old
        ("2032", ["2023年，公开信息20条。", _PERIOD], 2023),
        ("2022", ["2023年，公开信息20条。", _PERIOD], 2022),  # the text may be the copied one: a rule tells
        ("2032", ["2023年，公开信息20条。"], 2032),  # nothing says what the period is
        ("2032", ["2030年至2032年规划已定，2032年实施。", _PERIOD.replace("2023年1", "2029年1")], 2032),
        ("2018", ["2018年，公开信息20条。", _PERIOD.replace("2023", "2018")], 2018),
    ],
)
def test_a_title_of_an_impossible_year_is_not_believed(titled: str, said: list[str], year: int) -> None:
    assert read(f"云岫市财政局{titled}年政府信息公开工作年度报告", *said).identity.year == year


def test_title_span_quotes_the_preface() -> None:
    report = read("双柏镇人民政府", "2023年政府信息公开工作年度报告", "本报告按要求编制。")
    span, preface = report.title_span, report.section("preface")
    assert span is not None
    assert preface is not None
    assert span.quote == preface.text[span.start : span.end] == "双柏镇人民政府\n2023年政府信息公开工作年度报告"
    assert report.identity.title == "双柏镇人民政府2023年政府信息公开工作年度报告"


def test_the_file_name_is_asked_last() -> None:
    identity = read(name="云岫市林业局2021年政府信息公开工作年度报告.docx").identity
    assert (identity.agency, identity.year, identity.title) == ("云岫市林业局", 2021, "")


def test_edition_of_the_year_when_no_table_is_found() -> None:
    assert read("云岫市民政局2020年政府信息公开工作年度报告").identity.edition == "2019"
    assert read("云岫市民政局2024年政府信息公开工作年度报告").identity.edition == "2021"


@pytest.mark.parametrize(
    "name", ["云岫市审计局2023年年报.docx", "2023年度报告-云岫市审计局.docx", "2023云岫市审计局（终稿）.pdf"]
)
def test_a_file_name_names_the_agency_without_the_words_of_a_title(name: str) -> None:
    identity = read("政务公开工作扎实推进。", name=name).identity
    assert (identity.agency, identity.year) == ("云岫市审计局", 2023)


@pytest.mark.parametrize(
    ("place", "signed", "agency"),
    [
        ("望岚县", "望岚县人民政府", "望岚县人民政府"),
        ("双柏镇", "双柏镇人民政府", "双柏镇人民政府"),
        ("望岚县", "望岚县教育局", "望岚县"),
        ("望岚县", "望岚县人民政府办公室", "望岚县"),
        ("望岚县", "云岫市人民政府", "望岚县"),
        ("望岚县审计局", "望岚县人民政府", "望岚县审计局"),
    ],
)
def test_a_place_in_the_title_is_its_government_where_that_signs(place: str, signed: str, agency: str) -> None:
    lines = (f"{place}2023年政府信息公开工作年度报告", "一、总体情况", "全年工作平稳有序。", signed, "2024年1月9日")
    report = recognise(Document(format="docx", blocks=tuple(Paragraph(text=line) for line in lines)))
    assert report.identity.agency == agency
