"""A quote is a span of the report or is refused: 10,000 altered ones, 10,000 true ones, and cells."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from reviewer.evals.cases import build
from reviewer.llm.grounding import Refusal, Span, cell, ground, shown
from reviewer.llm.numbers import supported
from reviewer.llm.segments import segments
from reviewer.model import Fact, Section, State, folded
from tests.llm import quotes

pytestmark = pytest.mark.no_cover  # the same lines over and over, several times as slow when they are counted

COUNT = 10_000


def test_no_altered_quote_is_accepted() -> None:
    accepted, kinds = [], Counter[str]()
    for one in quotes.altered(COUNT):
        kinds[one.kind] += 1
        if isinstance(ground(one.text, one.segment), Span):
            accepted.append((one.kind, one.text, one.segment.source))
    assert accepted == []
    assert kinds.total() == COUNT
    assert len(kinds) == 23
    assert min(kinds.values()) >= COUNT // 23


def test_true_quotes_are_accepted_at_their_place() -> None:
    refused = []
    for one in quotes.true(COUNT):
        span = ground(one.text, one.segment)
        if isinstance(span, Refusal):
            refused.append((span, one.text, one.segment.source))
            continue
        source, low, high = one.segment.source, span.start - one.segment.start, span.end - one.segment.start
        assert 0 <= low < high <= len(source)
        assert folded(source[low:high]) == folded(one.text)
        assert source[low:high].strip() == source[low:high]
    assert len(refused) <= COUNT // 1000, refused[:10]


def test_spans_are_offsets_of_the_section() -> None:
    section = Section(key="overview", text="第一句在这里。\n收到申请１３件，均已办结。另有 事项 说明。")
    found = segments([section])
    assert [one.id for one in found] == ["s1", "s2", "s3"]
    span = ground("收到申请13件,均已办结", found[1])
    assert isinstance(span, Span)
    assert section.text[span.start : span.end] == "收到申请１３件，均已办结"
    assert isinstance(ground("另有事项说明", found[2]), Span)


@pytest.mark.parametrize(
    ("quote", "text", "why"),
    [
        ("3件申请均已办结", "收到13件申请均已办结。", Refusal.CUT),
        ("234条政务信息公开", "发布1,234条政务信息公开。", Refusal.CUT),
        ("5万元行政事业性", "收取2.5万元行政事业性收费。", Refusal.CUT),
        ("十三件公开申请", "收到二十三件公开申请。", Refusal.CUT),
        ("公开政府信息三件", "不予公开政府信息三件。", Refusal.CUT),
        ("发生失泄密事件", "全年未发生失泄密事件。", Refusal.CUT),
        ("按时办结申请五件", "未能按时办结申请五件。", Refusal.CUT),
        ("全年收费金额12", "全年收费金额12万元。", Refusal.CUT),
        ("面积为102平方米", "面积为10²平方米。", Refusal.ABSENT),
        ("编号第1 2号的文件", "编号第12号的文件。", Refusal.ABSENT),
        ("已经办结", "已经办结五件申请。", Refusal.SHORT),
        ("、，、，、，", "甲、，、，、，乙丙丁", Refusal.EMPTY),
    ],
)
def test_what_a_quote_must_not_leave_out(quote: str, text: str, why: Refusal) -> None:
    (segment,) = segments([Section(key="overview", text=text)])
    assert ground(quote, segment) is why


def test_a_whole_short_segment_and_an_unknown_one() -> None:
    (segment,) = segments([Section(key="other", text="无。")])
    assert isinstance(ground("无。", segment), Span)
    assert ground("无。无。无。", None) is Refusal.SEGMENT


def test_a_later_occurrence_serves_where_the_first_is_cut() -> None:
    text = "收到13件公开申请，办结3件公开申请。"
    (segment,) = segments([Section(key="overview", text=text)])
    span = ground("3件公开申请", segment)
    assert isinstance(span, Span)
    assert span.start == text.index("结3件") + 1


def test_cells_with_row_and_column_swapped_are_refused() -> None:
    rng, tried = Random(3), 0
    for seed in range(60):
        spec = build(seed)
        facts = {
            key: Fact(key=key, raw=f"{value:f}", state=State.NUMBER if value else State.ZERO, value=value)
            for key, value in spec.values.items()
        }
        keys, allowed = list(facts), frozenset(facts)
        for _ in range(40):
            one, other = rng.choice(keys), rng.choice(keys)
            assert cell(one, shown(facts[one]), facts, allowed) == facts[one]
            if facts[one].value != facts[other].value:
                tried += 1
                assert cell(other, shown(facts[one]), facts, allowed) is Refusal.CELL
    assert tried > 500


def test_a_cell_that_was_not_shown_or_holds_no_number_is_refused() -> None:
    blank = Fact(key="t4.review.total", raw="/", state=State.PLACEHOLDER)
    zero = Fact(key="t4.review.upheld", raw="0", state=State.ZERO, value=Decimal(0))
    facts = {one.key: one for one in (blank, zero)}
    assert cell(blank.key, "/", facts, frozenset(facts)) is Refusal.CELL
    assert cell(zero.key, "0", facts, frozenset()) is Refusal.CELL
    assert cell("t9.nothing", "0", facts, frozenset(facts)) is Refusal.CELL
    assert cell(zero.key, "０", facts, frozenset(facts)) == zero


@pytest.mark.parametrize(
    ("note", "quotes_", "values", "holds"),
    [
        ("文中说收到3件。", ["收到3件申请"], (), True),
        ("文中说收到三件。", ["收到3件申请"], (), True),
        ("文中说收到4件。", ["收到3件申请"], (), False),
        ("文中说收到三百件。", ["收到3件申请"], (), False),
        ("进一步说明一下，十分空泛，第一部分也一样。", ["收到3件申请"], (), True),
        ("两处相差2件。", ["甲乙丙丁"], (Decimal(5), Decimal(3)), True),
        ("合计8件。", ["甲乙丙丁"], (Decimal(5), Decimal(3)), True),
        ("合计9件。", ["甲乙丙丁"], (Decimal(5), Decimal(3)), False),
        ("占比达到100%。", ["办结率高"], (), False),
        ("收费1.2万元。", ["收费12000元"], (), True),
    ],
)
def test_numbers_of_the_models_own_sentence(
    note: str, quotes_: list[str], values: tuple[Decimal, ...], holds: bool
) -> None:
    assert supported(note, quotes_, values) is holds
