"""An answer to a question, for a program (JSON) and as clean lines for a person."""

from __future__ import annotations

from typing import Any

from reviewer.export.clean import clean
from reviewer.export.record import dumps
from reviewer.model import Answer, CellRef, Citation


def body(answer: Answer) -> list[str]:
    """The lines of the text, free of what a terminal would act on."""
    return [clean(line) for line in answer.text.split("\n")]


def held(citation: Citation) -> str:
    """What stands at a citation: the cell as printed, or the quote."""
    source = citation.source
    if isinstance(source, CellRef):
        return (
            clean(source.raw.strip() or "—") if source.value is None else clean(source.raw.strip() or str(source.value))
        )
    return clean(source.quote)


def as_json(answer: Answer) -> str:
    """The answer as a JSON document; Decimals are strings, pages and boxes as in the record of a review."""
    data: dict[str, Any] = answer.model_dump(mode="json", exclude={"topic"})
    return dumps({"schema_version": 1, "answer": data})
