"""Every kept report is read and judged as its expected.yaml says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.model import Review, TextSpan
from reviewer.pipeline import Reviewer
from reviewer.settings import Settings

HOME = Path(__file__).parents[2] / "fixtures" / "reports"
NAMES = sorted(path.parent.name for path in HOME.glob("*/expected.yaml"))


def _review(name: str) -> tuple[Review, dict[str, Any]]:
    expected = yaml.safe_load((HOME / name / "expected.yaml").read_text("utf-8"))
    (path,) = (HOME / name).glob("report.*")
    with Reviewer(Settings(llm="off", isolation="none")) as reviewer:
        previous = HOME / name / "previous.docx"
        return reviewer.review(path, previous=previous if previous.exists() else None), expected


@pytest.mark.parametrize("name", NAMES)
def test_read_and_judged_as_expected(name: str) -> None:
    review, expected = _review(name)

    assert review.status.value in ("reviewed", "partial"), review.notice
    assert (review.identity.year, review.identity.agency) == (expected["year"], expected["agency"])
    read = {key: fact for key, fact in review.facts.items() if fact.state.value != "zero"}
    facts = {
        key: str(fact.value.normalize().__format__("f")) if fact.value is not None else fact.state.value
        for key, fact in read.items()
    }
    assert facts == {key: str(value) for key, value in expected["facts"].items()}
    assert len(review.facts) == expected["cells"]
    found = {one.rule for one in review.findings}
    for rules in expected["findings"]:
        assert found & set(rules), rules
    for place in expected.get("places", ()):
        quotes = [
            ref.quote
            for one in review.findings
            if one.rule in place["rules"]
            for ref in one.evidence
            if isinstance(ref, TextSpan)
        ]
        assert any(place["quote"] in quote or (len(quote) > 1 and quote in place["quote"]) for quote in quotes), (
            place,
            quotes,
        )
    if not expected["findings"]:
        alarms = [
            one for one in review.findings if one.severity.value != "info" and one.rule not in expected["allowed"]
        ]
        assert not alarms, [(one.rule, one.message) for one in alarms]


def test_values_are_numbers() -> None:
    for name in NAMES:
        expected = yaml.safe_load((HOME / name / "expected.yaml").read_text("utf-8"))
        for value in expected["facts"].values():
            assert value in ("blank", "placeholder", "text") or Decimal(str(value)) != 0
