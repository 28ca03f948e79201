"""What else a package may hold: comments of others, strict names, odd layouts, hostile parts."""

from __future__ import annotations

import io

import pytest
from docx import Document
from lxml import etree

from reviewer.annotate import annotate
from reviewer.errors import InputError, LimitError
from reviewer.export.comments import MOST
from reviewer.isolate import Host
from reviewer.limits import Limits
from reviewer.model import Review
from tests.extract.build import docx, p, package, tbl, tc
from tests.marking.build import (
    TITLE,
    Read,
    cell,
    finding,
    marked,
    parts,
    read_report,
    report,
    review_of,
    span,
    unmarked,
)

OURS = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
OTHERS = '<w:comment w:id="{}" w:author="甲"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'


def _review(data: bytes, quote: str = "13件") -> Review:
    return review_of(data, [finding(1, span(read_report(data), "overview", quote))])


def test_comments_of_others_are_kept() -> None:
    theirs = (
        '<w:p><w:r><w:t>收到申请</w:t></w:r><w:commentRangeStart w:id="7"/><w:r><w:t>13件，均</w:t></w:r>'
        '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r><w:r><w:t>已办结。</w:t></w:r></w:p>'
    )
    data = docx(report(theirs), comments=OTHERS.format(7))
    back = Read(annotate(data, _review(data), isolated=False).data)
    assert back.texts["7"] == "请核对"
    assert back.comments["7"].author == "甲"
    assert back.covered["7"] == "13件，均"
    assert back.of(1) == ["13件"]
    assert sorted(back.texts) == ["7", "8", "9"]


def test_other_parts_keep_their_bytes_and_their_order() -> None:
    data = docx(report(p("收到申请13件。")), ("image", "media/a.png", False), styles="", settings="")
    files = {**parts(data), "word/media/a.png": b"\x89PNG picture", "customXml/item1.xml": b"<a> <b/> </a>"}
    data = package(dict(files))
    made = parts(annotate(data, _review(data), isolated=False).data)
    assert [name for name in made if name in files] == list(files)
    assert set(made) - set(files) == {"word/comments.xml"}
    assert {name for name in files if made[name] != files[name]} == OURS - {"word/comments.xml"}


def test_equal_calls_give_equal_bytes() -> None:
    data = docx(report(p("收到申请13件。")))
    assert annotate(data, _review(data), isolated=False) == annotate(data, _review(data), isolated=False)


def test_a_package_in_strict_names_stays_in_them() -> None:
    usual = docx(report(p("收到申请13件。")))
    swap = (
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip
    files: dict[str, str | bytes] = {}
    for name, content in parts(usual).items():
        for old, new in swap:
            content = content.replace(old, new)
        files[name] = content
    data = package(files)
    made = parts(annotate(data, _review(data), isolated=False).data)
    for name in ("word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"):
        assert b"purl.oclc.org" in made[name]
        assert b"schemas.openxmlformats.org/wordprocessingml" not in made[name]
    assert b"/officeDocument/relationships/comments" in made["word/_rels/document.xml.rels"]


def test_a_document_without_relations_gets_them() -> None:
    files = parts(docx(report(p("收到申请13件。"))))
    del files["word/_rels/document.xml.rels"]
    data = package(dict(files))
    made = annotate(data, _review(data), isolated=False).data
    assert Read(made).of(1) == ["13件"]


def test_a_comments_part_that_lies_outside_is_never_fetched() -> None:
    data = docx(report(p("收到申请13件。")), ("comments", "http://127.0.0.1:9/comments.xml", True))
    made = parts(annotate(data, _review(data), isolated=False).data)
    assert b'TargetMode="External"' in made["word/_rels/document.xml.rels"]
    assert b"word/comments.xml" in made["[Content_Types].xml"]


@pytest.mark.parametrize("evil", ["<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE a>"])
def test_entities_are_refused_in_any_part(evil: str) -> None:
    good = docx(report(p("收到申请13件。")), comments=OTHERS.format(1))
    review = _review(good)
    files = parts(good)
    files["word/comments.xml"] = evil.encode() + files["word/comments.xml"]
    data = package(dict(files))
    with pytest.raises(InputError, match="E-DTD"):
        annotate(data, review.model_copy(update={"sha256": review_of(data, ()).sha256}), isolated=False)


HOSTILE = "]]><w:p/>&amp;\x00\x0b\ud800\u202e<script>" + "长" * 5000 + "\r\n=1+1"


def test_hostile_words_in_a_finding_break_nothing() -> None:
    data = docx(report(p("收到申请13件。")))
    one = finding(1, span(read_report(data), "overview", "13件"))
    one = one.model_copy(update=dict.fromkeys(("message", "suggestion", "basis", "arithmetic", "rule"), HOSTILE))
    made = marked(data, one)
    back = Read(made.data)
    assert back.covered["1"] == "13件"
    assert "]]><w:p/>&amp;" in back.texts["1"]
    assert len(back.texts["1"]) < 4000
    assert not any(char in back.texts["1"] for char in "\x00\x0b\u202e")


def test_a_report_inside_one_cell() -> None:
    text = "收到申请13件，办结13件。"
    inside = p(TITLE) + "".join(
        p(one)
        for one in (
            "一、总体情况",
            text,
            text,
            "二、主动公开政府信息情况",
            "无。" * 40,
            "五、存在的主要问题及改进情况",
            text,
        )
    )
    data = docx(tbl(tc(inside)))
    read_as = read_report(data)
    found = [finding(1, span(read_as, "overview", "13件", 2)), finding(2, span(read_as, "problems", "13件", 1))]
    back = Read(marked(data, *found).data)
    assert back.of(1) == back.of(2) == ["13件"]
    places = [one for one in back.root.iter() if one.tag.endswith("commentRangeStart")]
    texts = ["".join(map(str, holder.itertext())) for one in places[1:] for holder in one.iterancestors("{*}p")]
    assert texts == [text, text]
    rows = list(back.root.iter("{*}p"))
    assert [rows.index(next(one.iterancestors("{*}p"))) for one in places[1:]] == [3, 7]


def test_a_report_in_the_rows_of_a_frame() -> None:
    lines = (
        TITLE,
        "一、总体情况",
        p("收到申请13件。") + p("办结13件，结转13件。"),
        "五、存在的主要问题及改进情况",
        "共13件。",
    )
    data = docx(tbl(*(tc(one) for one in lines)))
    read_as = read_report(data)
    back = Read(marked(data, *(finding(at, span(read_as, "overview", "13件", at - 1)) for at in (1, 2, 3))).data)
    assert [back.of(at) for at in (1, 2, 3)] == [["13件"]] * 3
    starts = [one for one in back.root.iter() if one.tag.endswith("commentRangeStart")][1:]
    before = [str(run.xpath("string()")) for one in starts if (run := one.getprevious()) is not None]
    assert before == ["收到申请", "办结", "，结转"]


def test_a_paragraph_whose_mark_was_deleted_runs_on() -> None:
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr><w:r><w:t>全年收到申请</w:t></w:r></w:p>'
    data = docx(report(gone + p("13件。")))
    back = Read(annotate(data, _review(data, "收到申请13件"), isolated=False).data)
    assert back.of(1) == ["收到申请13件"]


def test_merged_and_nested_cells() -> None:
    head = "".join(tc(one) for one in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))
    inner = tbl(
        tc("第二十条第（一）项", '<w:gridSpan w:val="4"/>'),
        head,
        tc("规章") + tc("1") + tc("0") + tc("7", '<w:vMerge w:val="restart"/>'),
        tc("行政规范性文件") + tc("2") + tc("0") + tc("<w:p/>", "<w:vMerge/>"),
    )
    data = docx(report(p("正文。"), tbl(tc(inner + p("")))))
    read_as = read_report(data)
    keys = [f"t2.art20_1.{row}.{column}" for row, column in (("regulations", "made"), ("normative_documents", "made"))]
    made = marked(data, *(finding(at, cell(read_as, key)) for at, key in enumerate(keys, 1)))
    back = Read(made.data)
    assert (back.of(1), back.of(2)) == (["1"], ["2"])
    assert unmarked(back.root) == unmarked(etree.fromstring(parts(data)["word/document.xml"]))


def test_word_opens_no_file_with_too_many_ranges() -> None:
    ranges = "".join(f'<w:commentRangeStart w:id="{at}"/><w:commentRangeEnd w:id="{at}"/>' for at in range(MOST - 1))
    data = docx(report(f"<w:p><w:r><w:t>收到申请13件。</w:t></w:r>{ranges}</w:p>"))
    made = annotate(data, _review(data), isolated=False)
    assert made.placed == 0
    assert [one.rule for one in made.unplaced] == ["XX-1"]


@pytest.fixture(scope="module")
def host() -> object:
    with Host() as one:
        yield one


def test_the_child_does_the_same(host: Host) -> None:
    data = docx(report(p("收到申请13件。")))
    review = _review(data)
    assert annotate(data, review, host=host) == annotate(data, review, isolated=False)


def test_the_child_holds_the_limits(host: Host) -> None:
    data = docx(report(p("收到申请13件。") * 30))
    review = _review(data)
    with pytest.raises(LimitError, match="L-"):
        annotate(data, review, host=host, limits=Limits(blocks=20))
    with pytest.raises(LimitError, match="L-UPLOAD"):
        annotate(data, review, host=host, limits=Limits(upload=100))


def test_python_docx_opens_what_was_made() -> None:
    data = docx(report(p("收到申请13件。")))
    document = Document(io.BytesIO(annotate(data, _review(data), isolated=False).data))
    assert document.paragraphs[0].text == TITLE
