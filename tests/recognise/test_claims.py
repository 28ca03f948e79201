"""Claims found in sentences: the cases are data (tests/recognise/claims/*.yaml)."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.model import Claim, Fact, Identity, Section, State, load_forms
from reviewer.model.phrases import load_phrases
from reviewer.recognise.claims import find
from reviewer.recognise.stating.lexicon import meanings

HERE = Path(__file__).parent / "claims"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # several times as quick as the one in Python
NAMES: dict[str, list[str]] = yaml.load((HERE / "names.yaml").read_text("utf-8"), Loader=_Loader)
FILES = sorted(path for path in HERE.glob("*.yaml") if path.name != "names.yaml")
CASES = [(path.stem, case) for path in FILES for case in yaml.load(path.read_text("utf-8"), Loader=_Loader)]
AGENCY = "某市某区应急管理局"
Key = tuple[tuple[str, ...], Decimal, str]


def cells(name: str, edition: str) -> list[str]:
    """The cells a short name (or a key) stands for."""
    found: list[str] = []
    for pattern in NAMES.get(name, [name]):
        rule = re.compile(re.escape(pattern).replace(r"\*", ".*"))
        keys = load_forms()[edition].cells
        found += [key for key in keys if rule.fullmatch(key) and (not pattern.endswith(".*") or key.endswith(".total"))]
    return found


def wanted(text: str, edition: str) -> Key:
    match = re.fullmatch(r"([^=~]+)([=~])(-?[\d.]+)(!?)", text)
    assert match, text
    relation = "tolerance" if match[2] == "~" else "none" if match[4] else "eq"
    keys = sorted(key for name in match[1].split("+") for key in cells(name, edition) or [name])
    return tuple(keys), Decimal(match[3]).normalize(), relation


def read(case: dict[str, Any]) -> tuple[tuple[Claim, ...], tuple[Claim, ...], str]:
    edition = case.get("form", "2021")
    facts = {}
    for name, value in case.get("facts", {}).items():
        key = next(iter(cells(name, edition)), name)  # a cell of a variant that the edition does not have
        facts[key] = Fact(key=key, raw=str(value), state=State.NUMBER, value=Decimal(value))
    identity = Identity(agency=case.get("agency", AGENCY), year=case.get("year", 2023), edition=edition)
    section = Section(key=case.get("section", "overview"), text=case["text"])
    claims, assertions = find([section], facts, identity, load_forms()[edition])
    return claims, assertions, section.text


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case['text'][:30]}" for file, case in CASES])
def test_claims_of_a_sentence(file: str, case: dict[str, Any]) -> None:
    claims, assertions, text = read(case)
    edition = case.get("form", "2021")
    found = sorted((tuple(sorted(one.facts)), one.value.normalize(), one.relation) for one in claims)
    assert found == sorted(wanted(one, edition) for one in case.get("claims", []))
    assert [one.relation for one in assertions] == case.get("assertions", [])
    for one in (*claims, *assertions):
        assert one.quote == text[one.start : one.end] != ""
        assert set(one.facts) <= set(load_forms()[edition].cells) | set(case.get("facts", {}))


@given(
    st.text(
        alphabet="收到政府信息公开申请件12３三，。（）年结转办结无未行政复议诉讼其中予以部分、和分别为 \n%", max_size=60
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_every_quote_is_verbatim(text: str) -> None:
    section = Section(key="overview", text=text)
    claims, assertions = find([section], {}, Identity(agency=AGENCY, year=2023), load_forms()["2021"])
    for one in (*claims, *assertions):
        assert text[one.start : one.end] == one.quote != ""


def test_offsets_point_into_the_section_as_printed() -> None:
    text = "一、情况\n２０２３ 年，收到 政府信息公开申请 １２ 件，\n办结 11 件。"
    claims, _ = find([Section(key="requests", text=text)], {}, Identity(year=2023), load_forms()["2021"])
    assert [one.quote for one in claims] == ["收到 政府信息公开申请 １２ 件", "办结 11 件"]


def test_every_slot_names_cells_of_some_edition() -> None:
    for slot in load_phrases().slots:
        meant = [meanings(form).get((slot.object, slot.action)) for form in load_forms().values()]
        assert any(meant), slot


@pytest.mark.no_cover
def test_five_thousand_characters_are_read_in_milliseconds() -> None:
    text = "\n".join(case["text"] for _, case in CASES)[:5000]
    section = Section(key="overview", text=text)
    arguments: tuple[Any, ...] = ([section], {}, Identity(agency=AGENCY, year=2023), load_forms()["2021"])
    find(*arguments)
    best = min(timed(arguments) for _ in range(5))
    assert best < 0.2  # some 80 ms for this text, which is nothing but numbers; loose, for slow machines


def timed(arguments: tuple[Any, ...]) -> float:
    start = process_time()
    find(*arguments)
    return process_time() - start
