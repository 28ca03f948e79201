"""DOC, WPS, RTF and ODT: turned into DOCX by LibreOffice, then read as any other DOCX.

One profile a job (two processes on one profile fail), its own process group that is killed on time-out, macros and
link updates off, no network: proxies that lead nowhere. A return code of 0 proves nothing; the file must be there.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final, Literal, cast

from reviewer.allocator import ENVIRONMENT
from reviewer.errors import FailedError, LimitError, RefusedError
from reviewer.extract.archive import Archive
from reviewer.extract.docx import read_docx
from reviewer.extract.kinds import kind_of
from reviewer.limits import Limits
from reviewer.model import Document

Label = Literal["doc", "wps", "rtf", "odt"]
_PROGRAMS: Final = ("soffice", "libreoffice")
_FOLDERS: Final = (
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program", "C:/Program Files (x86)/LibreOffice/program",
)  # fmt: skip
_NOWHERE: Final = "http://127.0.0.1:9"
_ENDINGS: Final = {"doc": ".doc", "wordxml": ".xml", "rtf": ".rtf", "odt": ".odt", "zip": ".odt"}
_MEMORY_KB: Final = 4 * 2**20
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""What a profile begins with. The last version: a profile of an older one makes it try out its drawing first, 0.1 s."""


def read_office(path: Path, label: str, limits: Limits) -> Document:
    """Convert and read. Raises what `convert` and the DOCX reader raise; `format` is the original one."""
    with tempfile.TemporaryDirectory(prefix="reviewer-office-") as folder:
        made = convert(path, Path(folder), limits)
        document = read_docx(Archive(made.read_bytes(), limits), limits)
    return document.model_copy(update={"format": cast(Label, label)})


def program() -> str | None:
    """LibreOffice on the PATH or where it is usually installed; None when there is none."""
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    places = (Path(folder) / name for folder in _FOLDERS for name in (*_PROGRAMS, "soffice.exe"))
    return next((str(place) for place in places if place.is_file()), None)


def convert(path: Path, out_dir: Path, limits: Limits) -> Path:
    """The DOCX made of a doc, wps, rtf or odt file, in `out_dir`, below which LibreOffice has all that it writes.

    Raises RefusedError (E-OFFICE-MISSING, E-OFFICE-FAILED, what an unfit ODT raises), LimitError (E-OFFICE-TIMEOUT).
    """
    soffice = program()
    if soffice is None:
        raise RefusedError("E-OFFICE-MISSING")
    data = path.read_bytes()
    kind = kind_of(data)
    if kind in ("odt", "zip"):
        Archive(data, limits).check_xml()
    with tempfile.TemporaryDirectory(dir=out_dir) as folder:
        work = Path(folder)
        _prepare(work)
        source = work / f"report{_ENDINGS.get(kind, '.doc')}"
        source.write_bytes(data)
        _run(_command(soffice, work, source, limits), work, limits)
        made = work / "out" / "report.docx"
        if not made.is_file() or made.stat().st_size == 0:
            raise RefusedError("E-OFFICE-FAILED")
        return Path(shutil.move(made, out_dir / f"{path.stem or 'report'}.docx"))


def _prepare(work: Path) -> None:
    user = work / "profile" / "user"
    user.mkdir(parents=True)
    (work / "out").mkdir()
    (user / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")


def _command(soffice: str, work: Path, source: Path, limits: Limits) -> list[str]:
    command = [
        soffice, f"-env:UserInstallation={(work / 'profile').as_uri()}", "-env:SecureUserConfig=false", "--headless",
        "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work / "out"), str(source),
    ]  # fmt: skip
    if os.name != "posix":
        return command
    capped = 'ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; ulimit -c 0 2>/dev/null; shift 2; exec "$@"'
    return ["/bin/sh", "-c", capped, "sh", str(_MEMORY_KB), str(limits.office_wall), *command]


def _run(command: list[str], work: Path, limits: Limits) -> None:
    environment = {name: held for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if (held := os.environ.get(name))}
    environment |= {**ENVIRONMENT, "HOME": str(work), "TMPDIR": str(work), "SAL_USE_VCLPLUGIN": "svp", "no_proxy": ""}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"), _NOWHERE)
    try:
        process = subprocess.Popen(
            command, cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise FailedError("E-OFFICE-FAILED") from error
    try:
        _wait(process, limits.office_wall)
    except subprocess.TimeoutExpired as error:
        raise LimitError("E-OFFICE-TIMEOUT", limit=limits.office_wall) from error
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """As `process.wait`, which looks only every 0.05 s once it has a time limit. Raises subprocess.TimeoutExpired."""
    if hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):  # an old kernel
            ended = os.pidfd_open(process.pid)
            try:
                waiting = select.poll()
                waiting.register(ended, select.POLLIN)
                waiting.poll(1000 * seconds)
                seconds = 0
            finally:
                os.close(ended)
    process.wait(timeout=seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the job: soffice starts children of its own."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
