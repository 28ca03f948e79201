"""Reviews: the record and its index, written once for the same bytes, rules, settings and last year's report."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from reviewer.model import AnnualReport, Counts, Identity, Notice, Review
from reviewer.store.bulk import Bulk
from reviewer.store.jobs import Result
from reviewer.store.tables import cells, findings, reviews, submissions
from reviewer.store.values import clean, compact, digest, now

_THERE = select(reviews.c.id, reviews.c.digest).where(
    *(reviews.c[name] == bindparam(name) for name in ("sha256", "rules", "settings", "previous"))
)
_REVIEW = insert(reviews).returning(reviews.c.id)
HIT = ("rule", "severity", "origin", "fingerprint", "message")
CELL = ("key", "value", "state")
_HITS = Bulk(findings, ("review", "place", *HIT))
_CELLS = Bulk(cells, ("review", *CELL))


def put(connection: Connection, made: Iterable[tuple[tuple[str, str, str], Result]]) -> list[tuple[int, str]]:
    """Id and digest of each review, by bytes, rules and settings; one that is there already is not written again."""
    there, hits, read = [], [], []
    for (sha256, rules, settings), result in made:
        key = {"sha256": sha256, "rules": rules, "settings": settings, "previous": result.previous}
        found = connection.execute(_THERE, key).first()
        if found is not None:
            there.append((int(found.id), str(found.digest)))
            continue
        mine, cells = _hits(result), [(name, value, str(state)) for name, value, state in result.cells]
        row = _row(key, result)
        seal = digest_of(row, mine, cells)
        review = int(connection.execute(_REVIEW, row | {"digest": seal}).scalar_one())
        hits += [(review, place, *hit) for place, hit in enumerate(mine)]
        read += [(review, *cell) for cell in cells]
        there.append((review, seal))
    _HITS.put(connection, hits)
    _CELLS.put(connection, read)
    return there


def _hits(result: Result) -> list[tuple[str, str, str, str, str]]:
    return [
        (rule, str(severity), origin, print_, clean(text)) for rule, severity, origin, print_, text in result.findings
    ]


def _row(key: Mapping[str, str], result: Result) -> dict[str, Any]:
    return {
        **key,
        "made": now(),
        "status": result.status.value,
        "notice": packed_notice(result.notice),
        "identity": clean(compact(result.identity.model_dump())),
        "verdict": result.verdict,
        "errors": result.counts.errors,
        "warnings": result.counts.warnings,
        "infos": result.counts.infos,
        "hints": result.counts.hints,
        "versions": compact(result.versions),
        "record": result.record,
        "reading": result.reading,
    }


_DIGESTED = (
    "sha256", "rules", "settings", "previous", "made", "status", "notice", "identity", "verdict", "errors", "warnings",
    "infos", "hints", "versions",
)  # fmt: skip


def digest_of(row: Mapping[str, Any], hits: Sequence[Sequence[str]], read: Iterable[Sequence[str | None]]) -> str:
    """SHA-256 over a review: record, reading and index. It stands in the trail, so that a change of any is found."""
    told = [row[name] for name in _DIGESTED]
    packed = [digest(row["record"]), digest(row["reading"] or b"")]
    return digest(compact([told, packed, [list(hit) for hit in hits], sorted(read, key=itemgetter(0))]))


def sweep(connection: Connection, ids: Iterable[int]) -> None:
    """Delete those of these reviews that no submission has any more."""
    for review in ids:
        held = select(submissions.c.id).where(submissions.c.review == review).limit(1)
        if connection.execute(held).first() is None:
            connection.execute(delete(findings).where(findings.c.review == review))
            connection.execute(delete(cells).where(cells.c.review == review))
            connection.execute(delete(reviews).where(reviews.c.id == review))


def unpacked(record: bytes, file: str) -> Review:
    """The record under a submission's own file name."""
    return Review.model_validate_json(zlib.decompress(record)).model_copy(update={"file": file})


def unpacked_reading(reading: bytes, file: str) -> AnnualReport:
    return AnnualReport.model_validate_json(zlib.decompress(reading)).model_copy(update={"name": file})


def packed_notice(notice: Notice | None) -> str | None:
    return clean(compact(notice.model_dump())) if notice is not None else None


def notice_of(text: str | None) -> Notice | None:
    return Notice.model_validate_json(text) if text else None


def identity_of(text: str | None) -> Identity:
    return Identity.model_validate_json(text) if text else Identity()


def counts_of(errors: int, warnings: int, infos: int, hints: int, dismissed: dict[str, int]) -> Counts:
    """What is left when the dismissed findings (by severity, a model's as `hint`) are taken off."""
    return Counts(
        errors=max(0, errors - dismissed.get("error", 0)),
        warnings=max(0, warnings - dismissed.get("warning", 0)),
        infos=max(0, infos - dismissed.get("info", 0)),
        hints=max(0, hints - dismissed.get("hint", 0)),
        dismissed=sum(dismissed.values()),
    )
