"""Prompts are data: strict, their examples true, their versions kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import checks, resources
from reviewer.errors import ConfigError
from reviewer.llm import check, prompt
from reviewer.llm.answers import SHAPES, schema
from reviewer.llm.critic import jobs
from reviewer.llm.prompt import ORDER, prompts
from tests.llm.doubles import report

LLM_RULES = {
    "NA-VAGUE", "NA-WRONG-BODY", "NA-MIN-CONTENT", "PB-CONCRETE", "PB-MATCH", "PB-TWO-PARTS", "PB-AGAINST-DATA", "PB-REPEAT",
    "STR-PADDING", "WD-TYPO", "WD-TERMS", "WD-SECRECY", "T4-CORRECTED-STORY", "T4-CODEFENDANT", "T2-DECISION-SCOPE",
    "T3-PARTIAL-ONLY", "AG-SCOPE", "CY-FOLLOW-UP",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of prompts/ that may be spoiled."""
    copy = tmp_path / "prompts"
    shutil.copytree(resources.prompts_dir(), copy)
    monkeypatch.setattr(resources, "prompts_dir", lambda: copy)
    prompts.cache_clear()
    yield copy
    monkeypatch.undo()
    prompts.cache_clear()


def test_all_prompts_pass_and_are_entered_with_their_text() -> None:
    assert [one.id for one in check.check_all()] == list(ORDER)
    files = {path.stem for path in resources.prompts_dir().glob("*.md")} - {"README", "common"}
    assert files == set(ORDER)


@pytest.mark.parametrize("name", ["vague.md", "common.md"])
def test_a_changed_text_without_a_raised_version_is_refused(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text("utf-8") + "再补一句。\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        check.check_all()
    assert caught.value.values["file"] == "ledger.yaml"
    assert "raise its version" in caught.value.values["problem"]


def test_a_raised_version_needs_its_entry(folder: Path) -> None:
    path = folder / "vague.md"
    path.write_text(path.read_text("utf-8").replace("version: 1", "version: 2", 1), "utf-8")
    with pytest.raises(ConfigError, match="C-YAML"):
        check.check_all()
    ledger = folder / "ledger.yaml"
    text = ledger.read_text("utf-8")
    digest = next(one.digest for one in prompts() if one.id == "vague")
    line = next(line for line in text.splitlines() if line.startswith("vague:"))
    ledger.write_text(text.replace(line, line.replace("}", f', 2: "{digest}"}}')), "utf-8")
    assert next(one.label for one in check.check_all() if one.id == "vague") == "vague@2"


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("severity: warning\nrules", "severity: error\nrules", "severity:", "severity"),
        ("title: 空泛表述", "titel: 空泛表述", "titel:", "titel"),
        ("reads: [overview", "reads: [overviews", "reads:", "no section overviews"),
        ("answer: remarks", "answer: praise", "answer:", "no answer shape praise"),
        ("rule: NA-VAGUE", "rule: NA-OTHER", "rule:", "NA-OTHER"),
        ('“{quote}”。"\n    suggestion: 请换成', '“{figure}”。"\n    suggestion: 请换成', "message:", "figure"),
        ('needs: "发布|', 'needs: "(发布|', "needs:", "needs"),
        ("quote: 部分单位创新方式", "quote: 部分单位改变方式", "findings:", "J-QUOTE-ABSENT"),
        ("segment: s2, quote", "segment: s9, quote", "findings:", "J-SEGMENT"),
        ("    findings: 2", "    findings: 3", "findings:", "comes to 2 findings, not 3"),
        ("id: vague", "id: vages", "id:", "vages"),
        ("kinds:\n  vague:", "kinds:\n vague:", "", ""),
        ("---\nid", "--\nid", "", "front matter"),
    ],
)
def test_a_bad_prompt_is_refused_with_its_line(folder: Path, old: str, new: str, line: str, problem: str) -> None:
    path = folder / "vague.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigError) as caught:
        check.check_all()
    values = caught.value.values
    assert (values["file"], caught.value.code) == ("vague.md", "C-YAML")
    assert problem in values["problem"]
    told = path.read_text("utf-8").splitlines()[int(values["line"]) - 1]
    assert line in told, told
    assert resources.sentence("C-YAML", **values)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "typos.md").unlink()
    with pytest.raises(ConfigError, match="C-FILE"):
        prompts()


def test_every_rule_that_needs_a_model_is_served_and_none_is_graver_than_a_warning() -> None:
    served = {rule for one in prompts() for rule in one.rules}
    assert served >= LLM_RULES
    known = {rule.id for rule in checks.rules()}
    assert {rule for one in prompts() if one.id == "claims" for rule in one.rules} <= known
    assert {kind.severity.value for one in prompts() for kind in one.kinds.values()} <= {"warning", "info"}
    for one in prompts():
        used = {kind.rule for kind in one.kinds.values()}
        assert used <= set(one.rules)
        assert one.id == "claims" or used == set(one.rules), one.id


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from _objects(value)


@pytest.mark.parametrize("one", prompts(), ids=lambda one: one.label)
def test_schemas_are_strict_and_can_only_list(one: prompt.Prompt) -> None:
    made = schema(SHAPES[one.answer], tuple(one.kinds))
    assert all(value["type"] == "array" for value in made["properties"].values())
    for node in _objects(made):
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
        assert all(node["properties"].values())
    text = json.dumps(made)
    assert "$ref" not in text
    assert not any(word in text for word in ("verdict", "severity", "pass", "score", "ok"))


def test_requests_are_the_same_each_time_and_hold_examples_first() -> None:
    given = report(overview="全年公布水质数据52次。", problems="公开栏更新慢，12月补齐。")
    first, second = jobs(given), jobs(given)
    for one, other in zip(first, second, strict=True):
        if one.request is None or other.request is None:
            assert one.reason == other.reason
            continue
        assert one.request._replace(accept=None) == other.request._replace(accept=None)
        roles = [message.role for message in one.request.messages]
        assert roles == ["system", *(["user", "assistant"] * len(one.desk.prompt.examples)), "user"]
        assert one.request.messages[0].content == one.desk.prompt.instructions
        assert one.request.prompt == one.desk.prompt.label
