"""The jobs that do more than quote: claims, pairs, misprints, bodies, data, promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reviewer.llm.claims import slots
from reviewer.model import Severity, TextSpan, load_forms
from tests.llm.doubles import asked, remark, report, said

OVERVIEW = "递到窗口的请求公开信息的书面材料共有7件，上一年是5件。没有人申请复议。收费合计12.5万元。公开申请合计涉及12.5万元。各项收费共计9件。"
CELLS = {
    "t3.new_received.total": "6",
    "t3.carried_in.total": "0",
    "t4.review.total": "0",
    "t2.art20_8.admin_fees.amount_wan": "12.5",
}


def claim(quote: str, value: str, *cells: str, segment: str = "s1") -> dict[str, Any]:
    return {"segment": segment, "quote": quote, "value": value, "cells": list(cells)}


def test_a_claim_is_read_again_and_compared_by_code() -> None:
    model = said("claims", claim("书面材料共有7件", "7", "t3.new_received.total"))
    made = asked(report(overview=OVERVIEW, cells=CELLS), model)
    (stated,) = made.claims
    assert (stated.value, stated.facts, stated.rule, stated.origin) == (
        Decimal(7),
        ("t3.new_received.total",),
        "TX-NEW",
        "model",
    )
    (found,) = made.findings
    assert (found.rule, found.origin, found.expected, found.actual) == ("TX-NEW", "model", "6", "7")
    assert found.severity is Severity.WARNING
    assert found.prompt == "claims@1"
    assert [one.kind for one in found.evidence] == ["text", "cell"]


def test_a_claim_that_agrees_is_listed_without_a_finding() -> None:
    model = said("claims", claim("没有人申请复议", "0", "t4.review.total", segment="s2"))
    made = asked(report(overview=OVERVIEW, cells=CELLS), model)
    assert [(one.value, one.relation) for one in made.claims] == [(Decimal(0), "none")]
    assert made.findings == ()


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (claim("书面材料共有7件", "8", "t3.new_received.total"), "J-VALUE"),
        (claim("书面材料共有8件", "8", "t3.new_received.total"), "J-QUOTE-ABSENT"),
        (claim("书面材料共有7件", "七十", "t3.new_received.total"), "J-VALUE"),
        (claim("书面材料共有7件", "许多", "t3.new_received.total"), "J-VALUE"),
        (claim("书面材料共有7件", "7", "t9.none"), "J-CELL-OTHER"),
        (claim("书面材料共有7件", "7"), "J-CELL-OTHER"),
        (claim("书面材料共有7件", "7", "t3.new_received.total", "t4.review.total"), "J-CELL-OTHER"),
        (claim("书面材料共有7件", "7", "t3.new_received.total", "t3.new_received.total"), "J-CELL-OTHER"),
        (claim("书面材料共有7件", "7", "t2.art20_8.admin_fees.amount_wan"), "J-UNLIKELY"),
        (claim("收费合计12.5万元", "12.5", "t3.new_received.total", segment="s3"), "J-UNLIKELY"),
        (claim("公开申请合计涉及12.5万元", "12.5", "t3.new_received.total", segment="s4"), "J-VALUE"),
        (claim("各项收费共计9件", "9", "t2.art20_8.admin_fees.amount_wan", segment="s5"), "J-VALUE"),
        (claim("递到窗口的请求公开信息", "0", "t3.new_received.total"), "J-VALUE"),
    ],
)
def test_a_claim_that_code_cannot_read_itself_is_dropped(item: dict[str, Any], code: str) -> None:
    made = asked(report(overview=OVERVIEW, cells=CELLS), said("claims", item))
    assert (made.claims, made.findings) == ((), ())
    assert [one.code for one in made.use.refused] == [code]


@pytest.mark.parametrize(
    ("text", "cell", "listed"),
    [
        ("收到公开信息的请求11件", "t3.new_received.total", True),
        ("办理人大代表建议11件，信息公开及时", "t3.new_received.total", False),
        ("去年收到公开信息的请求11件", "t3.new_received.total", False),
        ("去年跨年的公开申请11件", "t3.carried_in.total", True),
        ("公开信访事项11件", "t3.new_received.total", False),
        ("走访困难群众共11户", "t3.new_received.total", False),
        ("市民告到法院的官司11件", "t4.litigation_direct.total", True),
        ("公开栏11件展品", "t4.litigation_direct.total", False),
    ],
)
def test_a_number_of_something_else_is_no_claim(text: str, cell: str, listed: bool) -> None:
    made = asked(report(overview=f"{text}。"), said("claims", claim(text, "11", cell)))
    assert bool(made.claims) is listed


def test_money_is_compared_in_the_unit_of_the_cell() -> None:
    fee = "t2.art20_8.admin_fees.amount_wan"
    for text, value in (("收费合计12.5万元", "12.5"), ("收费合计125000元", "125000"), ("收费合计125,000元", "12.5")):
        made = asked(report(proactive=f"全年{text}。", cells=CELLS), said("claims", claim(text, value, fee)))
        assert [one.value for one in made.claims] == [Decimal("12.5")], text
        assert made.findings == ()


def test_every_cell_of_a_slot_exists_and_has_a_rule() -> None:
    for edition, form in load_forms().items():
        known = slots(edition).rules
        assert len(known) > 150
        assert all(key in form.cells for keys in known for key in keys)
        assert known[frozenset(("t3.carried_in.total",))] == "TX-CARRY"
        assert known[frozenset(("t3.new_received.natural",))]


PROBLEMS = "一是通知发布晚；二是留言答复慢。改进：一是提前三天发布通知；二是参加法律考试。"


def part(quote: str, segment: str, *answers: int, measure: bool = False) -> dict[str, Any]:
    return {"segment": segment, "quote": quote} | ({"answers": list(answers)} if measure else {})


def paired(*measures: dict[str, Any], problems: tuple[dict[str, Any], ...] | None = None) -> list[tuple[str, str]]:
    named = (part("通知发布晚", "s1"), part("一是通知发布晚", "s1")) if problems is None else problems
    made = asked(report(problems=PROBLEMS), said("measures_match", problems=list(named), measures=list(measures)))
    return [(one.rule, one.evidence[0].quote) for one in made.findings if isinstance(one.evidence[0], TextSpan)]


TWO = (part("一是通知发布晚", "s1"), part("二是留言答复慢", "s2"))
FIRST = part("一是提前三天发布通知", "s3", 1, measure=True)


def test_what_is_left_alone_is_told() -> None:
    exam = part("二是参加法律考试", "s4", measure=True)
    assert paired(FIRST, exam, problems=TWO) == [("PB-MATCH", "二是留言答复慢"), ("PB-MATCH", "二是参加法律考试")]


def test_one_measure_may_answer_several_in_any_order() -> None:
    both = part("一是提前三天发布通知", "s3", 2, 1, measure=True)
    assert paired(both, problems=TWO) == []


def test_one_side_missing_altogether() -> None:
    assert paired(problems=TWO) == [("PB-TWO-PARTS", "一是通知发布晚")]
    assert paired(FIRST, problems=()) == [("PB-TWO-PARTS", "一是提前三天发布通知")]
    assert paired(problems=()) == []


def test_a_doubt_on_one_side_never_becomes_a_finding_on_the_other() -> None:
    invented = part("开通了新的热线电话", "s3", measure=True)
    assert paired(FIRST, invented, problems=TWO) == []
    lost = (part("一是通知发布很晚很晚", "s1"), TWO[1])
    stray = part("二是参加法律考试", "s4", measure=True)
    second = part("一是提前三天发布通知", "s3", 2, measure=True)
    assert paired(second, stray, problems=lost) == []


@pytest.mark.parametrize(
    ("word", "replacement", "shown"),
    [
        ("贯切", "贯彻", True),
        ("发步", "发布", True),
        ("开公", "公开", True),
        ("公开开", "公开", True),
        ("贯切", "落实", False),
        ("2023", "2024", False),
        ("水务局", "水利局", False),
        ("条历", "条例", False),
        ("没有", "没有", False),
        ("不在", "不再", False),
    ],
)
def test_misprints(word: str, replacement: str, shown: bool) -> None:
    text = "青溪县水务局认真贯切落实《公开条历》，2023年发步信息，政务开公，公开开不够，没有遗漏。"
    item = {"kind": "typo", "segment": "s1", "quote": text, "word": word, "replacement": replacement}
    made = asked(report(overview=text), said("typos", item))
    assert bool(made.findings) is shown
    if shown:
        assert f"“{word}”疑为“{replacement}”之误" in made.findings[0].message


@pytest.mark.parametrize(
    ("agency", "text", "name", "shown"),
    [
        ("白石街道办事处", "我局均按时答复了申请人。", "我局", True),
        ("青溪县水务局", "我局均按时答复了申请人。", "我局", False),
        ("白石街道办事处", "云岭镇全年收到申请两件。", "云岭镇", True),
        ("白石街道办事处", "会同云岭镇公布水质数据。", "云岭镇", False),
        ("白石街道办事处", "白石街道全年收到申请两件。", "白石街道", False),
        ("白石街道办事处", "全年收到公开申请两件。", "云岭镇", False),
        ("", "云岭镇全年收到申请两件。", "云岭镇", False),
    ],
)
def test_other_bodies(agency: str, text: str, name: str, shown: bool) -> None:
    item = remark(text.removesuffix("。"), kind="foreign", name=name)
    made = asked(report(agency, overview=text), said("wrong_body", item))
    assert [one.rule for one in made.findings] == (["NA-WRONG-BODY"] if shown else [])


def against(kind: str, quote: str, *cells: tuple[str, str]) -> dict[str, Any]:
    cited = [{"cell": key, "value": value} for key, value in cells]
    return remark(quote, kind=kind, segment="s1" if quote else "", note="", cells=cited)


@pytest.mark.parametrize(
    ("item", "text", "rules"),
    [
        (against("corrected", "", ("t4.review.corrected", "2")), "复议工作平稳。", ["T4-CORRECTED-STORY"]),
        (against("corrected", "", ("t4.review.corrected", "3")), "复议工作平稳。", []),
        (against("corrected", "", ("t4.review.upheld", "0")), "复议工作平稳。", []),
        (against("corrected", ""), "复议工作平稳。", []),
        (against("corrected", "", ("t4.review.corrected", "2")), "两件复议被纠正，已整改。", []),
        (
            against("denied", "复议工作平稳无纠纷发生", ("t4.review.corrected", "2")),
            "复议工作平稳无纠纷发生。",
            ["PB-AGAINST-DATA"],
        ),
        (against("denied", "", ("t4.review.corrected", "2")), "复议工作平稳。", []),
        (against("denied", "复议工作平稳无纠纷发生"), "复议工作平稳无纠纷发生。", []),
    ],
)
def test_data_against_prose(item: dict[str, Any], text: str, rules: list[str]) -> None:
    cells = {"t4.review.corrected": "2", "t4.review.upheld": "0"}
    made = asked(report(disputes=text, cells=cells), said("against_data", item))
    assert [one.rule for one in made.findings] == rules
    assert made.use.dropped == (0 if rules else 1)
    for one in made.findings:
        assert "为2" in one.message


def promise(kind: str, before: str, quote: str = "", segment: str = "") -> dict[str, Any]:
    return remark(quote, kind=kind, segment=segment, note="", before_segment="p1", before_quote=before)


@pytest.mark.parametrize(
    ("item", "rules"),
    [
        (promise("unanswered", "将在年内建成水质查询页面"), ["CY-FOLLOW-UP"]),
        (promise("unanswered", "将在年内建成水价查询页面"), []),
        (promise("repeated", "将在年内建成水质查询页面", "公开队伍业务能力不强", "s1"), []),
        (promise("repeated", "公开队伍业务能力不强", "公开队伍业务能力不强", "s1"), ["PB-REPEAT"]),
        (promise("repeated", "公开队伍业务能力不强"), []),
        (promise("unanswered", "公开队伍业务能力不强"), []),
    ],
)
def test_last_years_words(item: dict[str, Any], rules: list[str]) -> None:
    before = report(year=2023, problems="公开队伍业务能力不强，将在年内建成水质查询页面。")
    made = asked(report(problems="公开队伍业务能力不强。"), said("previous_promises", item), previous=before)
    assert [one.rule for one in made.findings] == rules
    for one in made.findings:
        assert one.evidence
        assert str(item["before_quote"]) in one.message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024年，公开工作成效显著，群众普遍满意", True),
        ("2024年5月，公开工作成效显著，群众普遍满意", False),
        ("2024年，52项公开工作成效显著，群众普遍满意", False),
        ("对3件公开工作成效显著，群众普遍满意", False),
        ("三件公开工作成效显著，群众普遍满意", False),
        ("《目录》公开工作成效显著，群众普遍满意", False),
        ("贯彻新时代思想，公开工作成效显著", False),
    ],
)
def test_a_sentence_with_facts_is_not_vague_and_a_year_alone_is_no_fact(text: str, shown: bool) -> None:
    assert bool(asked(report(overview=f"{text}。"), said("vague", remark(text, note=""))).findings) is shown


def test_the_basis_is_that_of_the_reports_year() -> None:
    text = "公开工作成效显著，群众普遍满意。"
    shown = {
        year: asked(report(year=year, overview=text), said("vague", remark(text))).findings[0].basis
        for year in (2020, 2021)
    }
    assert "2021" not in shown[2020]
    assert "〔2021〕30号" in shown[2021]


def test_only_governments_are_asked_for_their_scope() -> None:
    text = "全县收到政府信息公开申请120件。"
    item = remark(text.removesuffix("。"), kind="scope", name="全县", note="")
    assert [one.rule for one in asked(report("青溪县人民政府", overview=text), said("wrong_body", item)).findings] == [
        "AG-SCOPE"
    ]
    assert asked(report("青溪县水务局", overview=text), said("wrong_body", item)).findings == ()
