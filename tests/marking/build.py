"""Small reports in Word, reviews made by hand over them, and what their comments cover when read back."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from lxml import etree

from reviewer import recognise
from reviewer.annotate import Annotated, annotate
from reviewer.extract import read
from reviewer.limits import Limits
from reviewer.model import AnnualReport, CellRef, Evidence, Finding, Review, ReviewStatus, Severity, TextSpan
from tests.extract.build import p

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip
TITLE = "青石县教育局2024年政府信息公开工作年度报告"


def report(overview: str, proactive: str = "", problems: str = "") -> str:
    """The content of w:body: title, six headings, and what the tests put under three of them."""
    under = {0: overview, 1: proactive, 4: problems or p("存在的问题是公开内容不够丰富。")}
    return p(TITLE) + "".join(p(head) + under.get(at, p("无。")) for at, head in enumerate(HEADINGS))


def read_report(data: bytes, ending: str = "docx") -> AnnualReport:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"report.{ending}")
        path.write_bytes(data)
        return recognise.recognise(read(path, limits=Limits()))


def span(read_as: AnnualReport, section: str, quote: str, nth: int = 0) -> TextSpan:
    """Evidence for the nth occurrence of a quote in a section."""
    found = read_as.section(section)
    assert found is not None, section
    places = [one.start() for one in re.finditer(re.escape(quote), found.text)]
    return found.span(places[nth], places[nth] + len(quote))


def cell(read_as: AnnualReport, key: str) -> CellRef:
    return read_as.facts[key].ref()


def finding(number: int, *evidence: Evidence, severity: Severity = Severity.ERROR, message: str = "") -> Finding:
    return Finding(
        rule=f"XX-{number}",
        severity=severity,
        message=message or f"第{number}个问题",
        suggestion="请改正",
        basis="某规定",
        evidence=evidence,
        fingerprint=f"{number:016x}",
    )


def review_of(data: bytes, findings: Sequence[Finding], file: str = "report.docx") -> Review:
    return Review(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        status=ReviewStatus.REVIEWED,
        findings=tuple(findings),
        verdict="return",
    )


def marked(data: bytes, *findings: Finding) -> Annotated:
    """The marked file, worked on in this process: the child has its own tests."""
    return annotate(data, review_of(data, findings), isolated=False)


class Read:
    """A marked Word file read back: covered text by comment number, texts of the comments."""

    def __init__(self, data: bytes) -> None:
        document = Document(io.BytesIO(data))
        self.root = etree.fromstring(parts(data)["word/document.xml"])
        self.comments = {str(one.comment_id): one for one in document.comments}
        self.texts = {number: one.text for number, one in self.comments.items()}
        self.covered: dict[str, str] = {}
        self.references: list[str] = []
        self._walk(self.root, {})

    def _walk(self, parent: etree._Element, opened: dict[str, list[str]]) -> None:
        for child in parent:
            number = child.get(W + "id") or ""
            if child.tag == W + "commentRangeStart":
                opened[number] = []
            elif child.tag == W + "commentRangeEnd":
                self.covered[number] = "".join(opened.pop(number))
            elif child.tag == W + "commentReference":
                self.references.append(number)
            elif child.tag == W + "t":
                for one in opened.values():
                    one.append(child.text or "")
            elif child.tag in (W + "br", W + "tab"):
                for one in opened.values():
                    one.append("\n")
            elif child.tag != FALLBACK:
                self._walk(child, opened)

    def of(self, number: int) -> list[str]:
        """The texts that the comments of finding `number` cover, in the order of the comments."""
        name = re.compile(rf"【..】(?:涉及)?问题\d+：第{number}个问题")
        return [self.covered[mark] for mark, text in self.texts.items() if any(map(name.match, text.split("\n")[:2]))]


def parts(data: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unmarked(root: etree._Element) -> str:
    """A document's XML without range marks and reference runs, with runs and texts of one look joined again."""
    root = etree.fromstring(etree.tostring(root))
    for tag in ("commentRangeStart", "commentRangeEnd"):
        for one in list(root.iter(W + tag)):
            _parent(one).remove(one)
    for one in list(root.iter(W + "commentReference")):
        run = _parent(one)
        _parent(run).remove(run)
    for run in list(root.iter(W + "r")):
        after = run.getnext()
        while after is not None and after.tag == W + "r" and _look(after) == _look(run):
            run.extend([one for one in after if one.tag != W + "rPr"])
            _parent(after).remove(after)
            after = run.getnext()
        for child in list(run)[1:]:
            before = child.getprevious()
            if child.tag == W + "t" and before is not None and before.tag == W + "t":
                before.text = (before.text or "") + (child.text or "")
                run.remove(child)
    for one in root.iter(W + "t"):
        one.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", "")
    return etree.tostring(root, method="c14n").decode()


def _parent(element: etree._Element) -> etree._Element:
    found = element.getparent()
    assert found is not None
    return found


def _look(run: etree._Element) -> bytes:
    look = run.find(W + "rPr")
    return b"" if look is None else etree.tostring(look, method="c14n")
