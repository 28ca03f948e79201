"""`reviewer ask`: what is printed, the JSON, the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
DEMO = str(ROOT / "fixtures" / "reports" / "demo" / "report.docx")
PDF = str(ROOT / "fixtures" / "reports" / "row-cut-by-page" / "report.pdf")
LAST = str(ROOT / "fixtures" / "evals" / "questions" / "reports" / "last-year.md")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_ISOLATION", "none")
    monkeypatch.setenv("REVIEWER_LLM", "off")


def test_the_answer_and_below_it_what_it_stands_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", DEMO, "自然人申请几件？"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("表三“本年新收”行“自然人”为11件")
    assert "依据\n  [1] 表三“本年新收”行“自然人”  11" in out


def test_what_is_not_there_is_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", DEMO, "张局长的电话？"]) == 1
    out = capsys.readouterr().out
    assert "原文未见" in out
    assert not any(char.isdigit() for char in out)


def test_several_meanings_are_status_one_with_ways_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", DEMO, "结转几件"]) == 1
    assert "可以这样问" in capsys.readouterr().out


def test_last_years_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", DEMO, "申请比去年多几件", "--previous", LAST]) == 0
    out = capsys.readouterr().out
    assert "增加2件" in out
    assert "[2] 上一年度报告 表三" in out


def test_json_holds_figures_citations_and_no_inner_state(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["ask", PDF, "收到多少件申请", "--format", "json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    answer = told["answer"]
    assert (told["schema_version"], answer["status"], answer["mode"]) == (1, "answered", "rule")
    assert answer["figures"][0]["facts"] == ["t3.new_received.total"]
    source = answer["citations"][0]["source"]
    assert source["kind"] == "cell"
    assert source["page"] >= 1
    assert len(source["bbox"]) == 4
    assert "topic" not in answer


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "nothing.docx", "收到几件"], "不能回答问题：找不到该文件"),
        (["ask", DEMO], "缺少“QUESTION”"),
        (["ask", DEMO, "收到几件", "--format", "xml"], "可取 text、json"),
        (["ask", DEMO, "收到几件", "--previous", "nothing.docx"], "找不到上一年度报告"),
    ],
)
def test_wrong_calls_are_a_sentence_and_two(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_an_answer_for_a_program_is_the_same_whatever_the_locale() -> None:
    command = [sys.executable, "-m", "reviewer", "ask", DEMO, "予以公开占办结的百分之几？"]
    outputs = {
        subprocess.run(
            command, capture_output=True, check=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": locale, "TZ": zone, "REVIEWER_LLM": "off"},
        ).stdout
        for locale, zone in (("C", "UTC"), ("C.UTF-8", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(outputs) == 1
    assert "50%" in outputs.pop().decode()
