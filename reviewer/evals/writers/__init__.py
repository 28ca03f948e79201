"""Writers: a Spec to a file of a format. `write_all` writes a whole corpus, conversions in batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reviewer.evals.spec import Case, Spec
from reviewer.evals.writers import convert, docx, html, plain

__all__ = ["EXTRA", "FORMATS", "missing_programs", "write_all", "write_one"]


def _pdf(spec: Spec, path: Path) -> None:
    from reviewer.evals.writers import pdf  # reportlab is a development dependency

    pdf.write(spec, path)


_DIRECT: dict[str, tuple[str, Callable[[Spec, Path], None]]] = {
    "docx": ("docx", docx.write),
    "html": ("html", html.write),
    "text": ("txt", plain.write),
    "pdf": ("pdf", _pdf),
}
_OFFICE = {"pdf-office": "pdf", "doc": "doc", "wps": "doc", "rtf": "rtf", "odt": "odt"}
_DUMPS = {"dump-layout": "-layout", "dump-raw": "-raw"}
FORMATS = (*_DIRECT, "pdf-office", "pdf-chrome", "doc", "wps", "rtf", "odt")
EXTRA = tuple(_DUMPS)
"""Measured only when asked for: LibreOffice's PDFs as texts that pdftotext makes, in which most of a table may be torn."""


def missing_programs(formats: Sequence[str]) -> dict[str, str]:
    """The formats that cannot be written on this machine, and the program or package that is missing."""
    found: dict[str, str] = {}
    if not convert.poppler():
        found.update((name, "pdftotext") for name in formats if name in _DUMPS)
    if not convert.office():
        found.update((name, "LibreOffice") for name in formats if name in _OFFICE or name in _DUMPS)
    if "pdf-chrome" in formats and not convert.browser():
        found["pdf-chrome"] = "Chromium"
    try:
        import reportlab  # noqa: F401
    except ImportError:
        found.update((name, "reportlab") for name in formats if name == "pdf")
    return found


def write_one(spec: Spec, format_: str, path: Path) -> None:
    """Write one report in a format that needs no other program."""
    _DIRECT[format_][1](spec, path)


def write_all(cases: Sequence[Case], folder: Path) -> dict[int, Path]:
    """Write every case into `folder`; returns the file of each case number. A failed conversion has no file."""
    paths: dict[int, Path] = {}
    by_format: dict[str, list[Case]] = {}
    for case in cases:
        by_format.setdefault(case.format, []).append(case)
    for name, members in by_format.items():
        home = folder / name
        home.mkdir(parents=True, exist_ok=True)
        if name in _DIRECT:
            ending, writer = _DIRECT[name]
            for case in members:
                writer(case.spec, home / f"{case.number}.{ending}")
                paths[case.number] = home / f"{case.number}.{ending}"
        else:
            paths.update(_converted(name, members, home))
    return {number: path for number, path in paths.items() if path.is_file()}


def _converted(name: str, members: Sequence[Case], home: Path) -> dict[int, Path]:
    source = home / "source"
    source.mkdir()
    if name == "pdf-chrome":
        files = [source / f"{case.number}.html" for case in members]
        for case, file in zip(members, files, strict=True):
            html.write(case.spec, file, "clean")
        convert.by_browser(files, home)
        return {case.number: home / f"{case.number}.pdf" for case in members}
    files = [source / f"{case.number}.docx" for case in members]
    for case, file in zip(members, files, strict=True):
        docx.write(case.spec, file, revisions=False)
    if name in _DUMPS:
        convert.by_office(files, "pdf", source)
        printed = [file for file in (one.with_suffix(".pdf") for one in files) if file.is_file()]
        convert.by_poppler(printed, _DUMPS[name], home)
        return {case.number: home / f"{case.number}.txt" for case in members}
    convert.by_office(files, _OFFICE[name], home)
    found = {}
    for case in members:
        made = home / f"{case.number}.{_OFFICE[name]}"
        if name == "wps" and made.is_file():
            made = made.rename(made.with_suffix(".wps"))
        found[case.number] = made
    return found
