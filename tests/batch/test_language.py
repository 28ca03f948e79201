"""A model's part comes after all else, into the same review and its document; what the rules said stays as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer import Settings
from reviewer.batch import Office
from reviewer.hints import Read
from reviewer.model import ModelUse, Review
from tests.batch import made
from tests.batch.test_run import documents, run


class Talking:
    """A language layer that always says the same, and counts."""

    wanted = True
    asked = 0

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def added(self, review: Review, read: Read) -> Review:
        Talking.asked += 1
        assert read.report.identity == review.identity
        said = [one.model_copy(update={"origin": "model", "prompt": "p@1"}) for one in review.findings[:1]]
        return review.model_copy(update={"findings": (*review.findings, *said), "model": ModelUse(name="m")})

    def close(self) -> None:
        pass


def test_what_a_model_says_joins_the_stored_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    made.reports(source, 4)
    run(tmp_path / "plain", source, output=tmp_path / "one")
    monkeypatch.setattr("reviewer.batch.language.Hints", Talking)
    totals = run(tmp_path / "home", source, output=tmp_path / "two")
    assert Talking.asked == 4
    before, after = (
        {name: json.loads(data) for name, data in documents(tmp_path / folder).items()} for folder in ("one", "two")
    )
    for name, plain in before.items():
        found: dict[str, Any] = after[name]
        assert found["model"]["name"] == "m"
        assert [one for one in found["findings"] if one["origin"] == "rule"] == plain["findings"]
        assert {key: found[key] for key in plain if key not in ("model", "findings")} == {
            key: plain[key] for key in plain if key not in ("model", "findings")
        }
    with Office(Settings(llm="off", home=tmp_path / "home")) as office:
        assert all(office.store.review(one.id).model is not None for one in totals.submissions)
        assert office.store.verify() == ()
    run(tmp_path / "home", source, output=tmp_path / "two", resume=True)
    assert Talking.asked == 4, "asked again for what is there"
