"""What the page's settings tab keeps: REVIEWER_HOME/settings.json, read by `Settings` below the environment.

The key of a model stands there as it is (the file is for its owner alone) and is never shown again.
"""

from __future__ import annotations

import json
from pathlib import Path

from reviewer import disk

NAME = "settings.json"
KEPT = ("model", "base_url", "api_key", "llm", "llm_hosts", "llm_cloud", "rules", "office")
"""Settings that may be kept; all others come from the environment alone."""


def kept(home: Path) -> dict[str, object]:
    """What is kept, {} where there is nothing or nothing that can be read."""
    try:
        found = json.loads((home / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if key in KEPT} if isinstance(found, dict) else {}


def keep(home: Path, found: dict[str, object]) -> None:
    """Keep these and nothing else; None is left out. The file is written whole and renamed. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    chosen = {key: value for key, value in found.items() if key in KEPT and value is not None}
    disk.replace(home / NAME, json.dumps(chosen, ensure_ascii=False, indent=1).encode())
