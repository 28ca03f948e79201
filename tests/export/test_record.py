"""The JSON record: the contract's shape and order, equal bytes, and back again."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from reviewer.errors import InputError
from reviewer.export import load, write
from tests.export import samples


class Open(BaseModel):
    """What a reader relies on; keys that were added are passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)


class ReadNotice(Open):
    code: str
    sentence: str


class ReadIdentity(Open):
    title: str
    agency: str
    year: int | None
    edition: str


class ReadFact(Open):
    value: str | None
    state: Literal["number", "zero", "blank", "placeholder", "text", "unreadable"]
    raw: str
    page: int | None
    bbox: list[float] | None


class ReadClaim(Open):
    facts: list[str]
    value: str
    quote: str
    section: str
    start: int
    end: int
    page: int | None
    origin: Literal["rule", "model"]


class ReadOutcome(Open):
    rule: str
    status: Literal["passed", "failed", "unknown", "skipped", "broken"]


class ReadEvidence(Open):
    kind: Literal["text", "cell"]
    page: int | None
    section: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    fact: str | None = None
    value: str | None = None


class ReadFinding(Open):
    rule: str
    severity: Literal["error", "warning", "info"]
    origin: Literal["rule", "model"]
    message: str
    suggestion: str
    basis: str
    expected: str | None
    actual: str | None
    evidence: list[ReadEvidence]
    fingerprint: str


class ReadReview(Open):
    file: str
    sha256: str
    status: Literal["reviewed", "partial", "refused", "over_limit", "failed"]
    notice: ReadNotice | None
    identity: ReadIdentity
    facts: dict[str, ReadFact]
    claims: list[ReadClaim]
    outcomes: list[ReadOutcome]
    findings: list[ReadFinding]
    model: dict[str, Any] | None
    verdict: Literal["pass", "attention", "return"]


class ReadRecord(Open):
    schema_version: Literal[1]
    reviews: list[ReadReview]


CONTRACT: dict[str, Any] = {
    "schema_version": 1,
    "reviews": [
        {
            "file": "report.docx", "sha256": "00", "status": "reviewed", "notice": None,
            "identity": {"title": "年度报告", "agency": "某局", "year": 2023, "edition": "2021"},
            "facts": {"t3.new_received.total": {"value": "4", "state": "number", "raw": "4", "page": 2, "bbox": [1, 2, 3, 4]}},
            "claims": [{"facts": ["t3.new_received.total"], "value": "3", "quote": "收到3条", "section": "overview",
                        "start": 0, "end": 4, "page": 1, "origin": "rule"}],
            "outcomes": [{"rule": "T3-ROW-SUM", "status": "passed"}],
            "findings": [{
                "rule": "TX-NEW", "severity": "error", "origin": "rule", "message": "不一致", "suggestion": "请核对",
                "basis": "条例", "expected": "4", "actual": "3",
                "evidence": [
                    {"kind": "text", "section": "overview", "quote": "收到3条", "start": 0, "end": 4, "page": 1},
                    {"kind": "cell", "fact": "t3.new_received.total", "value": "4", "page": 2, "bbox": []},
                ],
                "fingerprint": "ab",
            }],
            "model": None, "verdict": "return",
        }
    ],
}  # fmt: skip


def text(*reviews: Any) -> str:
    made = write(reviews, "json")
    assert isinstance(made, str)
    return made


def test_products_and_the_contract_fit_the_reader() -> None:
    ReadRecord.model_validate_json(json.dumps(CONTRACT))
    record = ReadRecord.model_validate_json(text(*samples.all_samples()))
    assert [one.status for one in record.reviews] == ["reviewed", "reviewed", "refused", "partial", "reviewed"]


def test_the_contract_example_loads_and_gives_its_values_back() -> None:
    (review,) = load(json.dumps(CONTRACT))
    again = json.loads(text(review))["reviews"][0]
    want = CONTRACT["reviews"][0]
    assert list(again)[: len(want)] == list(want)
    for key in ("file", "identity", "facts", "verdict"):
        assert again[key] == want[key]
    for key in ("claims", "outcomes", "findings"):
        for made, given in zip(again[key], want[key], strict=True):
            assert list(made)[: len(given)] == list(given)
    assert list(again["findings"][0]["evidence"][0])[:6] == ["kind", "section", "quote", "start", "end", "page"]
    assert list(again["findings"][0]["evidence"][1])[:5] == ["kind", "fact", "value", "page", "bbox"]


def test_round_trip_and_equal_bytes() -> None:
    given = samples.all_samples()
    first = text(*given)
    assert load(first) == given
    assert text(*load(first)) == first == text(*samples.all_samples())
    assert first.endswith("}\n")
    assert "应急管理局" in first


def test_numbers_are_strings_without_exponents_and_places_are_finite() -> None:
    record = json.loads(text(samples.hostile("x" * 100_000)), parse_constant=pytest.fail)
    evidence = record["reviews"][0]["findings"][0]["evidence"]
    assert evidence[2]["value"] == "1000"
    assert evidence[0]["bbox"] is None
    assert len(evidence[0]["quote"]) == 100_000


def test_later_keys_are_passed_over() -> None:
    record = json.loads(text(samples.flawed()))
    record["later"] = 1
    one = record["reviews"][0]
    one["later"] = one["identity"]["later"] = one["model"]["later"] = 1
    one["sections"][1]["later"] = one["sections"][1]["places"][0]["later"] = 1
    one["facts"]["t3.new_received.total"]["later"] = one["findings"][0]["evidence"][0]["later"] = 1
    assert load(json.dumps(record)) == (samples.flawed(),)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("", "X-RECORD"),
        ("[]", "X-RECORD"),
        ("{}", "X-RECORD"),
        ('{"schema_version": 1, "reviews": [{}]}', "X-RECORD"),
        ('{"schema_version": 1, "reviews": [3]}', "X-RECORD"),
        ('{"schema_version": 2, "reviews": []}', "X-SCHEMA"),
        ("[" * 100_000, "X-RECORD"),
    ],
)
def test_what_is_no_record_is_told(broken: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load(broken)
    assert caught.value.code == code
