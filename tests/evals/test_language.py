"""The measure of the language layer: labels that can be met, replay that is in step, comparison of two runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.evals import language, madeup, narratives
from reviewer.evals.run import main
from reviewer.llm.prompt import ORDER
from reviewer.llm.scripted import Honest

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "fixtures" / "answers"


def test_narratives_are_many_and_of_every_kind() -> None:
    cases = narratives.load()
    assert len(cases) >= 60
    assert len({one.id for _, one in cases}) == len(cases)
    assert len({group for group, _ in cases}) == 8
    assert {name for _, one in cases for name in one.labels} == set(ORDER)
    assert sum(not one.labels for _, one in cases) >= 15


def test_every_label_can_be_met_by_a_model_that_answers_them_all() -> None:
    cases = narratives.load()
    for tally in language.measure(madeup.model("perfect", cases, madeup.Habits()), cases, workers=1):
        assert tally.misses == tally.alarms == [], tally.label
        assert tally.precision == tally.recall == 1
        assert tally.dropped == tally.unfinished == 0


def test_a_model_that_says_nothing_has_no_recall() -> None:
    cases = narratives.load()[:8]
    for tally in language.measure(Honest(), cases, workers=1):
        assert tally.right == tally.shown == 0
        assert tally.precision is None
        assert len(tally.misses) == tally.labelled


def test_the_kept_answers_are_in_step_with_prompts_and_narratives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = []
    for name in ("made-up-a", "made-up-b"):
        out = tmp_path / f"{name}.json"
        answers = str(ANSWERS / f"{name}.json")
        assert main(["--model", name, "--answers", answers, "--json", str(out), "--show", "misses"]) == 0
        runs.append(json.loads(out.read_text("utf-8")))
    printed = capsys.readouterr().out
    assert "answers replayed" in printed
    for run in runs:
        assert run["narratives"] == len(narratives.load())
        assert all(one["unfinished"] == 0 for one in run["prompts"].values())
    a, b = (sum(one["right"] for one in run["prompts"].values()) for run in runs)
    assert a > b > 0
    assert sum(one["dropped"] for one in runs[0]["prompts"].values()) > 0
    assert main(["--compare", str(tmp_path / "made-up-a.json"), str(tmp_path / "made-up-b.json")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("made-up-a > made-up-b\n")
    assert "vague: now missed: " in told
    assert main(["--compare", str(tmp_path / "made-up-a.json"), str(tmp_path / "made-up-a.json")]) == 0
    assert "now" not in capsys.readouterr().out


def test_answers_can_be_recorded_and_replayed(tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    name, answers = "made-up-a", str(ANSWERS / "made-up-a.json")
    assert main(["--model", name, "--answers", answers, "--record", str(again)]) == 0
    assert json.loads(again.read_text("utf-8")) == json.loads(Path(answers).read_text("utf-8"))


def test_without_an_endpoint_nothing_is_measured_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["--model", "some-model"]) == 2
    assert "没有可用的语言模型" in capsys.readouterr().err


def test_a_wrong_label_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "group: g\ncases:\n  - id: a\n    agency: 甲局\n    year: 2024\n    sections: {overview: 一句话。}\n"
        "    labels:\n      vage: [[NA-VAGUE, 一句话]]\n",
        "utf-8",
    )
    with pytest.raises(Exception, match="no prompt vage"):
        narratives.load(tmp_path)
