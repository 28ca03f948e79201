"""Time of a whole review against bare pdfplumber and pypdfium2 on the same PDF, interleaved; warm times of the other
formats; start of the command; memory over many files. `python -m benchmarks.bench_review [PDF ...]`.

Ratios are taken round by round and their median is told, so that a busy machine slows both sides alike; milliseconds
hold for the machine and its load alone.
"""

from __future__ import annotations

import argparse
import compileall
import logging
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from reviewer import Reviewer, Settings
from reviewer.evals.cases import build
from reviewer.evals.spec import Case
from reviewer.evals.writers import FORMATS, missing_programs, write_all

ROOT = Path(__file__).resolve().parents[1]
GOALS = {"pdfplumber": 0.5, "pypdfium2": 12.0, "warm": 60.0, "start": 0.8, "help": 0.35, "growth": 30.0}
_PDFS = ("pdf-office", "pdf-chrome")
_OTHERS = ("docx", "html", "text")
_WHAT = {"pdfplumber": "text and tables", "pypdfium2": "text"}
Row = tuple[str, str, str, str]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def plumbed(path: Path) -> None:
    """What pdfplumber alone takes for text and tables."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()


def skimmed(path: Path) -> None:
    """What pypdfium2 takes for plain text: the lower bound."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            text.get_text_bounded()
            text.close()
            page.close()


def pdf_rows(reviewer: Reviewer, paths: Sequence[Path], rounds: int) -> list[Row]:
    rows: list[Row] = []
    for path in paths:
        ways: dict[str, Callable[[], object]] = {
            "review": lambda path=path: reviewer.review(path),  # type: ignore[misc]
            "pdfplumber": lambda path=path: plumbed(path),  # type: ignore[misc]
            "pypdfium2": lambda path=path: skimmed(path),  # type: ignore[misc]
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds + 1):
            for name, way in ways.items():
                spent = timed(way)
                if number:
                    taken[name].append(spent)
        for name in ("pdfplumber", "pypdfium2"):
            ratio = statistics.median(ours / bare for ours, bare in zip(taken["review"], taken[name], strict=True))
            ours, bare = statistics.median(taken["review"]), statistics.median(taken[name])
            rows.append(
                (
                    f"{path.name}, whole review / bare {name} ({_WHAT[name]})",
                    f"{ratio:.2f} x ({ours:.0f} ms / {bare:.0f} ms)",
                    f"<= {GOALS[name]:g} x",
                    met(ratio, GOALS[name]),
                )
            )
    return rows


def warm_rows(reviewer: Reviewer, paths: Sequence[Path], rounds: int) -> list[Row]:
    rows: list[Row] = []
    for path in paths:
        reviewer.review(path)
        taken = [timed(lambda path=path: reviewer.review(path)) for _ in range(rounds)]  # type: ignore[misc]
        spent = statistics.median(taken)
        rows.append(
            (
                f"{path.name}, whole review, warm",
                f"{spent:.0f} ms (best {min(taken):.0f} ms)",
                f"<= {GOALS['warm']:.0f} ms",
                met(spent, GOALS["warm"]),
            )
        )
    return rows


def start_rows(paths: Sequence[Path], rounds: int) -> list[Row]:
    """Until the first byte of output, from a new process; the page cache is warm, bytecode is compiled."""
    rows: list[Row] = []
    calls = [("`reviewer --help`", ["--help"], "help")]
    calls += [(f"`reviewer review {path.name}` to the first output", ["review", str(path)], "start") for path in paths]
    for name, arguments, goal in calls:
        taken = [first_byte(arguments) for _ in range(rounds)]
        spent = statistics.median(taken)
        rows.append(
            (name, f"{spent:.2f} s (best {min(taken):.2f} s)", f"<= {GOALS[goal]:g} s", met(spent, GOALS[goal]))
        )
    return rows


def first_byte(arguments: Sequence[str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "reviewer", *arguments], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        spent = time.perf_counter() - start
        process.stdout.read()
    return spent


def memory_row(reviewer: Reviewer, paths: Sequence[Path], files: int) -> Row:
    """Growth of this process's resident memory after the first tenth of so many files."""
    early = 0.0
    for number in range(files):
        reviewer.review(paths[number % len(paths)])
        if number == files // 10:
            early = resident()
    growth = resident() - early
    figure = f"{early:.0f} MB, then {growth:+.1f} MB"
    return (
        f"memory of the parent over {files} files",
        figure,
        f"<= +{GOALS['growth']:.0f} MB",
        met(growth, GOALS["growth"]),
    )


def resident() -> float:
    with open("/proc/self/status") as status:
        line = next(one for one in status if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def met(value: float, goal: float) -> str:
    return "met" if value <= goal else "MISSED"


def samples(folder: Path) -> dict[str, list[Path]]:
    """One generated report in every format that this machine can write."""
    formats = [name for name in (*_PDFS, *_OTHERS) if name in FORMATS and name not in missing_programs(FORMATS)]
    spec = build(4)
    cases = [Case(number=number, format=name, spec=spec) for number, name in enumerate(formats)]
    found: dict[str, list[Path]] = {"pdf": [], "other": []}
    for number, path in write_all(cases, folder).items():
        name = path.rename(path.with_name(f"{formats[number]}{path.suffix}"))
        found["pdf" if formats[number] in _PDFS else "other"].append(name)
    return found


def page(rows: Sequence[Row], command: str, load: float) -> str:
    lines = ["| what | measured | goal | |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"
    return (
        f"# Speed and memory\n\nMeasured by `{command}` on {date.today().isoformat()}: {machine}, Python "
        f"{platform.python_version()}, load average {load:.1f} before the run.\nEvery review runs whole: reading in a "
        "limited child process, recognition, checks, findings. Medians of one run; trust the ratios,\nmilliseconds vary "
        "with the machine and with what else it does.\n\n" + "\n".join(lines) + "\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdfs", nargs="*", type=Path, help="more PDFs to measure")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--write", type=Path, help="write the table to this file")
    given = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    load = os.getloadavg()[0]
    compileall.compile_dir(ROOT / "reviewer", quiet=2)
    with tempfile.TemporaryDirectory() as folder, Reviewer(Settings(llm="off")) as reviewer:
        made = samples(Path(folder))
        rows = pdf_rows(reviewer, [*made["pdf"], *given.pdfs], given.rounds)
        rows += warm_rows(reviewer, made["other"], given.rounds)
        starts = [one for one in (*made["pdf"][:1], *made["other"]) if one.suffix != ".html"]
        rows += start_rows(starts, given.rounds)
        rows.append(memory_row(reviewer, [*made["other"], *made["pdf"]], given.files))
    names = "".join(f" {one.name}" for one in given.pdfs)
    command = "make bench" if given.write and not names else f"python -m benchmarks.bench_review{names}"
    text = page(rows, command, load)
    sys.stdout.write(text)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(text, "utf-8")
    return 0 if all(row[3] == "met" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
