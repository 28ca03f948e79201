"""One view of a rule for the command line, the generated reference and the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer import rulebook
from reviewer.checks import Loaded, catalogue, loaded
from reviewer.resources import rules_dir

ROOT = Path(__file__).resolve().parents[2]
NEEDED = {"severity", "statement", "why", "basis", "good", "bad", "mend", "caveat", "pack"}


def shown(rule: str, folder: Path | None = None) -> dict[str, str]:
    found = catalogue(folder)
    one = next(each for each in found.rules(found.latest) if each.rule.id == rule)
    return {row.key: row.text for row in rulebook.page(one).rows}


@pytest.mark.parametrize("one", loaded(), ids=lambda one: one.rule.id)
def test_a_page_has_all_that_is_told_of_a_rule(one: Loaded) -> None:
    page = rulebook.page(one)
    keys = [row.key for row in page.rows]
    assert set(keys) >= NEEDED
    assert ("formula" in keys) == bool(one.rule.formula)
    assert ("unrun" in keys) == bool(one.rule.example.unrun)
    assert ("earlier" in keys) == (one.rule.basis.earlier is not None)
    assert all(row.title and row.text.strip() == row.text and "\n" not in row.text for row in page.rows)
    assert not any("。。" in row.text for row in page.rows)


def test_a_basis_is_told_with_its_certainty() -> None:
    assert shown("DT-DUE")["basis"].endswith("第四十九条（法律法规）")
    assert shown("DT-SIGN")["basis"].endswith("（惯例）")
    assert shown("TAB-BLANK")["severity"] == "需要核实（有的情形为仅作提示）"
    assert "2021年度以前的报告只作提示" in shown("NA-FIVE")["years"]


def test_a_change_of_a_place_is_told_with_its_owner_and_version() -> None:
    examples = rules_dir() / "examples"
    assert shown("T4-REVIEW-FIRST", examples)["off"].startswith(
        "由某省补充规则（示例）（某省政务公开工作机构，1.0版）停用。"
    )
    county = shown("DT-DUE", examples)["changed"]
    assert "某县政务公开工作机构，1.1版" in county
    assert "参数 by.department 由 01-31 改为 01-20" in county
    assert "级别由仅作提示改为需要核实" in shown("NA-LENGTH", examples)["changed"]
    assert "情形 lines 的级别由仅作提示改为需要核实" in shown("TAB-BLANK", examples)["changed"]
    assert shown("LOCAL-TRAINING", examples)["pack"].startswith("某省补充规则")
    ours = frozenset(one.pack.pack for one in loaded())
    found = catalogue(examples)
    marks = {line.id: line.mark for line in (rulebook.line(one, ours) for one in found.rules(found.latest))}
    assert {rule: mark for rule, mark in marks.items() if mark} == {
        "T4-REVIEW-FIRST": "（已停用）", "LOCAL-TRAINING": "（本地规则）", "DT-DUE": "（本地有调整）",
        "FE-STATEMENT": "（本地有调整）", "NA-LENGTH": "（本地有调整）", "TAB-BLANK": "（本地有调整）",
    }  # fmt: skip


def test_the_reference_is_current() -> None:
    """Made by `make docs`."""
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == rulebook.markdown(catalogue(None))


def test_the_reference_names_every_rule_once_and_links_to_it() -> None:
    text = (ROOT / "docs" / "rules.md").read_text("utf-8")
    heads = re.findall(r"^### (\S+)$", text, re.MULTILINE)
    assert heads == [one.rule.id for one in loaded()]
    assert re.findall(r"\(#(\S+)\)", text) == [head.lower() for head in heads]


def test_what_a_rule_says_is_text_in_the_reference() -> None:
    one = loaded()[0]
    odd = one._replace(rule=one.rule.model_copy(update={"statement": "<b>*甲*</b> [乙](x) `丙` _丁_ | ~"}))
    found = rulebook.markdown(_Only((odd,)))  # type: ignore[arg-type]
    assert r"\<b\>\*甲\*\</b\> \[乙\](x) \`丙\` \_丁\_ \| \~" in found


class _Only:
    """A catalogue of these rules."""

    latest = None

    def __init__(self, rules: tuple[Loaded, ...]) -> None:
        self._rules = rules

    def rules(self, year: int | None) -> tuple[Loaded, ...]:
        return self._rules
