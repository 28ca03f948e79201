"""DOC, WPS, RTF and ODT through LibreOffice, and what is said without it."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import docx
import pytest

from reviewer.errors import LimitError, RefusedError
from reviewer.extract import convert, needs_office, office, read
from reviewer.settings import Limits
from tests.extract.build import at, grids, texts


def report(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、总体情况")
    document.add_paragraph("全年收到申请4件。")
    table = document.add_table(rows=2, cols=2)
    for row, texts_of in enumerate((("新收", "4"), ("结转", "0"))):
        for column, text in enumerate(texts_of):
            table.cell(row, column).text = text
    document.add_paragraph("六、其他需要报告的事项")
    document.save(str(path))


@pytest.mark.office
@pytest.mark.parametrize(("ending", "label"), [("doc:MS Word 97", "doc"), ("rtf", "rtf"), ("odt", "odt")])
def test_formats_come_back_whole(tmp_path: Path, ending: str, label: str) -> None:
    report(tmp_path / "in.docx")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(tmp_path / "in.docx")],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    made = (tmp_path / f"in.{label}").rename(tmp_path / "-报告 (1).docx")
    assert needs_office(made) == label
    document = read(made, limits=Limits())
    assert document.format == label
    assert texts(document) == ["一、总体情况", "全年收到申请4件。", "六、其他需要报告的事项"]
    assert at(grids(document)[0], 0, 1).text == "4"
    (tmp_path / "out").mkdir()
    turned = convert(made, tmp_path / "out", Limits())
    assert turned.suffix == ".docx"
    assert read(turned, limits=Limits()).blocks == document.blocks


@pytest.mark.office
def test_what_cannot_be_converted_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(RefusedError, match="E-OFFICE-FAILED"):
        convert(path, tmp_path, Limits())


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_FOLDERS", ())
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    with pytest.raises(RefusedError, match="E-OFFICE-MISSING"):
        read(tmp_path / "a.rtf", limits=Limits())


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for LibreOffice")
def test_a_hanging_conversion_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "survived"
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\n(sleep 3; touch '{marker}') &\nsleep 30\n")
    fake.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(fake))
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    start = time.perf_counter()
    with pytest.raises(LimitError, match="E-OFFICE-TIMEOUT"):
        convert(tmp_path / "a.rtf", tmp_path, Limits(office_wall=1))
    assert time.perf_counter() - start < 10
    time.sleep(2.5)
    assert not marker.exists()


def test_success_without_a_file_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexit 0\n")
    fake.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(fake))
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    with pytest.raises(RefusedError, match="E-OFFICE-FAILED"):
        convert(tmp_path / "a.rtf", tmp_path, Limits())


def test_the_job_has_its_own_home_and_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\nenv > '{tmp_path}/env'\necho \"$@\" > '{tmp_path}/args'\n")
    fake.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(fake))
    monkeypatch.setenv("SECRET_TOKEN", "x")
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    with pytest.raises(RefusedError, match="E-OFFICE-FAILED"):
        convert(tmp_path / "a.rtf", tmp_path, Limits())
    environment = (tmp_path / "env").read_text()
    assert "https_proxy=http://127.0.0.1:9" in environment
    assert "SECRET_TOKEN" not in environment
    assert "-env:UserInstallation=file://" in (tmp_path / "args").read_text()
