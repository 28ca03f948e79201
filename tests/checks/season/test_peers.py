"""AG-PEER-DUP: the same words in reports of different bodies, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.checks.season import Handed, SeasonChecked
from reviewer.model import Severity
from tests.checks.season.build import BUREAUS, OFFICE, body, checked, hand, only, register, status

RULE = "AG-PEER-DUP"
A, B, C, D = BUREAUS
OWN = {
    A: "预算公开目录与决算口径不一致，三公经费表缺少上年对照列，导致群众来电反复询问。已会同国库科补齐对照列，并把编制说明改成问答形式，便于查找。下一步把专项资金分配结果纳入同一页面。",
    B: "招生划片图只有扫描件，手机上无法放大查看，学期初咨询电话占线严重。改用矢量地图后可以按小区名称检索，又在校门口张贴了二维码指引。后续准备把历年分数线做成可下载的表格。",
    C: "河道采砂许可的公示时间短于规定，两份许可只挂了三个工作日就撤下。现在由监察室每周抽看公示起止日期，撤下之前须经双人确认。明年汛期前完成水文站点实时数据的接入。",
    D: "养老机构评级结果没有说明评分依据，家属难以判断差别在哪里。现按项目列出扣分原因，并附整改照片，每季度更新一次。殡葬服务价目也改为逐项列明收费依据，方便比较。",
}
"""Each its own problems."""
SHARED = "部分科室对公开时限掌握不准，个别栏目的更新明显滞后于工作进展。信息员多为兼职，遇到疑难问题缺少会商的办法。针对以上情况制定了栏目更新清单，逐项明确责任岗位。又建立了信息员互助小组，定期交流疑难案例。"


def tell(name: str, problems: str | None = None, **more: Any) -> Handed:
    text = {"problems": OWN.get(name, "") if problems is None else problems}
    return hand(name, text=text, **more)


def run(*reports: Handed) -> SeasonChecked:
    return checked(register(), reports, only(RULE))


def test_each_its_own() -> None:
    made = run(*(tell(name) for name in BUREAUS))
    assert made.findings == ()
    assert status(made, RULE, OFFICE)[0] == "skipped"


def test_copies_are_one_finding_with_the_sentences_side_by_side() -> None:
    made = run(tell(A, SHARED), tell(B), tell(C, SHARED), tell(D, SHARED))
    (one,) = made.findings
    assert (one.agency, one.others) == (A, (C, D))
    assert one.severity is Severity.WARNING
    assert "3家单位的第五部分" in one.message
    assert "甲市财政局“部分科室对公开时限掌握不准" in one.arithmetic
    for each in one.sources:
        assert each.evidence.kind == "text"
        assert each.evidence.section == "problems"
        assert SHARED[each.evidence.start : each.evidence.end] == each.evidence.quote
    assert {each.agency for each in one.sources} >= {A, C}
    assert [status(made, RULE, name)[0] for name in BUREAUS] == ["failed", "passed", "failed", "failed"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("部分科室", "我局部分科室").replace("信息员多为", "甲市教育局信息员多为"),
        lambda text: text.replace("明显滞后", "滞后").replace("定期交流", "定期地交流"),
        lambda text: "。".join(reversed(text.split("。")[:-1])) + "。",
        lambda text: text.replace("。", "；\n"),
        lambda text: text + "今年还将增设查询终端，并延长开放时间。",
    ],
    ids=["names", "words", "order", "marks", "a sentence more"],
)
def test_copies_in_disguise(change: Any) -> None:
    (one,) = run(tell(A, SHARED), tell(B, change(SHARED)), tell(C)).findings
    assert {one.agency, *one.others} == {A, B}


def test_a_short_text_inside_a_long_one() -> None:
    long = "".join(OWN.values()) + SHARED
    (one,) = run(tell(A, long), tell(B, SHARED)).findings
    assert {one.agency, *one.others} == {A, B}


FILLED = "受理申请{0}件，其中{1}件经补正后办理，平均用时{2}个工作日。巡查栏目{3}次，发现失效链接{4}处并当场修复。组织培训{5}场，参训人员{6}人次。窗口接待查阅群众{7}人次，调整目录分类{8}个。"
CHINESE = "受理申请{0}件，其中{1}件经补正后办理。巡查栏目{2}次，发现失效链接{3}处并当场修复。组织培训{4}场，到场听课的干部有{5}名。窗口接待查阅群众{6}人，调整目录分类{7}个。"


@pytest.mark.parametrize(
    ("template", "digits"),
    [(FILLED, "3471928560412"), (CHINESE, "三七四九二八五六一")],
)
def test_a_template_with_figures_of_ones_own_is_noted_and_no_finding(template: str, digits: str) -> None:
    def filled(turn: int) -> str:
        return template.format(
            *(digits[at + turn] for at in range(9)) if len(digits) > 9 else (digits[(at + turn) % 9] for at in range(9))
        )

    made = run(tell(A, filled(0)), tell(B, filled(1)), tell(C, filled(2)))
    assert made.findings == ()
    assert "使用同一模板" in status(made, RULE, A)[1]
    (one,) = run(tell(A, filled(0)), tell(B, filled(1)), tell(C, filled(1))).findings
    assert (one.agency, one.others) == (B, (C,))


def test_a_template_with_things_of_ones_own_is_no_finding() -> None:
    template = "自查发现{0}存在{1}的情形，已责成责任科室限期整改。倒查时又注意到{2}{3}，主要因为{4}。整改中重点抓了{0}，做法是{5}。对{2}则换了办法，{6}。"
    things = (
        ("预算公开目录", "口径前后不一", "专项资金页面", "缺少对照数据", "两个科室分头登记", "逐条比对后重新整理", "改为表单填报"),
        ("招生划片地图", "无法放大查看", "校车线路公告", "只有标题没有正文", "承办同志半年换了两任", "委托测绘院重制底图", "请家长代表试用后定稿"),
        ("采砂许可公示", "起止日期错漏", "水质监测月报", "长期没有更新", "系统字段没有对应", "每周由监察室抽看", "与监测平台打通推送"),
    )  # fmt: skip
    made = run(*(tell(name, template.format(*each)) for name, each in zip(BUREAUS, things, strict=False)))
    assert made.findings == ()


def test_one_problem_in_common_is_no_copy() -> None:
    first = SHARED.split("。")[0] + "。"
    assert run(tell(A, first + OWN[A]), tell(B, first + OWN[B])).findings == ()


def test_short_and_absent_texts_and_statutory_phrases() -> None:
    routine = "本报告由总体情况、主动公开政府信息情况等六个部分组成。所列数据的统计期限自1月1日起至12月31日止。如有疑问，请与本机关联系，联系电话见网站。"
    made = run(tell(A, "无"), tell(B, "无"), tell(C, routine), tell(D, routine))
    assert made.findings == ()
    assert status(made, RULE, A) == ("skipped", "该部分文字很少，不作雷同比对。")
    gone = run(tell(A, drop=["problems", "overview"]))
    assert status(gone, RULE, A)[0] == "unknown"


def test_another_bodys_report_of_last_year() -> None:
    before = tell(A, SHARED, year=2022)
    (one,) = run(tell(A, last=before), tell(B, SHARED), tell(C)).findings
    assert (one.agency, one.others) == (B, (A,))
    assert "甲市财政局上一年度的报告雷同" in one.message
    assert {(each.agency, each.year) for each in one.sources} == {(A, 2022), (B, 2023)}


def test_ones_own_report_of_last_year_is_left_to_the_rules_across_years() -> None:
    made = run(tell(A, SHARED, last=tell(A, SHARED, year=2022)), tell(B, last=tell(B, SHARED, year=2022)))
    assert made.findings == ()


def test_many_copies_are_told_once() -> None:
    """A group too big to be compared each with each; two of it have figures in common besides."""
    names = [f"甲市第{number}街道办事处" for number in range(150)]
    bodies = register(*(body(name) for name in names))
    reports = [tell(name, SHARED) for name in names[:70]]
    for number, name in enumerate(names[70:]):
        reports.append(tell(name, FILLED.format(*(100 + number * 9 + at for at in range(9)))))
    reports.append(tell(A, FILLED.format(*(100 + 40 * 9 + at for at in range(9)))))
    made = checked(bodies, reports, only(RULE))
    groups = sorted(1 + len(one.others) for one in made.findings)
    assert groups == [2, 70]
    pair = next(one for one in made.findings if len(one.others) == 1)
    assert {pair.agency, *pair.others} == {A, names[110]}
    big = next(one for one in made.findings if len(one.others) == 69)
    assert big.message.count("街道办事处") < 12
