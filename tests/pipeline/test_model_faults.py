"""A whole review against a server that fails in every way we know: complete, and the rules' bytes as without a model."""

from __future__ import annotations

import pytest

from reviewer.evals.steering import by_rules
from reviewer.llm.openai import OpenAIModel
from reviewer.model import Review
from reviewer.pipeline import Reviewer
from reviewer.settings import Settings
from tests.llm.build import Clock, settings
from tests.llm.server import Server
from tests.llm.test_faults import KINDS, Kind
from tests.pipeline.test_language import DEMO


@pytest.fixture(scope="module")
def plain() -> Review:
    with Reviewer(Settings(isolation="none", llm="off")) as reviewer:
        return reviewer.review(DEMO)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_review_is_whole_whatever_the_server_does(kind: Kind, plain: Review) -> None:
    clock = Clock()
    with Server(*kind.cues) as server:
        given = settings(server, **kind.over)
        model = OpenAIModel(given, clock.guard(given))
        with Reviewer(Settings(isolation="none"), model=model) as reviewer:
            made = reviewer.review(DEMO)
        model.close()
        assert server.calls > 0
    assert by_rules(made) == by_rules(plain)
    assert made.verdict == plain.verdict
    assert made.model is not None
    asked = [one for one in made.model.jobs if one.status != "skipped"]
    assert len(asked) == 8
    assert all(one.reason for one in asked if one.status == "unfinished")
    assert made.findings == plain.findings
