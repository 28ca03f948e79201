"""The page's actions for programs: named endpoints (gradio_client, REST) and tools of the MCP server. See docs/page.md.

A program gives a file that it has uploaded; a path that is no upload is refused.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import gradio as gr
from gradio import FileData
from gradio.events import api

from reviewer import checks
from reviewer.compare import compare as compare_reviews
from reviewer.errors import ReviewerError
from reviewer.export import comparison_json, write
from reviewer.export.answer import as_json
from reviewer.model import Review
from reviewer.resources import sentence
from ui.words import words
from ui.workshop import Workshop


def uploaded(file: FileData | dict[str, Any]) -> tuple[Path, str]:
    """Where an upload lies, and its own name. Raises gr.Error for anything that was not uploaded here."""
    given = file if isinstance(file, dict) else file.model_dump()
    path = Path(str(given.get("path", ""))).resolve()
    folder = Path(os.environ["GRADIO_TEMP_DIR"]).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise gr.Error(words().fault["not_uploaded"])
    return path, Path(str(given.get("orig_name") or path.name)).name


class Programs:
    """The endpoints over one workshop."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop

    def mount(self) -> None:
        """Register the endpoints in the Blocks under construction."""
        api(self.review, api_name="review", concurrency_limit=2, concurrency_id="review")
        api(self.compare, api_name="compare", concurrency_limit=2, concurrency_id="review")
        api(self.ask, api_name="ask", concurrency_limit=2, concurrency_id="review")
        api(self.rules, api_name="rules")

    def review(self, report: FileData, previous: FileData | None = None) -> dict[str, Any]:
        """Review one annual report (政府信息公开工作年度报告): its tables, its text against the tables, its form.

        Args:
            report: the report, a PDF, Word, HTML or text file
            previous: last year's report of the same agency, for checks across years

        Returns:
            The review as `reviewer review --format json` writes it: status, identity, facts, claims, outcomes, findings.
        """
        return _record(self._reviewed(report, previous))

    def compare(self, old: FileData, new: FileData) -> dict[str, Any]:
        """Compare two versions of a report: which findings were mended, are still there or are new; what was changed.

        Args:
            old: the earlier version
            new: the later version

        Returns:
            The comparison as `reviewer compare --format json` writes it.
        """
        made = compare_reviews(self._reviewed(old, None), self._reviewed(new, None))
        found: dict[str, Any] = json.loads(comparison_json(made))
        return found

    def ask(self, report: FileData, question: str, previous: FileData | None = None) -> dict[str, Any]:
        """Answer a question (in Chinese) about one annual report from its cells, findings, rules and sentences.

        Args:
            report: the report
            question: for instance 今年新收多少件申请？
            previous: last year's report of the same agency

        Returns:
            The answer as `reviewer ask --format json` writes it: status, text, figures, citations.
        """
        review = self._reviewed(report, previous)
        last = self._reviewed(previous, None) if previous else None
        try:
            answer = self._workshop.reviewer.ask(review, question[:500], previous=last)
        except ReviewerError as error:
            raise gr.Error(sentence(error.code, **error.values)) from error
        found: dict[str, Any] = json.loads(as_json(answer))
        return found

    def rules(self, search: str = "") -> list[dict[str, str]]:
        """List the rules of the review with what they demand, why, and on what basis.

        Args:
            search: a rule's id or words of its text; empty for all rules
        """
        wanted = search.strip().lower()
        return [
            {
                "id": one.id, "title": one.title, "severity": one.severity.value, "statement": one.statement,
                "basis": checks.basis(one), "mend": one.mend, "caveat": one.caveat,
            }
            for one in checks.rules()
            if wanted in " ".join((one.id, one.title, one.statement)).lower()
        ]  # fmt: skip

    def _reviewed(self, report: FileData | dict[str, Any], previous: FileData | dict[str, Any] | None) -> Review:
        path, name = uploaded(report)
        desk = self._workshop.desk
        taken: list[Path] = []
        try:  # copies of our own: equal uploads share one file, which a second visitor's upload replaces
            taken = [desk.take(one, one.name) for one in (path, *((uploaded(previous)[0],) if previous else ()))]
            review = self._workshop.reviewer.review(taken[0], taken[1] if len(taken) > 1 else None)
        finally:
            for one in taken:
                shutil.rmtree(one.parent, ignore_errors=True)
        return review.model_copy(update={"file": name})


def _record(review: Review) -> dict[str, Any]:
    record = json.loads(write((review,), "json"))
    found: dict[str, Any] = record["reviews"][0]
    return {"schema_version": record["schema_version"], **found}
