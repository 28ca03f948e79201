"""What is prepared before the first file is all that a file needs: nothing is imported, read or compiled for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.child import warm_for

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "docx": "demo-clean/report.docx",
    "pdf": "row-cut-by-page/report.pdf",
    "html": "one-row-other/report.html",
    "text": "cell-a-line/report.txt",
}
CODE = """
import json, sys
from pathlib import Path
from reviewer.isolate.zygote import prepare
from reviewer.limits import Limits
for name in json.loads(sys.argv[1]):
    prepare(name)
from reviewer import reading, resources
limits = Limits().model_dump()
before = set(sys.modules)
asked = []
resources.read_yaml = lambda path: asked.append(path.name)
reading.read_report(sys.argv[2], limits, "report")
print(json.dumps([sorted(set(sys.modules) - before), asked]))
"""


@pytest.mark.parametrize("kind", FILES)
def test_a_file_finds_everything_prepared(kind: str) -> None:
    path = ROOT / "fixtures" / "reports" / FILES[kind]
    done = subprocess.run(
        [sys.executable, "-c", CODE, json.dumps(warm_for((path.name,))), str(path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [[], []]


def test_the_reading_child_does_without_the_settings() -> None:
    code = "import reviewer.reading, reviewer.extract, sys; print('pydantic_settings' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
