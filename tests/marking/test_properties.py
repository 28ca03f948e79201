"""However a sentence is cut into runs and wrapped, and however quotes overlap: each is covered to the character."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.extract.build import docx, p
from tests.marking.build import Read, finding, marked, parts, read_report, report, unmarked

TEXT = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
LOOKS = ("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:sz w:val="20"/></w:rPr>')
WRAPS = (
    "{}", "{}", "{}",
    '<w:ins w:id="900" w:author="甲">{}</w:ins>',
    '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:smartTag w:element="a">{}</w:smartTag>',
    '{}<w:del w:id="901" w:author="甲"><w:r><w:delText>删</w:delText></w:r></w:del>',
    '{}<w:bookmarkStart w:id="902" w:name="b"/><w:bookmarkEnd w:id="902"/>',
)  # fmt: skip
_borders = st.sets(st.integers(1, len(TEXT) - 1), max_size=6).map(lambda some: [0, *sorted(some), len(TEXT)])
_quote = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(lambda one: one[0] < one[1])


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """One w:p that prints TEXT: cut into texts, texts gathered into runs, runs wrapped."""
    out = []
    for start, end in pairwise(draw(_borders)):
        cut = draw(st.integers(start, end))
        texts = [one for one in (TEXT[start:cut], TEXT[cut:end]) if one]
        inner = "".join(f"<w:t>{one}</w:t>" for one in texts)
        run = f"<w:r>{draw(st.sampled_from(LOOKS))}{inner}</w:r>"
        out.append(draw(st.sampled_from(WRAPS)).format(run))
    return f"<w:p>{''.join(out)}</w:p>"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(paragraphs(), st.lists(_quote, min_size=1, max_size=5))
def test_every_quote_is_covered_to_the_character(paragraph: str, quotes: list[tuple[int, int]]) -> None:
    data = docx(report(p("一二三。") + paragraph))
    section = read_report(data).section("overview")
    assert section is not None
    base = section.text.index(TEXT)
    found = [finding(at, section.span(base + low, base + high)) for at, (low, high) in enumerate(quotes, 1)]
    made = marked(data, *found)
    back = Read(made.data)
    assert [back.of(at) for at in range(1, len(quotes) + 1)] == [[TEXT[low:high]] for low, high in quotes]
    assert made.missed == 0
    assert unmarked(back.root) == unmarked(etree.fromstring(parts(data)["word/document.xml"]))
