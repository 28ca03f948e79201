"""`kill -9` of everything at random moments: nothing is lost, nothing is doubled, the results are those of one quiet run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reviewer import Settings
from reviewer.batch import Office, Totals
from reviewer.model import SubmissionState
from tests.batch import made
from tests.batch.test_run import documents

KILLS = int(os.environ.get("REVIEWER_KILLS", "6"))
"""Each costs a start of the program; docs/scale.md says when 25 were run."""
FILES = max(60, 12 * KILLS)
"""Enough that the batch does not end before the last kill: up to eight are done in between."""


def command(home: Path, source: Path, out: Path) -> subprocess.Popen[bytes]:
    """`reviewer batch` in a group of its own."""
    call = [sys.executable, "-m", "reviewer", "batch", str(source), "--output", str(out), "--workers", "2", "--resume"]
    environment = {**os.environ, "REVIEWER_HOME": str(home), "REVIEWER_LLM": "off"}
    return subprocess.Popen(call, env=environment, start_new_session=True, stderr=subprocess.DEVNULL, preexec_fn=_heard)


def _heard() -> None:
    """Interrupts reach the program even where the tests themselves run in the background, which ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def quietly(home: Path, source: Path, out: Path) -> Totals:
    with Office(Settings(llm="off", home=home)) as office:
        return office.run([source], out, workers=2, resume=True)


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    source, home, out = tmp_path / "in", tmp_path / "home", tmp_path / "out"
    made.reports(source, FILES)
    chance = random.Random(20250131)
    kills = 0
    for _ in range(KILLS):
        process = command(home, source, out)
        before = len(documents(out))
        until = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < until and len(documents(out)) <= before:
            time.sleep(0.02)  # until it works: a kill while it starts shows nothing
        time.sleep(chance.uniform(0, 0.2))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    totals = quietly(home, source, out)
    quiet = quietly(tmp_path / "other", source, tmp_path / "quiet")
    assert kills >= min(KILLS, 3), "the batch ended before it could be killed"
    assert len(totals.submissions) == FILES
    assert {one.state for one in totals.submissions} == {SubmissionState.DONE}
    assert (totals.tally.done, totals.tally.left, totals.tally.quarantined) == (FILES, 0, 0)
    assert documents(out) == documents(tmp_path / "quiet")
    assert [one.counts for one in totals.submissions] == [one.counts for one in quiet.submissions]
    with Office(Settings(llm="off", home=home)) as office:
        assert office.store.verify() == ()
        ends = [one.about for one in office.store.trail() if one.what == "review"]
        wanted = {f"submission:{one.id}" for one in totals.submissions}
        assert set(ends) == wanted
    assert [one.name for one in out.glob(".*")] == [".reviewer-batch.json"]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_told_to_stop_it_ends_in_good_order(tmp_path: Path, number: signal.Signals, status: int) -> None:
    source, home, out = tmp_path / "in", tmp_path / "home", tmp_path / "out"
    made.reports(source, 60)
    process = command(home, source, out)
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until and not documents(out):
        time.sleep(0.05)
    os.killpg(process.pid, number)  # as a terminal does it: to the workers as well
    assert process.wait(30) == status
    with Office(Settings(llm="off", home=home)) as office:
        found = office.store.submissions(newest=False)
        assert {one.state for one in found} == {SubmissionState.DONE, SubmissionState.QUEUED}
        assert all(one.attempts == 0 for one in found if one.state is SubmissionState.QUEUED)
    until = time.monotonic() + 20  # helpers of the standard library end when they see that their parent has
    while (left := _left(home)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
    done = sum(one.state is SubmissionState.DONE for one in found)
    assert len(documents(out)) <= done
    assert json.loads((out / ".reviewer-batch.json").read_bytes())["label"] == str(out)


def _left(home: Path) -> list[Path]:
    return [one for one in Path("/proc").iterdir() if one.name.isdigit() and str(home).encode() in _environment(one)]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""
