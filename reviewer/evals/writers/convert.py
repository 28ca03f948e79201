"""Batches through LibreOffice, Chromium and poppler. Each may be absent: `office()`, `browser()` and `poppler()` say so."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_BATCH = 20


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def poppler() -> str | None:
    return shutil.which("pdftotext")


def by_poppler(files: Sequence[Path], option: str, folder: Path) -> None:
    """The text of PDF `files`, laid out by `option` of pdftotext, under the same stem in `folder`."""
    program = poppler()
    assert program is not None
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        call = [program, option, "-enc", "UTF-8", str(file), str(folder / f"{file.stem}.txt")]
        subprocess.run(call, check=False, capture_output=True, timeout=60)


def by_office(files: Sequence[Path], ending: str, folder: Path) -> None:
    """Convert `files` to `ending` into `folder`, many in one call, two calls at a time with a profile each."""
    program = office()
    assert program is not None
    folder.mkdir(parents=True, exist_ok=True)

    def one(number: int) -> None:
        part = files[number * _BATCH : (number + 1) * _BATCH]
        profile = (folder / f"profile-{ending}-{number}").resolve().as_uri()
        call = [
            program,
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
        ]
        subprocess.run([*call, *map(str, part)], check=False, capture_output=True, timeout=300)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range((len(files) + _BATCH - 1) // _BATCH)))


def by_browser(files: Sequence[Path], folder: Path) -> None:
    """Print HTML `files` to PDFs of the same stem in `folder`, two at a time."""
    program = browser()
    assert program is not None
    folder.mkdir(parents=True, exist_ok=True)

    def one(file: Path) -> None:
        target = (folder / f"{file.stem}.pdf").resolve()
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--no-pdf-header-footer",
        ]
        flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        home = f"--user-data-dir={(folder / ('chrome-' + file.stem)).resolve()}"
        call = [program, *flags, home, f"--print-to-pdf={target}", file.resolve().as_uri()]
        subprocess.run(call, check=False, capture_output=True, timeout=120)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, files))
