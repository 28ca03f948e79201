"""Dossiers of the kept reports, each read once in a test run."""

from __future__ import annotations

from functools import cache

from reviewer.evals.questions.labels import file_of
from reviewer.inquiry import dossier_of
from reviewer.model import Dossier
from reviewer.pipeline import Reviewer
from reviewer.settings import Settings


@cache
def dossier(report: str, previous: str = "") -> Dossier:
    with Reviewer(Settings(_env_file=None, llm="off", isolation="none")) as reviewer:
        return dossier_of(reviewer, file_of(report), file_of(previous) if previous else None)
