"""Comments stand at exactly the quoted characters and in exactly the cell, and nothing else changes."""

from __future__ import annotations

import pytest
from lxml import etree

from reviewer.annotate import Annotated
from reviewer.errors import InputError, RefusedError
from reviewer.model import Severity, TextSpan, Waived
from tests.extract.build import docx, p, tbl, tc
from tests.marking.build import Read, cell, finding, marked, parts, read_report, report, review_of, span, unmarked

QUOTE = "收到申请13件"
BEFORE, AFTER = "2024年，我局共", "，均已办结。"


def _one(overview: str, quote: str = QUOTE, nth: int = 0) -> tuple[bytes, Annotated, Read]:
    data = docx(report(overview))
    read_as = read_report(data)
    made = marked(data, finding(1, span(read_as, "overview", quote, nth)))
    return data, made, Read(made.data)


def run(text: str, look: str = "") -> str:
    return f'<w:r w:rsidR="00AB"><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


WAYS = {
    "one run": p(BEFORE + QUOTE + AFTER),
    "own run": f"<w:p>{run(BEFORE)}{run(QUOTE)}{run(AFTER)}</w:p>",
    "cut runs": f"<w:p>{run(BEFORE + '收', '<w:b/>')}{run('到申', '<w:i/>')}{run('请13')}{run('件' + AFTER)}</w:p>",
    "several texts in a run": f"<w:p><w:r><w:t>{BEFORE}收</w:t><w:t>到申请13件，均</w:t><w:t>已办结。</w:t></w:r></w:p>",
    "hyperlink": f'<w:p>{run(BEFORE)}<w:hyperlink w:anchor="x">{run("收到申请")}{run("13件，均")}</w:hyperlink>{run("已办结。")}</w:p>',
    "into a hyperlink": f'<w:p>{run(BEFORE + "收")}<w:hyperlink w:anchor="x">{run("到申请13件，均")}</w:hyperlink>{run("已办结。")}</w:p>',
    "inserted": f'<w:p>{run(BEFORE)}<w:ins w:id="5" w:author="甲">{run(QUOTE + "，均")}</w:ins>{run("已办结。")}</w:p>',
    "over a deletion": f'<w:p>{run(BEFORE + "收到申请")}<w:del w:id="5" w:author="甲"><w:r><w:delText>12</w:delText></w:r></w:del><w:ins w:id="6" w:author="甲">{run("13")}</w:ins>{run("件" + AFTER)}</w:p>',
    "content control": f'<w:p>{run(BEFORE)}<w:sdt><w:sdtContent>{run("收到申请13")}</w:sdtContent></w:sdt>{run("件" + AFTER)}</w:p>',
    "simple field": f'<w:p>{run(BEFORE + "收到申请")}<w:fldSimple w:instr="DOCPROPERTY n">{run("13")}</w:fldSimple>{run("件" + AFTER)}</w:p>',
    "smart tag": f'<w:p>{run(BEFORE)}<w:smartTag w:element="x">{run("收到申请13")}</w:smartTag>{run("件" + AFTER)}</w:p>',
    "moved here": f'<w:p>{run(BEFORE)}<w:moveTo w:id="4" w:author="甲">{run(QUOTE)}</w:moveTo>{run(AFTER)}</w:p>',
    "link in an insertion": f'<w:p>{run(BEFORE)}<w:ins w:id="4" w:author="甲"><w:hyperlink w:anchor="a">{run(QUOTE + "，均")}</w:hyperlink></w:ins>{run("已办结。")}</w:p>',
    "paragraph in a content control": f"<w:sdt><w:sdtContent>{p(BEFORE + QUOTE + AFTER)}</w:sdtContent></w:sdt>",
    "full width": p(BEFORE + QUOTE + AFTER, '<w:ind w:firstLineChars="200"/>'),
    "bookmark": f'<w:p>{run(BEFORE + "收到")}<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkEnd w:id="0"/>{run("申请13件" + AFTER)}</w:p>',
    "page break mark": f"<w:p><w:r><w:t>{BEFORE}收到申</w:t><w:lastRenderedPageBreak/><w:t>请13件{AFTER}</w:t></w:r></w:p>",
    "field with code": (
        f'<w:p>{run(BEFORE + "收到申请")}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("13")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("件" + AFTER)}</w:p>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("overview", WAYS.values(), ids=WAYS)
def test_exactly_the_quote_is_covered(overview: str) -> None:
    data, made, back = _one(overview)
    assert back.of(1) == [QUOTE]
    assert (made.placed, made.missed, made.unplaced) == (1, 0, ())
    assert sorted(back.references) == sorted(back.covered) == sorted(back.texts)
    assert unmarked(back.root) == unmarked(etree.fromstring(parts(data)["word/document.xml"]))


def test_a_repeated_sentence_is_told_by_its_place() -> None:
    same = "加强培训。"
    overview = p(f"一是{same}二是{same}") + p(f"三是{same}")
    for nth, before in enumerate(("一是", "二是", "三是")):
        _, _, back = _one(overview, same, nth)
        assert back.of(1) == [same]
        start = next(one for one in back.root.iter() if one.tag.endswith("commentRangeStart") and one.get(one.keys()[0]) == "1")  # fmt: skip
        left = start.getprevious()
        assert left is not None
        assert "".join(str(text) for text in left.itertext()).endswith(before)


def test_a_quote_over_paragraphs_is_covered_from_its_first_to_its_last_character() -> None:
    _, _, back = _one(p("我局认真落实条例。") + p("全年收到申请") + p("13件。"), "条例。\n全年收到申请\n13件")
    assert back.of(1) == ["条例。全年收到申请13件"]


def test_a_manual_line_break_inside() -> None:
    _, _, back = _one("<w:p><w:r><w:t>全年收到</w:t><w:br/><w:t>申请13件</w:t></w:r></w:p>", "到\n申请13")
    assert back.of(1) == ["到\n申请13"]


def test_quotes_that_overlap_and_touch() -> None:
    data = docx(report(p("甲乙丙丁戊己庚辛。")))
    read_as = read_report(data)
    quotes = ("乙丙丁", "丙丁戊己", "丁", "戊己", "甲", "甲乙丙丁戊己庚辛。", "丁")
    made = marked(data, *(finding(at, span(read_as, "overview", one)) for at, one in enumerate(quotes, 1)))
    back = Read(made.data)
    assert [back.of(at) for at in range(1, len(quotes) + 1)] == [[one] for one in quotes]
    assert unmarked(back.root) == unmarked(etree.fromstring(parts(data)["word/document.xml"]))


RUBY = (
    f"<w:p>{run(BEFORE)}<w:r><w:ruby><w:rt>{run('shou')}</w:rt><w:rubyBase>{run('收到')}</w:rubyBase></w:ruby></w:r>"
    f"{run('申请13件' + AFTER)}</w:p>"
)
MATHS = (
    '<w:p xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    f"{run(BEFORE + '收到申请')}<m:oMath><m:r><m:t>13</m:t></m:r></m:oMath>{run('件' + AFTER)}</w:p>"
)


@pytest.mark.parametrize(
    ("overview", "quote", "covered"), [(RUBY, "到申请13件", "shou收到申请13件"), (MATHS, "13件", "件")]
)
def test_what_cannot_be_cut_is_covered_whole(overview: str, quote: str, covered: str) -> None:
    data, _, back = _one(overview, quote)
    assert back.of(1) == [covered]
    assert unmarked(back.root) == unmarked(etree.fromstring(parts(data)["word/document.xml"]))


def test_a_look_is_kept_in_every_piece() -> None:
    _, _, back = _one(p(BEFORE + QUOTE + AFTER, run='<w:rFonts w:eastAsia="仿宋"/><w:color w:val="FF0000"/>'))
    runs = [one for one in back.root.iter() if one.tag.endswith("}r") and "13件" in "".join(map(str, one.itertext()))]
    assert len(runs) == 1
    assert b'w:eastAsia="\xe4\xbb\xbf' in etree.tostring(runs[0], encoding="utf-8")


BOX = (
    '<w:p><w:r><w:t>前文。</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
    f"<wps:txbx><w:txbxContent>{p(BEFORE + QUOTE + AFTER)}</w:txbxContent></wps:txbx></wp:inline></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p(BEFORE + QUOTE + AFTER)}</w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def test_a_text_box_gets_its_comment_beside_it() -> None:
    """Word ignores comments inside text boxes: the run that holds the box is covered, the words are told."""
    _, made, back = _one(BOX)
    assert made.placed == 1
    assert back.of(1) == [BEFORE + QUOTE + AFTER]
    text = next(one for one in back.texts.values() if "第1个问题" in one)
    assert text.startswith(f"针对文本框中的文字“{QUOTE}”")
    boxes = [one for one in back.root.iter() if one.tag.endswith("txbxContent")]
    assert not any(one.tag.endswith("commentRangeStart") for box in boxes for one in box.iter())


def test_a_heading_is_covered_where_it_is_printed() -> None:
    data = docx(report(p("正文。")))
    head = next(one for one in read_report(data).headings if one.section == "problems")
    assert Read(marked(data, finding(1, head)).data).of(1) == ["五、存在的主要问题及改进情况"]


def test_a_number_that_word_puts_before_a_paragraph_is_not_missed() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = p("收到申请13件。", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    data = docx(report(listed), numbering=numbering)
    read_as = read_report(data)
    made = marked(
        data, finding(1, span(read_as, "overview", "1.收到申请")), finding(2, span(read_as, "overview", "13"))
    )
    back = Read(made.data)
    assert (back.of(1), back.of(2)) == (["收到申请"], ["13"])


def test_what_does_not_stand_there_is_told_at_the_title_and_nowhere_else() -> None:
    data = docx(report(p("收到申请13件。收到申请13件。")))
    elsewhere = TextSpan(section="overview", quote="收到申请13件", start=1, end=8)
    gone = TextSpan(section="overview", quote="收到申请99件", start=0, end=7)
    made = marked(data, finding(1, elsewhere), finding(2, gone), finding(3))
    back = Read(made.data)
    assert made.placed == 0
    assert [one.rule for one in made.unplaced] == ["XX-1", "XX-2", "XX-3"]
    assert back.covered == {"0": "青石县教育局2024年政府信息公开工作年度报告"}
    assert all(f"第{number}个问题" in back.texts["0"] for number in (1, 2, 3))


def test_dismissed_findings_are_left_out_and_consequences_stand_with_their_root() -> None:
    data = docx(report(p("收到申请13件，办结12件，结转1件。")))
    read_as = read_report(data)
    root = finding(1, span(read_as, "overview", "13件"))
    rest = finding(2, span(read_as, "overview", "12件")).model_copy(update={"root": root.fingerprint})
    gone = finding(3, span(read_as, "overview", "1件")).model_copy(
        update={"waived": Waived(kind="waiver", reason="已核实")}
    )
    back = Read(marked(data, root, rest, gone).data)
    assert back.of(1) == ["13件"]
    assert back.of(2) == [] == back.of(3)
    assert "第2个问题" in next(text for text in back.texts.values() if "问题1：" in text)
    assert not any("第3个问题" in text for text in back.texts.values())


def test_a_comment_says_all_and_is_signed() -> None:
    data = docx(report(p("收到申请13件。")))
    one = finding(1, span(read_report(data), "overview", "13件"), severity=Severity.WARNING)
    back = Read(marked(data, one.model_copy(update={"arithmetic": "文中13 ≠ 表中12"})).data)
    comment = back.comments["1"]
    assert comment.author == "审查意见"
    assert comment.text.split("\n") == [
        "【核实】问题1：第1个问题",
        "核对：文中13 ≠ 表中12",
        "依据：某规定",
        "改法：请改正",
    ]


def test_another_file_is_refused() -> None:
    data = docx(report(p("正文。")))
    other = review_of(docx(report(p("别的正文。"))), ())
    from reviewer.annotate import annotate

    with pytest.raises(InputError, match="K-MARK-OTHER"):
        annotate(data, other, isolated=False)
    text = "一、总体情况\n正文。".encode()
    with pytest.raises(RefusedError, match="K-MARK-KIND"):
        annotate(text, review_of(text, ()), isolated=False)


def _table(row: str) -> str:
    head = "".join(tc(one) for one in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))
    return tbl(tc("第二十条第（一）项", '<w:gridSpan w:val="4"/>'), head, row)


CELLS = {
    "plain": tc("规章") + tc("1") + tc("0") + tc("7"),
    "runs": tc("规章") + tc(f"<w:p>{run('1')}{run('2', '<w:b/>')}</w:p>") + tc("0") + tc("7"),
    "spaces": tc("规章") + tc(p(" 12 ")) + tc("0") + tc("7"),
    "inserted": tc("规章") + tc(f'<w:p><w:ins w:id="3" w:author="甲">{run("12")}</w:ins></w:p>') + tc("0") + tc("7"),
}


@pytest.mark.parametrize("row", CELLS.values(), ids=CELLS)
def test_exactly_the_cell_is_covered(row: str) -> None:
    data = docx(report(p("正文。"), _table(row)))
    read_as = read_report(data)
    key = "t2.art20_1.regulations.made"
    made = marked(data, finding(1, cell(read_as, key)), finding(2, cell(read_as, "t2.art20_1.regulations.valid")))
    back = Read(made.data)
    assert [one.strip() for one in back.of(1)] == [read_as.facts[key].raw]
    assert back.of(1)[0] == back.of(1)[0].strip()
    assert back.of(2) == ["7"]
    assert unmarked(back.root) == unmarked(etree.fromstring(parts(data)["word/document.xml"]))


def test_an_empty_cell_has_its_comment_inside() -> None:
    data = docx(report(p("正文。"), _table(tc("规章") + tc("<w:p/>") + tc("0") + tc("7"))))
    made = marked(data, finding(1, cell(read_report(data), "t2.art20_1.regulations.made")))
    back = Read(made.data)
    assert back.of(1) == [""]
    start = next(one for one in back.root.iter(*[f"{{{back.root.nsmap['w']}}}commentRangeStart"]) if list(one.attrib.values()) == ["1"])  # fmt: skip
    holder = next(start.iterancestors("{*}tc"))
    row = holder.getparent()
    assert row is not None
    assert row.index(holder) == 1


def test_a_cell_of_another_value_is_not_marked() -> None:
    data = docx(report(p("正文。"), _table(CELLS["plain"])))
    ref = cell(read_report(data), "t2.art20_1.regulations.made").model_copy(update={"raw": "9"})
    assert marked(data, finding(1, ref)).unplaced


def test_of_many_cells_the_first_is_marked() -> None:
    rows = (CELLS["plain"], tc("行政规范性文件") + tc("3") + tc("4") + tc("5"))
    data = docx(report(p("正文。"), _table(rows[0] + "</w:tr><w:tr>" + rows[1])))
    read_as = read_report(data)
    keys = [key for key, fact in read_as.facts.items() if fact.raw not in ("", "0")]
    assert len(keys) > 3
    assert Read(marked(data, finding(1, *(cell(read_as, key) for key in keys))).data).of(1) == [
        read_as.facts[keys[0]].raw
    ]
    few = Read(marked(data, finding(1, *(cell(read_as, key) for key in keys[:2]))).data)
    assert few.of(1) == [read_as.facts[key].raw for key in keys[:2]]
