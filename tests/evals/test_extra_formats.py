"""Formats that are measured only when asked for."""

from __future__ import annotations

from collections import Counter

import pytest

from reviewer.evals.corpus import corpus
from reviewer.evals.run import Options
from reviewer.evals.writers import EXTRA, FORMATS, convert, missing_programs


def test_dumps_are_no_part_of_the_usual_corpus() -> None:
    assert set(EXTRA).isdisjoint(FORMATS)
    assert Options().formats == FORMATS
    assert Counter(case.format for case in corpus(6, 7, EXTRA)) == dict.fromkeys(EXTRA, 3)


def test_a_missing_pdftotext_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "office", lambda: "soffice")
    monkeypatch.setattr(convert, "poppler", lambda: None)
    assert missing_programs(("docx", *EXTRA)) == dict.fromkeys(EXTRA, "pdftotext")
    monkeypatch.setattr(convert, "office", lambda: None)
    assert missing_programs(EXTRA) == dict.fromkeys(EXTRA, "LibreOffice")
