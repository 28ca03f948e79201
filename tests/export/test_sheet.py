"""The view model: folding, numbering, counting, lighting, and the form's layout."""

from __future__ import annotations

import pytest

from reviewer.export import fragments, write
from reviewer.export.places import named
from reviewer.export.sheet import every, sheet, sheets, total
from reviewer.export.view import Table
from reviewer.model import Review, Severity, load_forms
from tests.export import samples


def numbers(review: Review) -> list[tuple[str, str]]:
    return [(item.number, item.rule) for item in every(sheet(review).items)]


def test_consequences_fold_under_their_root() -> None:
    made = sheet(samples.flawed())
    assert numbers(samples.flawed())[:5] == [
        ("1", "T3-REPAIR"),
        ("1-1", "T3-BALANCE"),
        ("1-2", "T3-BALANCE"),
        ("1-3", "TX-ALL-DONE"),
        ("2", "TX-NEW"),
    ]
    assert [group.key for group in made.groups] == ["error", "warning", "info", "model"]
    assert (made.counts.error, made.counts.warning, made.counts.info, made.counts.model, made.counts.folded) == (
        2,
        3,
        1,
        1,
        3,
    )
    assert len(list(every(made.items))) == len(samples.flawed().findings)


def test_findings_that_name_each_other_or_nothing_stand_for_themselves() -> None:
    one = samples.finding("A-1", Severity.INFO, "甲", root="gone")
    two = samples.finding("B-1", Severity.INFO, "乙")
    three = samples.finding("C-1", Severity.ERROR, "丙", root=two.fingerprint)
    two = two.model_copy(update={"root": three.fingerprint})
    review = samples.clean().model_copy(update={"findings": (one, two, three)})
    assert numbers(review) == [("1", "C-1"), ("2", "A-1"), ("3", "B-1")]


def test_a_family_stands_where_its_worst_member_does() -> None:
    root = samples.finding("A-1", Severity.INFO, "甲")
    worse = samples.finding("B-1", Severity.ERROR, "乙", root=root.fingerprint)
    made = sheet(samples.clean().model_copy(update={"findings": (root, worse)}))
    assert [(group.key, len(group.items)) for group in made.groups] == [("error", 1)]
    assert [(item.rule, item.tone) for item in every(made.items)] == [("A-1", "error"), ("B-1", "error")]
    assert made.counts.error == 1
    assert made.counts.info == 0


def test_a_sum_lists_the_cells_that_make_it() -> None:
    cells = samples.facts(t4__review__upheld="2", t4__review__total="3")
    keys = ("t4.review.total", "t4.review.upheld", "t4.review.corrected", "t4.review.other")
    broken = samples.finding("T4-SUM", Severity.ERROR, "不符", *(cells[key].ref() for key in keys), arithmetic="2 ≠ 3")
    (item,) = sheet(samples.clean().model_copy(update={"facts": cells, "findings": (broken,)})).items
    assert [proof.body for proof in item.telling] == ["3", "2"]
    assert len(item.proofs) == 4


def test_what_was_not_checked_is_grouped_by_reason() -> None:
    made = sheet(samples.flawed())
    assert [(gap.kind, len(gap.rules)) for gap in made.gaps] == [
        ("broken", 1),
        ("unknown", 3),
        ("unknown", 1),
        ("skipped", 1),
    ]
    assert (made.counts.checked, made.counts.passed, made.counts.gaps, made.counts.skipped) == (48, 40, 5, 1)


@pytest.mark.parametrize(
    ("review", "tone", "conclusion"),
    [
        (samples.flawed(), "return", "建议退回修改"),
        (samples.clean(), "pass", "未发现须改正的问题"),
        (samples.refused(), "none", "未能审查"),
        (samples.partial(), "pass", "已审部分未发现须改正的问题"),
    ],
)
def test_conclusions(review: Review, tone: str, conclusion: str) -> None:
    made = sheet(review)
    assert (made.tone, made.conclusion) == (tone, conclusion)


def test_the_closing_line_counts_every_file() -> None:
    assert total(sheets(samples.all_samples())) == "5 份：2 份建议退回修改，2 份未发现须改正的问题，1 份未能审查。"


def test_quotes_are_lit_once_and_texts_are_whole() -> None:
    review = samples.flawed()
    made = sheet(review)
    for passage, section in zip(made.passages, review.sections, strict=True):
        rows = ["".join(part.text for part in row) for row in passage.paragraphs]
        assert "\n".join(rows) == section.text
    lit = {part.text: part for passage in made.passages for row in passage.paragraphs for part in row if part.tone}
    assert set(lit) == {
        "收到3条政府信息公开申请",
        "目前均已办结",
        "区应急管理局",
        "无。",
        "完善信息审核制度，按月通报发布情况",
    }
    assert [ref.number for ref in lit["目前均已办结"].refs] == ["1-3"]
    assert lit["区应急管理局"].tone == "warning"


def test_overlapping_quotes_keep_the_worst_tone() -> None:
    one = samples.finding("A-1", Severity.INFO, "甲", samples.span("收到3条政府信息公开申请，目前均已办结"))
    two = samples.finding("B-1", Severity.ERROR, "乙", samples.span("目前均已办结。"))
    made = sheet(samples.clean().model_copy(update={"findings": (one, two)}))
    lit = [(part.text, part.tone) for row in made.passages[1].paragraphs for part in row if part.tone]
    assert lit == [("收到3条政府信息公开申请，", "info"), ("目前均已办结", "error"), ("。", "error")]


def test_a_quote_that_does_not_stand_there_lights_nothing() -> None:
    wrong = samples.span("目前均已办结").model_copy(update={"start": 3, "end": 9})
    found = samples.finding("A-1", Severity.ERROR, "甲", wrong)
    made = sheet(samples.clean().model_copy(update={"findings": (found,)}))
    assert not [part for passage in made.passages for row in passage.paragraphs for part in row if part.tone]
    assert named([], ()).spans == {}


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_tables_are_laid_out_without_gaps_or_overlaps(edition: str) -> None:
    review = samples.clean().model_copy(update={"facts": samples.facts(edition)})
    made = sheet(review)
    keys = [box.key for table in made.tables for row in table.rows for box in row if box.key]
    assert sorted(keys) == sorted(load_forms()[edition].cells)
    for table in made.tables:
        assert _covered(table) == len(table.rows) * table.width


def _covered(table: Table) -> int:
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(table.rows):
        left = 0
        for box in row:
            while (top, left) in taken:
                left += 1
            here = {(top + down, left + right) for down in range(box.rows) for right in range(box.columns)}
            assert not here & taken
            taken |= here
    assert all(down < len(table.rows) and right < table.width for down, right in taken)
    return len(taken)


def test_cells_named_by_findings_are_marked() -> None:
    made = sheet(samples.flawed())
    boxes = {box.key: box for table in made.tables for row in table.rows for box in row if box.key}
    total_cell = boxes["t3.new_received.total"]
    assert total_cell.tone == "error"
    assert [ref.number for ref in total_cell.refs] == ["1-2", "2"]
    assert boxes["t4.review.pending"].state == "blank"
    assert boxes["t4.review.total"].state == "unreadable"
    assert boxes["t2.art20_8.admin_fees.amount_wan"].text == "12.50"


def test_every_link_leads_somewhere() -> None:
    made = sheets(samples.all_samples())
    for one in made:
        anchors = [part.anchor for passage in one.passages for row in passage.paragraphs for part in row if part.anchor]
        anchors += [passage.anchor for passage in one.passages]
        anchors += [box.anchor for table in one.tables for row in table.rows for box in row if box.anchor]
        assert len(anchors) == len(set(anchors))
        linked = [proof.anchor for item in every(one.items) for proof in item.proofs]
        assert set(linked) <= {*anchors, ""}


def test_the_quote_stands_in_its_sentence() -> None:
    item = next(one for one in sheet(samples.flawed()).items if one.rule == "TX-NEW")
    proof = item.proofs[0]
    assert proof.before + proof.body + proof.after == "2023年度收到3条政府信息公开申请，目前均已办结。"
    assert proof.page == "第 1 页"


def test_folders_of_this_machine_stay_here() -> None:
    for given in ("/home/someone/年报/扫描件.pdf", "C:\\年报\\扫描件.pdf"):
        review = samples.refused().model_copy(update={"file": given})
        made = sheet(review)
        assert (made.name, made.subject, made.file) == ("扫描件.pdf", "扫描件.pdf", given)
        page = write([review], "html")
        assert isinstance(page, str)
        assert "someone" not in page


def test_headings_keep_one_ordinal() -> None:
    printed = [one.model_copy(update={"heading": f"{one.ordinal}、{one.heading}"}) for one in samples.sections()[1:]]
    review = samples.clean().model_copy(update={"sections": tuple(printed)})
    given, made = sheet(samples.clean()).passages[1:], sheet(review).passages
    assert [one.name for one in made] == [one.name for one in given]
    assert made[0].name == "一、总体情况"


def test_rules_that_were_not_checked_are_called_by_their_titles() -> None:
    """Where a page knows them; a rule without one keeps its id, and a title is text."""
    made = sheets([samples.flawed()])[0]
    plain = fragments(made).gaps
    assert "<code>TX-DISPUTE</code>" in plain
    named = fragments(made, {"TX-DISPUTE": "复议<b>诉讼</b>", "T4-SUM-0": "甲"}).gaps
    assert '<span title="TX-DISPUTE">复议&lt;b&gt;诉讼&lt;/b&gt;</span>' in named
    assert '<span title="T4-SUM-0">甲</span>、<code>T4-SUM-1</code>' in named
    assert "<code>TX-DISPUTE</code>" not in named
