"""The wheel holds the program, the interface and the same data files as the checkout; it installs and works."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], cwd=ROOT, check=True,
                   capture_output=True)  # fmt: skip
    return zipfile.ZipFile(next(out.glob("*.whl")))


@pytest.mark.parametrize("folder", ["rules", "prompts"])
def test_data_files_are_bundled_as_they_are(wheel: zipfile.ZipFile, folder: str) -> None:
    here = {str(one.relative_to(ROOT)): one.read_bytes() for one in (ROOT / folder).rglob("*") if one.is_file()}
    prefix = "reviewer/_bundled/"
    there = {
        name.removeprefix(prefix): wheel.read(name)
        for name in wheel.namelist()
        if name.startswith(prefix + folder + "/")
    }
    assert there == here
    assert here


def test_every_module_is_in_it_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {
        name for name in wheel.namelist() if not name.startswith("reviewer/_bundled/") and ".dist-info/" not in name
    }
    here = {
        str(one.relative_to(ROOT))
        for top in ("reviewer", "ui")
        for one in (ROOT / top).rglob("*")
        if one.is_file() and "__pycache__" not in one.parts and "_bundled" not in one.parts
    }
    assert names == here
    assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())


def test_it_finds_its_rules_where_it_is_unpacked(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    path = [str(tmp_path), *(one for one in sys.path if one and Path(one) != ROOT)]
    code = (
        f"import sys; sys.path = {path!r}\nimport reviewer, reviewer.resources as r\n"
        "print(reviewer.__file__); print(r.rules_dir())\nfrom reviewer.cli import main; main(['rules', 'check'])"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [
        str(tmp_path / "reviewer/__init__.py"),
        str(tmp_path / "reviewer/_bundled/rules"),
    ]
