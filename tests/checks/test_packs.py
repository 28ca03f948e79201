"""Rule packs are strict: a fault is refused with file, line, column and the lines around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer import guard
from reviewer.checks import load, rules
from reviewer.checks.bodies import BodyWords
from reviewer.checks.external import OUTSIDE
from reviewer.checks.report import basis
from reviewer.errors import ConfigError
from reviewer.resources import read_model, rules_dir, sentence

GOOD = """\
pack: sample
title: 样例
version: "1.0"
owner: 测试
rules:
  - id: XX-SUM
    title: 样例规则
    severity: error
    kind: formula
    statement: 总计等于分项之和。
    why: 便于核对数字。
    basis: {text: 样例依据。, certainty: practice}
    message: "{block}{expected}{actual}"
    suggestion: 请核对。
    mend: 核对后改正。
    caveat: 没有例外。
    example: {good: {shows: "1"}, bad: {shows: "2"}, unrun: 样例不运行。}
    parameters:
      checks:
        - over: {table: t4, axis: blocks}
          require: total == upheld + corrected + other + pending
"""


def _load(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(text, "utf-8")
    load(path)


def test_good_pack_loads(tmp_path: Path) -> None:
    _load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("require: total == upheld", "require: total == upheldd", 21, "是不是 upheld"),
        ("require: total == upheld", "require: total = upheld", 21, "算式写错了"),
        ("require: total == upheld", "require: open('x') == upheld", 21, "不能这样写"),
        ("kind: formula", "kind: formulae", 9, "没有“formulae”这种规则"),
        ("severity: error", "severity: fatal", 8, "severity"),
        ("    why:", "    whyy:", None, "why"),
        ("table: t4", "table: t5", 20, "table"),
        ("axis: blocks", "axis: blocks, colour: red", 20, "colour"),
        ("id: XX-SUM", "id: sum", 6, "id"),
        ("certainty: practice", "certainty: gossip", 12, "certainty"),
        ("          require:", "          variant: other\n          require:", None, "没有“other”这种情形"),
        ('version: "1.0"', 'version: "1.0', None, ""),
    ],
)
def test_bad_pack_is_refused(tmp_path: Path, old: str, new: str, line: int | None, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.values["file"] == "sample.yaml"
    assert problem in caught.value.values["problem"]
    assert caught.value.values["excerpt"]
    if line is not None:
        assert caught.value.values["line"] == str(line)


@pytest.mark.parametrize(
    ("kind", "parameters", "pattern"),
    [
        ("presence", "cases:\n        - {where: title, pattern: '公开('}", "公开("),
        ("presence", "cases: []\n      remove: '[收费'", "[收费"),
        ("layout", "check: intro\n      count: '(?P<count'", "(?P<count"),
        ("layout", "check: intro\n      subjects: {overview: '*总体'}", "*总体"),
        ("cells", "check: numeric\n      number_with_note: '[0-9'", "[0-9"),
        ("grid", "check: grid\n      harmless: '小计|)'", "小计|)"),
        ("agreement", "claims: TX-NEW\n      alternatives: [{words: '受理(', facts: []}]", "受理("),
        ("aspects", "section: overview\n      aspects: [{name: 甲, names: '(', labels: 乙, substance: 丙}]", "'('"),
    ],
)
def test_bad_pattern_is_refused(tmp_path: Path, kind: str, parameters: str, pattern: str) -> None:
    text = GOOD[: GOOD.index("      checks:")].replace("kind: formula", f"kind: {kind}") + f"      {parameters}\n"
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, text)
    assert "正则表达式写错了" in caught.value.values["problem"]
    assert pattern in text.splitlines()[int(caught.value.values["line"]) - 1]


def test_bad_pattern_in_the_names_of_bodies_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bodies.yaml"
    known = (rules_dir() / "words" / "bodies.yaml").read_text("utf-8")
    path.write_text(known.replace('self_names: "', 'self_names: "(', 1), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_model(path, BodyWords)
    assert "self_names" in caught.value.values["problem"]
    assert caught.value.values["line"] != "1"


@pytest.mark.parametrize("path", sorted(rules_dir().rglob("*.yaml")), ids=lambda path: path.stem)
def test_our_own_files_give_nothing_twice(path: Path) -> None:
    """What is refused in a pack of a place does not stand in our files either."""
    assert guard.refusal(path.read_text("utf-8")) is None


def test_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, GOOD + GOOD[GOOD.index("  - id") :])
    assert "XX-SUM" in caught.value.values["problem"]


def test_custom_is_never_shown_as_a_norm() -> None:
    mark = sentence("K-BASIS-PRACTICE", text="")
    for rule in rules():
        assert basis(rule).startswith(mark) == (rule.basis.certainty == "practice"), rule.id


def test_every_rule_says_what_a_clerk_needs() -> None:
    for rule in rules():
        texts = [rule.message, *(one.message for one in rule.variants.values())]
        assert any(texts) or rule.kind in OUTSIDE or rule.id == "EX-REPEAT-HEADER", rule.id
        assert len(rule.id) <= 32
        assert rule.example.good.shows != rule.example.bad.shows
