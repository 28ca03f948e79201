"""One wording for each verdict and each decision, wherever it is shown; a proposal is never taken for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from reviewer import resources
from reviewer.asking.findings import verdict
from reviewer.asking.season_status import GROUPS, named
from reviewer.compare import compare
from reviewer.export import comparison_fragment
from reviewer.export.comparison import as_text
from reviewer.export.html import write as page
from reviewer.export.notes import notes_of
from reviewer.export.sheet import sheet
from reviewer.export.text import write as text
from reviewer.model import Decision, Dossier
from reviewer.verdicts import VERDICTS, Language, Verdict, concluded, outcomes, verdict_of_review
from tests.export import samples
from ui.season.words import said

ROOT = Path(resources.root())
HOME = "verdicts.yaml"
LANGUAGES: tuple[Language, ...] = get_args(Language)
REVIEWS = samples.all_samples()


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from strings(one)
    elif isinstance(data, str):
        yield data


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_outcomes_read_alike(language: Language) -> None:
    known = outcomes(language)
    every = [*known.verdict.values(), *known.decision.values()]
    assert len(set(every)) == len(every)
    assert set(known.verdict) == {*VERDICTS, "partial"}
    assert set(known.decision) == set(Decision)
    assert set(known.act) == set(Decision) - {Decision.OPEN}


def test_a_proposal_names_itself_one_and_a_decision_does_not() -> None:
    known = outcomes()
    for key in VERDICTS[:2]:
        assert known.verdict[key].startswith("建议")
    assert not any(one.startswith("建议") for one in known.decision.values())
    assert known.verdict["return"].endswith(known.decision[Decision.RETURNED])


@pytest.mark.parametrize("folder", ["rules/words", "reviewer", "ui"])
def test_no_other_file_words_an_outcome(folder: str) -> None:
    """A text that is nothing but a verdict or a decision would be a second place to word it."""
    words = {one for key in LANGUAGES for one in (*outcomes(key).verdict.values(), *outcomes(key).decision.values())}
    files = [one for one in sorted((ROOT / folder).rglob("*.yaml")) if one.name != HOME]
    assert files
    found = {
        (one.name, text) for one in files for text in strings(yaml.safe_load(one.read_text("utf-8"))) if text in words
    }
    assert found == set()


@pytest.mark.parametrize("review", REVIEWS, ids=lambda one: one.file)
def test_a_review_is_told_in_the_same_words(review: Any) -> None:
    """On the card, in the terminal, on the page, in the answers, in the comment at the title."""
    told = concluded(review)
    assert sheet(review).conclusion == told
    assert sheet(review).tone == verdict_of_review(review)
    assert told in text([review])
    assert f">{told}</span>" in page([review])
    assert verdict(Dossier(review=review)) == told
    assert told in notes_of(review).summary[0]


def test_a_comparison_names_the_verdict_of_either_version() -> None:
    found = compare(samples.flawed(), samples.clean())
    for told in (as_text(found), comparison_fragment(found)):
        before, after = concluded(samples.flawed()), concluded(samples.clean())
        assert told.index(before) < told.index(after)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_takes_its_words_from_there(language: Language) -> None:
    words, known = said(language), outcomes(language)
    assert [words[f"verdict_{key}"] for key in VERDICTS] == [known.verdict[key] for key in VERDICTS]
    assert [words[f"decision_{key.value}"] for key in Decision] == [known.decision[key] for key in Decision]


def test_groups_of_bodies_are_named_by_them() -> None:
    known = outcomes()
    advised: dict[str, Verdict] = {"advised_return": "return", "advised_attention": "attention", "clean": "pass"}
    for group, key in advised.items():
        assert group in GROUPS
        assert known.verdict[key] in named(group)
    for one in Decision:
        assert known.decision[one] in named(one.value)
