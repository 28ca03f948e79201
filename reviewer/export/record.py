"""The JSON of a review: the record. Keys and their order are the contract's; what we add stands behind them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from reviewer.errors import InputError
from reviewer.model import (
    SCHEMA_VERSION,
    Box,
    CellRef,
    Claim,
    Dropped,
    Fact,
    Finding,
    Frozen,
    Identity,
    ModelUse,
    Notice,
    Outcome,
    Place,
    PromptUse,
    Review,
    Section,
    TextSpan,
    Waived,
)

_SURROGATE = re.compile("[\ud800-\udfff]")
Json = dict[str, Any]


def write(reviews: Iterable[Review]) -> str:
    """The document of `review --format json`. Equal reviews give equal bytes; Decimals are strings."""
    return dumps({"schema_version": SCHEMA_VERSION, "reviews": [as_json(one) for one in reviews]})


def dumps(data: object) -> str:
    """JSON text that UTF-8 can always hold: a lone surrogate is written as its escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def as_json(review: Review) -> Json:
    """The object under `reviews`."""
    return {
        "file": review.file,
        "sha256": review.sha256,
        "status": review.status.value,
        "notice": notice_as_json(review.notice) if review.notice else None,
        "identity": {name: getattr(review.identity, name) for name in ("title", "agency", "year", "edition")},
        "facts": {key: _fact(fact) for key, fact in review.facts.items()},
        "claims": [_claim(one) for one in review.claims],
        "outcomes": [{"rule": one.rule, "status": one.status.value, "reason": one.reason} for one in review.outcomes],
        "findings": [finding_as_json(one) for one in review.findings],
        "model": review.model.model_dump(mode="json") if review.model else None,
        "verdict": review.verdict,
        "sections": [_section(one) for one in review.sections],
        "notices": [notice_as_json(one) for one in review.notices],
        "packs": list(review.packs),
    }


def notice_as_json(notice: Notice) -> Json:
    return {"code": notice.code, "sentence": notice.sentence}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _box(box: Box | None) -> list[float] | None:
    return list(box) if box is not None and all(math.isfinite(side) for side in box) else None


def _section(section: Section) -> Json:
    places = [
        {"start": one.start, "end": one.end, "page": one.page, "bbox": _box(one.bbox)}
        for one in section.places
        if _box(one.bbox) is not None
    ]
    head = {"key": section.key, "heading": section.heading, "ordinal": section.ordinal}
    return {**head, "text": section.text, "places": places}


def _fact(fact: Fact) -> Json:
    return {
        "value": _number(fact.value),
        "state": fact.state.value,
        "raw": fact.raw,
        "page": fact.page,
        "bbox": _box(fact.bbox),
    }


def _claim(claim: Claim) -> Json:
    return {
        "facts": list(claim.facts),
        "value": _number(claim.value),
        "quote": claim.quote,
        "section": claim.section,
        "start": claim.start,
        "end": claim.end,
        "page": claim.page,
        "origin": claim.origin,
        "rule": claim.rule,
        "relation": claim.relation,
        "tolerance": _number(claim.tolerance),
        "unit": claim.unit,
    }


def _evidence(proof: TextSpan | CellRef) -> Json:
    if isinstance(proof, CellRef):
        head: Json = {"kind": "cell", "fact": proof.fact, "value": _number(proof.value)}
        return {**head, "page": proof.page, "bbox": _box(proof.bbox), "raw": proof.raw}
    head = {"kind": "text", "section": proof.section, "quote": proof.quote, "start": proof.start, "end": proof.end}
    return {**head, "page": proof.page, "bbox": _box(proof.bbox)}


def finding_as_json(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "origin": finding.origin,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "basis": finding.basis,
        "expected": finding.expected,
        "actual": finding.actual,
        "evidence": [_evidence(one) for one in finding.evidence],
        "fingerprint": finding.fingerprint,
        "arithmetic": finding.arithmetic,
        "root": finding.root,
        "waived": finding.waived.model_dump() if finding.waived else None,
        "prompt": finding.prompt,
    }


def load(text: str) -> tuple[Review, ...]:
    """The reviews of a record. Keys that a later version added are passed over.

    Raises InputError (X-SCHEMA, X-RECORD) when the text is not such a record.
    """
    try:
        data = json.loads(text)
        version = data["schema_version"]
        if version == SCHEMA_VERSION:
            return tuple(from_json(one) for one in data["reviews"])
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("X-RECORD", problem=type(error).__name__) from error
    raise InputError("X-SCHEMA", version=version, known=SCHEMA_VERSION)


def from_json(data: Json) -> Review:
    """One review from its object. Raises ValidationError, KeyError or TypeError when it does not fit."""
    known = _known(Review, data)
    known["notice"] = _known(Notice, data["notice"]) if data.get("notice") else None
    known["identity"] = _known(Identity, data["identity"])
    known["model"] = _model(data["model"]) if data.get("model") else None
    known["facts"] = {key: {"key": key, **_known(Fact, one)} for key, one in data["facts"].items()}
    known["claims"] = [{"rule": "", **_known(Claim, one)} for one in data["claims"]]
    known["outcomes"] = [_known(Outcome, one) for one in data["outcomes"]]
    known["findings"] = [
        {
            **_known(Finding, one),
            "evidence": [_proof(proof) for proof in one["evidence"]],
            "waived": _known(Waived, one["waived"]) if one.get("waived") else None,
        }
        for one in data["findings"]
    ]
    known["sections"] = [
        {**_known(Section, one), "places": [_known(Place, place) for place in one.get("places", ())]}
        for one in data.get("sections", ())
    ]
    known["notices"] = [_known(Notice, one) for one in data.get("notices", ())]
    return Review.model_validate(known)


def _model(data: Json) -> Json:
    known = _known(ModelUse, data)
    known["jobs"] = [_known(PromptUse, one) for one in known.get("jobs", ())]
    known["refused"] = [_known(Dropped, one) for one in known.get("refused", ())]
    return known


def _known(model: type[Frozen], data: Json) -> Json:
    """The fields that `model` has; an empty bbox is none."""
    known = {name: data[name] for name in model.model_fields if name in data}
    return {name: value for name, value in known.items() if name != "bbox" or value}


def _proof(data: Json) -> Json:
    return {"kind": data["kind"], **_known(CellRef if data["kind"] == "cell" else TextSpan, data)}
