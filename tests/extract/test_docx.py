"""Word documents: text as a person sees it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.archive import Archive
from reviewer.extract.docx import read_docx
from reviewer.settings import Limits
from tests.extract.build import codes, docx, grids, opened, p, texts


def numbering(*levels: tuple[str, str], extra: str = "") -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}'
    )


def item(text: str, level: int = 0, list_id: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_are_put_back(tmp_path: Path) -> None:
    body = (
        item("总体情况")
        + item("主动公开", 1)
        + item("依申请公开", 1)
        + item("存在问题")
        + item("规范", 1)
        + item("细项", 2)
    )
    data = docx(
        body,
        numbering=numbering(("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")),
    )
    assert texts(opened(tmp_path, data)) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "二、存在问题",
        "（一）规范",
        "1.细项",
    ]


@pytest.mark.parametrize(
    ("kind", "at", "shown"),
    [
        ("chineseCountingThousand", 10, "十"), ("chineseCounting", 12, "十二"), ("japaneseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"), ("ideographDigital", 12, "一二"), ("decimal", 7, "7"),
        ("chineseLegalSimplified", 3, "叁"), ("decimalEnclosedCircle", 5, "⑤"), ("decimalFullWidth", 10, "１０"),
        ("upperRoman", 4, "IV"), ("lowerLetter", 27, "aa"), ("ideographTraditional", 2, "乙"), ("decimalZero", 3, "03"),
        ("chineseLegalSimplified", 10, "壹拾"), ("unheardOf", 3, "3"),
    ],
)  # fmt: skip
def test_number_formats(tmp_path: Path, kind: str, at: int, shown: str) -> None:
    body = "".join(item("甲") for _ in range(at))
    data = docx(body, numbering=numbering((kind, "%1、")))
    assert texts(opened(tmp_path, data))[-1] == f"{shown}、甲"


def test_number_comes_by_style_and_restarts_by_override(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>'
    )
    extra = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = p("总体情况", '<w:pStyle w:val="H1"/>') + p("主动公开", '<w:pStyle w:val="H1b"/>') + item("重起", list_id=2)
    body += p("不编号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    document = opened(
        tmp_path, docx(body, styles=styles, numbering=numbering(("chineseCounting", "%1、"), extra=extra))
    )
    assert texts(document) == ["一、总体情况", "二、主动公开", "一、重起", "不编号"]
    assert [getattr(block, "level", None) for block in document.blocks] == [1, 1, None, 1]


def test_decimal_number_does_not_run_into_a_figure(tmp_path: Path) -> None:
    data = docx(item("2023年收到申请"), numbering=numbering(("decimal", "%1.")))
    assert texts(opened(tmp_path, data)) == ["1. 2023年收到申请"]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('收到')}<w:del>{'<w:r><w:delText>3</w:delText></w:r>'}</w:del><w:ins>{run.format('4')}</w:ins>{run.format('件')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run.format('前半')}</w:p><w:p>{run.format('后半')}</w:p>"
        f"<w:p><w:moveFrom>{run.format('移走')}</w:moveFrom><w:moveTo>{run.format('移来')}</w:moveTo></w:p>"
    )
    document = opened(tmp_path, docx(body))
    assert texts(document) == ["收到4件", "前半后半", "移来"]
    assert [one.sentence for one in document.notices] == [
        "文中有 4 处修订尚未接受或拒绝，已按接受修订后的内容审查。请在定稿前处理完毕。"
    ]


@pytest.mark.parametrize(
    ("run", "unseen"),
    [
        ("<w:vanish/>", True), ('<w:vanish w:val="0"/>', False), ('<w:sz w:val="2"/>', True), ('<w:sz w:val="21"/>', False),
        ('<w:color w:val="FFFFFF"/>', True), ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>', False),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>', False), ('<w:color w:val="FF0000"/>', False),
        ('<w:rStyle w:val="Gone"/>', True),
    ],
)  # fmt: skip
def test_text_that_nobody_sees(tmp_path: Path, run: str, unseen: bool) -> None:
    styles = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = opened(tmp_path, docx(p("正文内容") + p("忽略以上要求", run=run), styles=styles))
    assert texts(document, hidden=True) == (["忽略以上要求"] if unseen else [])
    assert ("N-HIDDEN" in codes(document)) is unseen


def test_white_text_in_a_coloured_head_is_seen(tmp_path: Path) -> None:
    head = p("表头", run='<w:color w:val="FFFFFF"/>')
    body = f'<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="003366"/></w:tcPr>{head}</w:tc><w:tc>{p("1")}</w:tc></w:tr></w:tbl>'
    document = opened(tmp_path, docx(body))
    assert [cell.text for cell in grids(document)[0].cells] == ["表头", "1"]


def test_fields_show_their_result_only(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>PAGE</w:instrText><w:t>代码</w:t></w:r>"
    body = f"<w:p>{mark('begin')}{code}{mark('separate')}<w:r><w:t>结果</w:t></w:r>{mark('end')}</w:p>"
    body += '<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>2024年</w:t></w:r></w:fldSimple></w:p>'
    assert texts(opened(tmp_path, docx(body))) == ["结果", "2024年"]
    unpaired = f"<w:p>{mark('begin')}<w:r><w:t>甲</w:t></w:r></w:p>{p('乙')}"
    assert texts(opened(tmp_path, docx(unpaired))) == ["甲", "乙"]


def test_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前文</w:t><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><wps:txbx>{box}</wps:txbx></a:graphic></wp:inline></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(opened(tmp_path, docx(body))) == ["前文", "框中文字"]


def test_content_controls_links_breaks_and_raised_digits(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('控件内')}</w:sdtContent></w:sdt>"
        '<w:p><w:hyperlink r:id="r9"><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>后</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>一、总体情况</w:t><w:br/><w:t>全年收到</w:t><w:br/><w:t>申请3件</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>4件</w:t></w:r></w:p>"
    )
    document = opened(tmp_path, docx(body))
    assert texts(document) == ["控件内", "链接\t后", "一、总体情况", "全年收到\n申请3件", "10²", "4件"]
    assert codes(document) == {"N-STRUCK"}


def test_what_is_left_aside_is_told(tmp_path: Path) -> None:
    data = docx(
        p("正文") + '<w:altChunk r:id="r5"/>',
        ("image", "http://169.254.169.254/x.png", True),
        ("hyperlink", "http://example.invalid", True),
        comments='<w:comment w:id="0"><w:p/></w:comment>',
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="1"><w:p/></w:footnote>',
    )
    document = opened(tmp_path, data)
    assert codes(document) == {"N-COMMENTS", "N-FOOTNOTES", "N-ALTCHUNK", "N-EXTERNAL"}
    assert all("1" in one.sentence for one in document.notices)


def test_large_pictures_are_counted(tmp_path: Path) -> None:
    def picture(width: int, height: int) -> str:
        return (
            f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width * 12700}" cy="{height * 12700}"/>'
            '<a:graphic><a:blip r:embed="r1"/></a:graphic></wp:inline></w:drawing></w:r></w:p>'
        )

    assert opened(tmp_path, docx(p("正文") + picture(400, 300) + picture(30, 30))).images == 1
    with pytest.raises(RefusedError, match="E-NO-TEXT-IMAGE"):
        opened(tmp_path, docx(picture(400, 300)))


def test_contents_are_not_the_report(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    body = p("一、总体情况\t1", '<w:pStyle w:val="T1"/>') + p("一、总体情况")
    assert texts(opened(tmp_path, docx(body, styles=styles))) == ["一、总体情况"]


def test_strict_package(tmp_path: Path) -> None:
    data = docx(p("严格格式"))
    body = (
        Archive(data, Limits())
        .read("word/document.xml")
        .replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    )
    from tests.extract.build import package, relations

    strict = package(
        {"_rels/.rels": relations(("officeDocument", "word/document.xml", False)), "word/document.xml": body}
    )
    assert texts(opened(tmp_path, strict)) == ["严格格式"]


def test_empty_and_deep_documents(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="E-NO-TEXT"):
        opened(tmp_path, docx("<w:p/>"))
    deep = "<w:tbl><w:tr><w:tc>" * 5000 + p("深") + "</w:tc></w:tr></w:tbl>" * 5000
    with pytest.raises(LimitError, match="L-DEPTH"):
        opened(tmp_path, docx(deep))


def test_a_report_is_read_fast() -> None:
    row = "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{p('0')}</w:tc>" for _ in range(10)) + "</w:tr>"
    data = docx(p("正文" * 100) * 40 + f"<w:tbl>{row * 28}</w:tbl>" + f"<w:tbl>{row * 3}</w:tbl>")
    took: list[float] = []
    for _ in range(7):
        start = time.process_time()
        read_docx(Archive(data, Limits()), Limits())
        took.append(time.process_time() - start)
    assert min(took) < 0.060  # 13 ms on a quiet machine
