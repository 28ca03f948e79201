"""Reviews made by hand: flawed with folded consequences, clean, refused, partial, one with 200 findings, a hostile one."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reviewer.model import (
    CellRef,
    Claim,
    Evidence,
    Fact,
    Finding,
    Identity,
    ModelUse,
    Notice,
    Outcome,
    Place,
    PromptUse,
    Review,
    ReviewStatus,
    Section,
    Severity,
    State,
    Status,
    TextSpan,
    fingerprint,
    load_forms,
    verdict_of,
)

OVERVIEW = (
    "2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，围绕应急管理重点工作推进政务公开。\n"
    "一是做好主动公开。全年发布部门动态74篇、事故调查报告15篇。\n"
    "二是畅通受理渠道。2023年度收到3条政府信息公开申请，目前均已办结。\n"
    "三是规范文件管理。全年新制发行政规范性文件2件，废止1件。"
)
PROBLEMS = (
    "存在的主要问题：一是公开人员业务水平有待提高；二是公开内容的时效性有待增强。\n"
    "改进情况：一是加强业务培训，组织专题学习两次；二是完善信息审核制度，按月通报发布情况。"
)


def facts(edition: str = "2021", **changes: str) -> dict[str, Fact]:
    """Every cell of an edition: 0 unless changed; keys in `changes` have `__` for dots."""
    given = {key.replace("__", "."): raw for key, raw in changes.items()}
    out = {}
    for index, key in enumerate(load_forms()[edition].cells):
        raw = given.get(key, "0")
        state, value = _state(raw)
        top = 80.0 + index % 40 * 15
        out[key] = Fact(
            key=key, raw=raw, state=state, value=value, page=2 + index // 100, bbox=(90.0, top, 120.5, top + 14)
        )
    return out


def _state(raw: str) -> tuple[State, Decimal | None]:
    if raw == "":
        return State.BLANK, None
    if raw in ("/", "-"):
        return State.PLACEHOLDER, None
    try:
        value = Decimal(raw)
    except ArithmeticError:
        return (State.UNREADABLE, None) if raw.endswith("?") else (State.TEXT, None)
    return (State.NUMBER if value else State.ZERO), value


def sections(overview: str = OVERVIEW) -> tuple[Section, ...]:
    form = load_forms()["2021"]
    texts = {"overview": overview, "problems": PROBLEMS, "other": "无。"}
    found = [Section(key="preface", text="区应急管理局2023年政务公开工作年度报告")]
    for one in form.sections:
        text = texts.get(one.key, "")
        places = (Place(start=0, end=len(text), page=1, bbox=(72.0, 100.0, 520.0, 300.0)),) if text else ()
        found.append(Section(key=one.key, heading=one.heading, ordinal=one.ordinal, text=text, places=places))
    return tuple(found)


def span(quote: str, section: str = "overview", text: str = OVERVIEW) -> TextSpan:
    start = text.index(quote)
    return TextSpan(section=section, quote=quote, start=start, end=start + len(quote), page=1)


def finding(
    rule: str,
    severity: Severity,
    message: str,
    *evidence: Evidence,
    arithmetic: str = "",
    suggestion: str = "请核对后更正。",
    basis: str = "《中华人民共和国政府信息公开条例》第五十条",
    root: str | None = None,
    origin: Literal["rule", "model"] = "rule",
    expected: str | None = None,
    actual: str | None = None,
) -> Finding:
    subject = tuple(one.fact if isinstance(one, CellRef) else one.quote for one in evidence)
    return Finding(
        rule=rule, severity=severity, origin=origin, message=message, suggestion=suggestion, basis=basis,
        expected=expected, actual=actual, arithmetic=arithmetic, evidence=evidence,
        fingerprint=fingerprint(rule, message, *subject), root=root,
    )  # fmt: skip


def _outcomes(findings: tuple[Finding, ...], gaps: bool) -> tuple[Outcome, ...]:
    failed = {one.rule for one in findings if one.origin == "rule"}
    out = [Outcome(rule=rule, status=Status.FAILED) for rule in sorted(failed)]
    out += [Outcome(rule=f"STR-CHECK-{index}", status=Status.PASSED) for index in range(40)]
    if gaps:
        reason = "表四有单元格未能识读，无法核对各列之和。"
        out += [Outcome(rule=f"T4-SUM-{index}", status=Status.UNKNOWN, reason=reason) for index in range(3)]
        out.append(Outcome(rule="TX-DISPUTE", status=Status.UNKNOWN, reason="正文没有说明行政复议、行政诉讼件数。"))
        out.append(Outcome(rule="T2-FEE", status=Status.BROKEN, reason="规则运行时出错（编号 7f3a）。"))
        out.append(Outcome(rule="YOY-CARRY", status=Status.SKIPPED, reason="没有提供上一年度的报告。"))
    return tuple(out)


def flawed() -> Review:
    """Seven roots, one with three consequences, one hint of the model, some rules not checked."""
    cells = facts(
        t3__new_received__natural="13", t3__new_received__total="13", t3__carried_in__natural="2",
        t3__carried_in__total="2", t3__done__granted__natural="8", t3__done__granted__total="8",
        t3__done__partial__natural="4", t3__done__partial__total="4", t3__done__total__natural="12",
        t3__done__total__total="12", t3__carried_out__natural="2", t3__carried_out__total="2",
        t2__art20_5__licensing__decisions="84", t2__art20_6__punishment__decisions="49",
        t2__art20_8__admin_fees__amount_wan="12.50", t2__art20_1__normative_documents__made="2",
        t4__review__pending="", t4__litigation_direct__total="/", t4__review__total="1 2?",
    )  # fmt: skip
    ref = {key: cell.ref() for key, cell in cells.items()}
    root = finding(
        "T3-REPAIR", Severity.ERROR,
        "表三“本年新收”“上年结转”“办理结果总计”“结转下年度继续办理”四项不平衡，最可能是“本年新收”行有误",
        ref["t3.new_received.natural"], ref["t3.carried_in.natural"], ref["t3.done.total.natural"],
        ref["t3.carried_out.natural"],
        arithmetic="新收13 + 结转2 = 15 ≠ 办结12 + 结转下年2 = 14",
        suggestion="请核对“本年新收”行“自然人”列，若应为12，请一并更正“总计”列。",
        basis="年度报告格式表三注：第一项加第二项之和，等于第三项加第四项之和",
    )  # fmt: skip
    folded = tuple(
        finding(
            "T3-BALANCE", Severity.ERROR, f"表三“{name}”列新收与结转之和不等于办结与结转下年之和",
            ref[f"t3.new_received.{column}"], ref[f"t3.done.total.{column}"],
            arithmetic="13 + 2 = 15 ≠ 12 + 2 = 14", root=root.fingerprint,
        )
        for column, name in (("natural", "自然人"), ("total", "总计"))
    )  # fmt: skip
    findings = (
        root,
        *folded,
        finding(
            "TX-NEW", Severity.ERROR,
            "第一部分写“收到3条政府信息公开申请”，表三“本年新收”行“总计”列为13，两处不一致",
            span("收到3条政府信息公开申请"), ref["t3.new_received.total"],
            arithmetic="正文3 ≠ 表三13", expected="13", actual="3",
            suggestion="请核对登记台账，使正文与表三一致；若正文另有口径，请写明。",
        ),
        finding(
            "TX-ALL-DONE", Severity.ERROR, "第一部分写“目前均已办结”，表三“结转下年度继续办理”行“总计”列为2",
            span("目前均已办结"), ref["t3.carried_out.total"], arithmetic="结转下年度2件，并非全部办结",
            root=root.fingerprint,
        ),
        finding(
            "STR-TITLE-ORG", Severity.WARNING, "标题没有写明行政区划，单位名称不完整",
            TextSpan(section="title", quote="区应急管理局", start=0, end=6, page=1),
            suggestion="请写全称，例如“××市××区应急管理局”。", expected="行政区划加单位全称", actual="区应急管理局",
        ),
        finding(
            "NA-FIVE", Severity.WARNING, "总体情况没有写到政府信息管理、平台建设、监督保障三个方面",
            TextSpan(section="overview", quote="", start=0, end=0),
            suggestion="请补充上述三个方面的工作情况；没有开展的，也应如实说明。",
            basis="国办公开办函〔2021〕30号：总体情况应反映主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面",
        ),
        finding(
            "T4-BLANK", Severity.WARNING, "表四“行政复议”“尚未审结”为空白，没有数据的应填0", ref["t4.review.pending"],
            expected="0", actual="空白",
        ),
        finding(
            "FE-STATEMENT", Severity.INFO, "第六部分没有说明收取信息处理费的情况",
            TextSpan(section="other", quote="无。", start=0, end=2, page=4),
            suggestion="请写明本年度发出收费通知的件数、总金额和实际收取总金额；没有收取的写明“未收取”。",
        ),
        finding(
            "PB-MATCH", Severity.WARNING, "改进情况第二项没有回应“公开内容的时效性有待增强”这一问题",
            span("完善信息审核制度，按月通报发布情况", "problems", PROBLEMS), origin="model",
            suggestion="请人工判断是否需要补充。",
        ),
    )  # fmt: skip
    quote = span("收到3条政府信息公开申请")
    claim = Claim(
        facts=("t3.new_received.total",), value=Decimal(3), quote=quote.quote, section="overview",
        start=quote.start, end=quote.end, page=1, rule="TX-NEW", unit="条",
    )  # fmt: skip
    return Review(
        file="区应急管理局2023年年报.docx", sha256="9f" * 32, status=ReviewStatus.REVIEWED,
        identity=Identity(title="区应急管理局2023年政务公开工作年度报告", agency="区应急管理局", year=2023, edition="2021"),
        facts=cells, sections=sections(), claims=(claim,), outcomes=_outcomes(findings, gaps=True), findings=findings,
        notices=(Notice(code="N-TRACKED", sentence="文件含修订痕迹，已按接受全部修订后的内容审查。"),),
        model=ModelUse(
            name="qwen3-32b", calls=4, tokens=5120, dropped=1, sentences=("1 条模型意见无法在原文中核实，已舍弃。",),
            prompts=("measures_match@3",), jobs=(PromptUse(prompt="measures_match@3", title="问题与改进是否对应", status="done", found=1, calls=4),),
        ),
        verdict=verdict_of(findings),
    )  # fmt: skip


def clean() -> Review:
    identity = Identity(
        title="临江市财政局2024年政府信息公开工作年度报告", agency="临江市财政局", year=2024, edition="2021"
    )
    return Review(
        file="临江市财政局2024.pdf", sha256="1a" * 32, status=ReviewStatus.REVIEWED, identity=identity,
        facts=facts(t3__new_received__natural="1", t3__new_received__total="1"), sections=sections(),
        outcomes=_outcomes((), gaps=False), verdict="pass",
    )  # fmt: skip


def refused() -> Review:
    return Review(
        file="扫描件.pdf", sha256="2b" * 32, status=ReviewStatus.REFUSED,
        notice=Notice(code="R-IMAGE", sentence="这个文件只有图片，没有可读的文字，请提供可以选中文字的 PDF 或 Word 文件。"),
    )  # fmt: skip


def partial() -> Review:
    """Table 4 was not found; an earlier edition."""
    cells = {key: one for key, one in facts("2019", t2__art20_8__admin_fees__change="-1").items() if key[:2] != "t4"}
    return Review(
        file="街道办2020年报.html", sha256="3c" * 32, status=ReviewStatus.PARTIAL,
        notice=Notice(code="N-PARTIAL", sentence="没有找到表四，涉及行政复议、行政诉讼的规则没有核对。"),
        identity=Identity(title="清河街道办事处2020年政府信息公开工作年度报告", agency="清河街道办事处", year=2020, edition="2019"),
        facts=cells, sections=sections(), outcomes=_outcomes((), gaps=True), verdict="pass",
    )  # fmt: skip


def many(count: int = 200) -> Review:
    cells = facts()
    keys = list(cells)
    findings = tuple(
        finding(
            f"T3-ROW-{index}", list(Severity)[index % 3], f"第 {index} 项：各列之和与总计不一致", cells[keys[index]].ref(),
            arithmetic=f"{index} + 1 = {index + 1} ≠ {index + 2}",
        )
        for index in range(count)
    )  # fmt: skip
    return Review(
        file="many.docx", sha256="4d" * 32, status=ReviewStatus.REVIEWED,
        identity=Identity(title="市政府办公室2024年政府信息公开工作年度报告", agency="市政府办公室", year=2024),
        facts=cells, sections=sections(), outcomes=_outcomes(findings, gaps=False), findings=findings,
        verdict=verdict_of(findings),
    )  # fmt: skip


def hostile(text: str) -> Review:
    """`text` in every place that comes from a report, a file name or a model."""
    body = f"正文{text}结束。"
    quote = TextSpan(section="overview", quote=text, start=2, end=2 + len(text), page=1, bbox=(float("nan"), 0, 0, 0))
    cell = CellRef(fact="t3.new_received.total", value=None, raw=text)
    strange = CellRef(fact=text, value=Decimal("1E+3"), raw="")
    findings = (
        finding(text, Severity.ERROR, text, quote, cell, strange, arithmetic=text, suggestion=text, basis=text,
                expected=text, actual=text),
        finding("MD-1", Severity.INFO, text, TextSpan(section=text, quote=text, start=0, end=1), origin="model"),
    )  # fmt: skip
    fact = Fact(key="t3.new_received.total", raw=text, state=State.TEXT)
    return Review(
        file=text, sha256=text, status=ReviewStatus.PARTIAL, notice=Notice(code=text, sentence=text),
        identity=Identity(title=text, agency=text, year=2023, edition=text),
        facts={fact.key: fact, text: Fact(key=text, raw=text, state=State.TEXT)},
        sections=(Section(key="overview", heading=text, ordinal="一", text=body), Section(key=text, text=text)),
        outcomes=(Outcome(rule=text, status=Status.UNKNOWN, reason=text),), findings=findings,
        notices=(Notice(code=text, sentence=text),), model=ModelUse(name=text), verdict="return",
    )  # fmt: skip


def all_samples() -> tuple[Review, ...]:
    return flawed(), clean(), refused(), partial(), many()
