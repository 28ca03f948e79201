"""What must not stand in the repository: addresses of registries, paths of one machine, secrets."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_FORBIDDEN = {
    "a package registry or its mirror": r"(?:https?:)?//[^\s\"']*(?:py(?:pi|thon(?:hosted))|/simple\b|mirror|nexus|artifactory|devpi)",
    "an index option": r"--(?:extra-)?index-url|--find-links|--trusted-host",
    "a path of one machine": r"(?<![\w.])/(?:home|root|Users|work|opt/wheels)/(?!someone\b)[\w.-]+",
    "a secret": r"\bsk-[A-Za-z0-9]{16,}|BEGIN (?:RSA |EC )?PRIVATE KEY",
}


def tracked() -> list[Path]:
    """Files that git has or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", list(_FORBIDDEN))
def test_nothing_of_this_stands_in_a_tracked_file(what: str) -> None:
    pattern = re.compile(_FORBIDDEN[what])
    found = []
    for path in tracked():
        data = path.read_bytes()
        if path == Path(__file__) or b"\0" in data[:1000]:
            continue
        text = data.decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_the_lock_pins_names_and_versions_alone() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.+]*(?: ; [^#@/]+)?", line), line


def test_every_sentence_stands_once() -> None:
    text = (ROOT / "rules" / "messages.yaml").read_text("utf-8")
    codes = re.findall(r"^([A-Z][A-Z0-9-]+):", text, re.MULTILINE)
    assert len(codes) == len(set(codes))
