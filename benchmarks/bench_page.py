"""The page under use: upload to findings in a browser, twenty people at once, memory. `python -m benchmarks.bench_page`.

Bounded: the given seconds, this machine's loopback alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from reviewer.evals.demo import flawed
from reviewer.evals.writers import write_one

THINK = (4.0, 14.0)
"""Seconds a person looks at a result before the next file."""


def served(port: int, home: str) -> subprocess.Popen[bytes]:
    """The page as a program; returns when it answers. Prints how long that took."""
    began = time.monotonic()
    environment = {**os.environ, "REVIEWER_HOME": home}
    program = subprocess.Popen(
        [sys.executable, "-m", "ui", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 200:
                print(f"open: {time.monotonic() - began:.1f} s")
                return program
        except httpx.TransportError:
            time.sleep(0.05)


def resident(pid: int) -> float:
    """MB of a process and its children, shared pages counted by share (PSS)."""
    total = 0
    for one in (str(pid), *_children(pid)):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, ValueError):
            continue
    return total / 1024


def _children(pid: int) -> list[str]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return found + [deeper for one in found for deeper in _children(int(one))]


def once(client: httpx.Client, file: Path) -> float:
    """Seconds from a file to its findings, over the wire as the browser does it."""
    began = time.monotonic()
    with file.open("rb") as data:
        path = client.post("/gradio_api/upload", files={"files": (file.name, data)}).raise_for_status().json()[0]
    given = {"path": path, "orig_name": file.name, "meta": {"_type": "gradio.FileData"}}
    event = client.post("/gradio_api/call/review", json={"data": [given, None]}).raise_for_status().json()["event_id"]
    said = client.get(f"/gradio_api/call/review/{event}").raise_for_status().text
    if "event: complete" not in said or '"verdict": "return"' not in said:
        raise RuntimeError(said[:200])
    return time.monotonic() - began


def crowd(url: str, files: list[Path], users: int, seconds: float) -> tuple[list[float], list[str]]:
    """Times of all reviews, and errors."""
    times: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds

    def person(number: int) -> None:
        chance = random.Random(number)
        with httpx.Client(base_url=url, timeout=120, trust_env=False) as client:
            time.sleep(chance.uniform(0, min(THINK[1], seconds)))
            while time.monotonic() < until:
                try:
                    times.append(once(client, chance.choice(files)))
                except Exception as error:
                    errors.append(f"{type(error).__name__}: {error}"[:200])
                time.sleep(chance.uniform(*THINK))

    people = [threading.Thread(target=person, args=(number,)) for number in range(users)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return times, errors


def main() -> int:
    """Exit status 1 where a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument(
        "--rounds", type=int, default=3, help="a leak grows with every round, caches with the first alone"
    )
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for format in ("pdf", "docx", "text", "html"):
            files.append(Path(folder) / f"report.{format}")
            write_one(flawed(), format, files[-1])
        program = served(port, folder)
        try:
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
                warm = [once(client, file) for file in files for _ in range(3)]
                alone = [once(client, files[0]) for _ in range(10)]
                mixed = [once(client, file) for _ in range(8) for file in files]
            memory = [resident(program.pid)]
            times: list[float] = []
            errors: list[str] = []
            for _ in range(given.rounds):
                more, wrong = crowd(url, files, given.users, given.seconds)
                times, errors = times + more, errors + wrong
                time.sleep(5)
                memory.append(resident(program.pid))
        finally:
            program.terminate()
            program.wait(30)
    single, p95 = statistics.quantiles(mixed, n=20)[18], statistics.quantiles(times, n=20)[18]
    found = {
        "first": warm[0], "pdf_alone_median": statistics.median(alone), "mixed_alone_p95": single,
        "users": given.users, "reviews": len(times), "errors": len(errors), "median": statistics.median(times), "p95": p95,
        "ratio": p95 / single, "memory_mb": [round(one) for one in memory],
    }  # fmt: skip
    print(json.dumps(found, indent=1), *errors[:3], sep="\n")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), "utf-8")
    return int(bool(errors) or p95 > 3 * single or found["pdf_alone_median"] > 3)


if __name__ == "__main__":
    sys.exit(main())
