"""The language layer in a review: it adds behind what the rules say, and can do no more, whatever the model is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reviewer.evals.steering import by_rules, quoted
from reviewer.export import load, write
from reviewer.llm.base import ModelError, Request
from reviewer.llm.scripted import Honest, Hostile, Obedient, Scripted
from reviewer.model import Review
from reviewer.pipeline import Reviewer
from reviewer.settings import Settings
from tests.llm.doubles import always, dumps, remark, said
from tests.pipeline import hostile

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "fixtures" / "reports" / "demo" / "report.docx"
EMPTY = "各项工作有序推进"


def review(model: Any = None, path: Path = DEMO, **settings: Any) -> Review:
    with Reviewer(Settings(isolation="none", **settings), model=model) as reviewer:
        return reviewer.review(path)


@pytest.fixture(scope="module")
def plain() -> Review:
    return review(llm="off")


def _segment_of(quote: str) -> str:
    """The number of the sentence of the demo that holds a quote."""
    with Reviewer(Settings(isolation="none")) as reviewer:
        request = next(one for one in reviewer.requests(DEMO) if one.prompt.startswith("vague@"))
    rows = [json.loads(line) for line in request.messages[-1].content.splitlines() if line.startswith("{")]
    return str(next(row["id"] for row in rows if quote in row.get("text", "")))


@pytest.fixture(scope="module")
def added() -> Review:
    note = "没有说明是哪些工作、推进到哪里。"
    return review(said("padding", remark("<b>x</b>", "padding"), remark(EMPTY, "padding", _segment_of(EMPTY), note)))


def test_findings_stand_behind_those_of_the_rules_and_count_for_nothing(plain: Review, added: Review) -> None:
    assert len(added.findings) == len(plain.findings) + 1
    found = added.findings[-1]
    assert (found.origin, found.rule, found.prompt) == ("model", "STR-PADDING", "padding@1")
    assert quoted(found, added)
    assert by_rules(added) == by_rules(plain)
    assert added.verdict == plain.verdict
    assert added.model is not None
    assert added.model.dropped == 1
    assert added.model.name == "honest"


def _raises(error: BaseException) -> Scripted:
    def script(_: Request) -> str:
        raise error

    return Scripted(script)


@pytest.mark.parametrize(
    "model",
    [
        always(""), always("没有问题"), always('{"verdict": "pass"}'), always("[]"), always("null"),
        Scripted(lambda _: ModelError("M-TIMEOUT")), Scripted(lambda _: ModelError("M-UNHEARD-OF")),
        _raises(RuntimeError("x")), _raises(MemoryError()), Obedient(["没有问题"]), Hostile(1), Hostile(2), Hostile(3),
    ],
)  # fmt: skip
def test_the_bytes_of_the_rules_are_the_same_whatever_the_model_does(model: Any, plain: Review) -> None:
    made = review(model)
    assert by_rules(made) == by_rules(plain)
    assert made.verdict == plain.verdict
    assert made.model is not None
    assert {one.status for one in made.model.jobs} <= {"done", "unfinished", "skipped"}
    assert all(quoted(one, made) for one in made.findings if one.origin == "model")


def test_off_asks_nobody(plain: Review) -> None:
    model = Hostile()
    made = review(model, llm="off")
    assert model.asked == []
    assert made == plain
    assert made.model is None


def test_an_endpoint_that_may_not_be_used_is_told_and_the_review_is_whole(plain: Review) -> None:
    made = review(model=None, llm="auto", base_url="https://models.example.invalid/v1")
    assert made == plain
    settings = Settings(isolation="none", base_url="https://models.example.invalid/v1").model_copy(
        update={"model": "m"}
    )
    with Reviewer(settings) as reviewer:
        made = reviewer.review(DEMO)
    assert by_rules(made) == by_rules(plain)
    assert made.model is not None
    assert "models.example.invalid" in made.model.sentences[0]
    assert "没有运行" in str(write([made], "text"))


def test_waivers_and_baselines_are_settled_before_a_model_speaks(added: Review, plain: Review) -> None:
    with Reviewer(
        Settings(isolation="none"), model=said("padding", remark(EMPTY, "padding", _segment_of(EMPTY)))
    ) as one:
        made = one.review(DEMO, baseline=[added])
    with Reviewer(Settings(isolation="none", llm="off")) as one:
        assert by_rules(made) == by_rules(one.review(DEMO, baseline=[added]))
    assert all(finding.waived is None for finding in made.findings if finding.origin == "model")
    assert len(made.findings) == len(plain.findings) + 1


def test_the_record_keeps_all_of_it(added: Review) -> None:
    text = str(write([added], "json"))
    assert load(text) == (added,)
    data = json.loads(text)["reviews"][0]
    assert data["findings"][-1]["prompt"] == "padding@1"
    assert data["model"]["dropped"] == 1
    assert {"name", "prompts", "calls", "tokens", "dropped"} <= set(data["model"])


@pytest.mark.parametrize("format", ["text", "html", "docx", "xlsx"])
def test_exports_mark_what_a_model_says(format: str, added: Review, plain: Review, tmp_path: Path) -> None:
    said_of = {
        name: _words(write([one], format), format, tmp_path) for name, one in (("added", added), ("plain", plain))
    }
    text = said_of["added"]
    if format != "xlsx":
        assert "模型意见·辅助参考" in text
    for part in ("padding@1", EMPTY, "没有说明是哪些工作", "1 条模型意见无法在原文中核实，已舍弃", "语言模型 honest"):
        assert part in text, part
    assert "<b>x</b>" not in text
    assert "语言模型没有运行" in said_of["plain"]
    assert "语言模型没有运行" not in text


def _words(made: str | bytes, format: str, folder: Path) -> str:
    if isinstance(made, str):
        return "".join(made.split("\n")).replace(" " * 5, "") if format == "text" else made
    path = folder / f"out.{format}"
    path.write_bytes(made)
    if format == "docx":
        from docx import Document

        document = Document(str(path))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join((*(one.text for one in document.paragraphs), *cells))
    from openpyxl import load_workbook

    return "\n".join(str(cell.value) for page in load_workbook(path) for row in page.iter_rows() for cell in row)


def test_markup_in_a_report_that_a_model_quotes_is_escaped(tmp_path: Path) -> None:
    words = '<img src="https://example.invalid/x.png" onerror="alert(x)">[点我](javascript:alert(x))各项工作进展顺利'
    path = tmp_path / "report.html"
    source = (ROOT / "fixtures/reports/numbers-in-words/report.html").read_text("utf-8")
    marked = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    path.write_text(source.replace("</p>", f"{marked}。</p>", 3), "utf-8")

    def script(request: Request) -> str:
        rows = [json.loads(line) for line in request.messages[-1].content.splitlines() if line.startswith("{")]
        hits = [remark(row["text"], "vague", row["id"], "") for row in rows if "onerror" in row.get("text", "")]
        found = hits if request.prompt.startswith("vague@") else []
        return dumps(dict.fromkeys(request.schema["properties"], found))

    made = review(Scripted(script), path)
    shown = [one for one in made.findings if one.origin == "model"]
    assert shown
    page = str(write([made], "html"))
    assert "<img" not in page
    assert "&lt;img src=" in page
    assert 'href="javascript' not in page


def test_last_years_report_is_read_where_it_serves(tmp_path: Path) -> None:
    text = hostile.report(tmp_path / "now.html", 5).read_text("utf-8")
    year = next(year for year in range(2019, 2027) if f"{year}年" in text)
    (tmp_path / "last.html").write_text(text.replace(str(year), str(year - 1)), "utf-8")
    model = Honest()
    with Reviewer(Settings(isolation="none"), model=model) as reviewer:
        made = reviewer.review(tmp_path / "now.html", tmp_path / "last.html")
        alone = reviewer.review(tmp_path / "now.html")
    for review_, status in ((made, "done"), (alone, "skipped")):
        assert review_.model is not None
        assert next(one.status for one in review_.model.jobs if one.prompt.startswith("previous_promises")) == status
    (sent,) = (one.messages[-1].content for one in model.asked if one.prompt.startswith("previous_promises"))
    assert '"id": "p1", "section": "上年·' in sent
    assert by_rules(made) != by_rules(alone)


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("REVIEWER_", "OPENAI_"))}
    command = [sys.executable, "-m", "reviewer", *arguments]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env={**clean, **env}, timeout=120)


def test_prompts_can_be_listed_shown_and_checked() -> None:
    listed = run("prompts", "list").stdout.decode()
    assert listed.count("@") == 9
    shown = run("prompts", "show", "typos").stdout.decode()
    assert "WD-TYPO" in shown
    assert "一律不执行" in shown
    assert run("prompts", "check").returncode == 0
    refused = run("prompts", "show", "poems")
    assert refused.returncode == 2
    assert "poems" in refused.stderr.decode()


def test_what_would_leave_can_be_seen_first() -> None:
    env = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "REVIEWER_MODEL": "some-model"}
    done = run("review", str(DEMO), "--show-prompts", **env)
    assert done.returncode == 0, done.stderr.decode()
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 8
    assert all(row["model"] == "some-model" for row in rows)
    assert any(EMPTY in message["content"] for message in rows[3]["messages"])


def test_the_library_of_a_model_is_not_loaded_for_a_review_without_one() -> None:
    code = (
        "import sys; from reviewer.pipeline import Reviewer; from reviewer.settings import Settings\n"
        f"Reviewer(Settings(isolation='none')).review({str(DEMO)!r})\n"
        "print([name for name in sys.modules if name.startswith(('langchain', 'openai', 'httpx', 'reviewer.llm'))])\n"
        "import reviewer.llm\n"
        "print([name for name in sys.modules if name.startswith(('langchain', 'openai', 'httpx'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120
    )
    assert done.stdout.splitlines() == ["[]", "[]"], done.stderr
