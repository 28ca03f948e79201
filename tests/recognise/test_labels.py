from __future__ import annotations

import pytest

from reviewer.model import load_forms
from reviewer.recognise.align import place
from reviewer.recognise.labels import Role, is_known, likeness, roles, targets_of, unnumbered
from reviewer.recognise.tokens import kind_of

T3 = targets_of(load_forms()["2021"].table("t3"))
BY_KEY = {target.key: target for target in T3}


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("1.属于国家秘密", "done.denied.state_secret"), ("１．属于国家秘密", "done.denied.state_secret"),
        ("1. 属于\n国家秘密", "done.denied.state_secret"), ("属于国家秘密", "done.denied.state_secret"),
        ("3.危及\"三安全一稳定\"", "done.denied.security_stability"), ("（七）合计", "done.total"), ("(七)总 计", "done.total"),
        ("逾期不补正", "done.other.correction_overdue"), ("（二）部分公开", "done.partial"),
    ],
)  # fmt: skip
def test_exact_spellings(printed: str, key: str) -> None:
    assert likeness(printed, BY_KEY[key]) == 1.0
    assert is_known(printed)


def test_a_garbled_label_is_most_like_its_own_row() -> None:
    ranked = sorted(T3, key=lambda target: -likeness("2.其他法律行政止公开", target))
    assert ranked[0].key == "done.denied.law_prohibited"
    assert 0.6 <= likeness("2.其他法律行政止公开", ranked[0]) < 1.0


def test_roles_tell_tables_apart() -> None:
    assert {role.table for role in roles("行政规范性文件")} == {"t2"}
    assert Role("t4", "block", "litigation_direct") in roles("行政诉讼（未经复议直接起诉）")
    assert {role.kind for role in roles("总计") if role.table == "t3"} == {"row", "column"}
    assert roles("建议提案办理情况") == frozenset()


def test_ordinals_are_left_out_of_comparison() -> None:
    assert unnumbered("（二）部分公开") == unnumbered("2、部分公开") == unnumbered("部分公开") == "部分公开"
    assert unnumbered("三、") == "三"


def test_kinds_of_tokens() -> None:
    assert [kind_of(text) for text in ("", "1.属于国家秘密", "1,234", "/", "约80")] == [
        "blank",
        "label",
        "value",
        "value",
        "other",
    ]


def test_alignment_tells_missing_extra_and_misordered() -> None:
    rows = [target for target in T3 if not target.group]
    labels = [(next(iter(target.spellings)),) for target in rows]
    labels[4], labels[6] = labels[6], labels[4]
    del labels[10]
    labels.insert(12, ("小计",))
    placing = place(labels, T3)
    found = [T3[one].key for one in placing.target if one is not None]
    assert set(found) == {target.key for target in rows} - {rows[10].key}
    assert placing.target[12] is None
    assert {T3[one].key for row in placing.misordered if (one := placing.target[row]) is not None} <= {
        rows[4].key, rows[5].key, rows[6].key,
    }  # fmt: skip
    assert placing.misordered


def test_a_row_without_a_label_is_placed_only_where_one_row_is_missing() -> None:
    rows = [target for target in T3 if not target.group]
    labels: list[tuple[str, ...]] = [(next(iter(target.spellings)),) for target in rows]
    labels[8] = ()
    assert place(labels, T3).target.count(None) == 0
    labels.insert(8, ())
    assert place(labels, T3).target.count(None) == 2
