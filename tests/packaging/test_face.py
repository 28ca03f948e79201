"""The public face: names, cheap import, layers of lazy loading."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import reviewer


def test_the_face_is_what_it_says() -> None:
    assert reviewer.__all__ == ["Finding", "Review", "Reviewer", "Settings"]
    for name in reviewer.__all__:
        assert getattr(reviewer, name).__name__ == name
        assert name in dir(reviewer)
    with pytest.raises(AttributeError):
        _ = reviewer.Nothing


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path = {sys.path!r}\n{script}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return set(json.loads(done.stdout))


def test_importing_the_package_costs_nothing() -> None:
    assert not loaded_after("import reviewer") & {"pydantic", "yaml", "lxml", "rich", "typer", "pdfplumber"}


def test_the_parent_never_loads_a_parser() -> None:
    heavy = {"lxml", "pdfplumber", "pdfminer", "pypdfium2", "docx", "openpyxl", "langchain", "openai", "gradio"}
    assert not loaded_after("from reviewer import Reviewer\nwith Reviewer() as one: one.review('none.pdf')") & heavy
    assert not loaded_after("from reviewer.cli import app") & heavy
