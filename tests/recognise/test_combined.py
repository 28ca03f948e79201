"""Sentences put together from parts (combined.yaml): however they are put, they claim the same and nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from tests.recognise.test_claims import read, wanted

BLOCKS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "combined.yaml").read_text("utf-8"))
SENTENCES = 250
"""Of each block; of the thousands that its parts can make."""


@pytest.mark.parametrize("name", BLOCKS)
def test_every_combination_claims_the_same(name: str) -> None:
    block, chance = BLOCKS[name], Random(name)
    want = {wanted(one, "2021")[:2] for one in block["claims"]}
    wrong = []
    for _ in range(SENTENCES):
        text = "".join(chance.choice(part) for part in block["parts"])
        claims, _, _ = read({"text": text, "facts": block.get("facts", {})})
        found = {(tuple(sorted(one.facts)), one.value.normalize()) for one in claims}
        if found != want:
            wrong.append((text, found ^ want))
    assert wrong == []
