"""What docs/model.md says of settings and codes is what there is."""

from __future__ import annotations

import re
from pathlib import Path

from reviewer import resources
from reviewer.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text("utf-8")


def test_every_setting_is_there_with_its_default() -> None:
    defaults = Settings(_env_file=None)
    for name in Settings.model_fields:
        if name.startswith("llm") or name in ("model", "cache"):
            (row,) = [
                line for line in PAGE.splitlines() if line.startswith("|") and f"`REVIEWER_{name.upper()}`" in line
            ]
            told = row.split("|")[2].strip().strip("`")
            value = getattr(defaults, name)
            assert told == (
                "" if value is None or value == () else f"{value:g}" if isinstance(value, float) else str(value)
            ), name


def test_every_code_has_a_sentence_and_every_sentence_is_used() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "reviewer").rglob("*.py"))
    used = set(re.findall(r'"(M-[A-Z-]+)"', source))
    known = {code for code in resources.messages() if code.startswith("M-")}
    assert used == known
    assert set(re.findall(r"`(M-[A-Z]+)`", PAGE)) <= known
