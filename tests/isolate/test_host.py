"""A job ends in its answer or in exactly one named error; nothing of it is left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import FailedError, LimitError, RefusedError, ReviewerError
from reviewer.isolate import Budget, Host

BUDGET = Budget(memory=2**29, cpu=1, wall=30, answer=2**20, file=2**20)
SHORT = BUDGET._replace(wall=1.5)
UNHURRIED = BUDGET._replace(cpu=25)
"""For jobs that end by something else than processor time: a busy machine is slow to hand out memory."""
JOBS = "tests.isolate.jobs:"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host() as one:
        yield one


def call(host: Host, name: str, budget: Budget = BUDGET, **arguments: Any) -> bytes:
    return host.run(JOBS + name, arguments, budget)


def error_of(host: Host, name: str, budget: Budget = BUDGET, **arguments: Any) -> ReviewerError:
    with pytest.raises(ReviewerError) as caught:
        call(host, name, budget, **arguments)
    return caught.value


def dead(pid: int) -> bool:
    """Gone, or a zombie that its parent is about to reap."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def soon(condition: Any, seconds: float = 3.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_answer_comes_back_as_it_was_sent(host: Host) -> None:
    assert json.loads(call(host, "echo", text="三件")) == {"text": "三件"}
    assert call(host, "big", size=2**20 - 1) == b"x" * (2**20 - 1)


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("refused", RefusedError, "R-TEST"), ("over", LimitError, "L-TEST"), ("boom", FailedError, "F-CRASH"),
        ("deep", FailedError, "F-CRASH"), ("leave", FailedError, "F-CRASH"), ("vanish", FailedError, "F-CRASH"),
        ("segfault", FailedError, "F-CRASH"), ("abort", FailedError, "F-CRASH"), ("spin", LimitError, "L-CPU"),
        ("hog", LimitError, "L-MEMORY"), ("flood", LimitError, "L-ANSWER"), ("partial", FailedError, "F-CRASH"),
        ("call_out", FailedError, "F-CRASH"), ("start_program", FailedError, "F-CRASH"),
        ("garbage", FailedError, "F-CRASH"), ("missing_function", FailedError, "F-CRASH"),
        ("fill_disk", FailedError, "F-CRASH"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fork", [True, False])
def test_every_end_has_its_error(host: Host, fork: bool, name: str, kind: type[ReviewerError], code: str) -> None:
    error = error_of(host if fork else Host(fork=False), name, BUDGET if code == "L-CPU" else UNHURRIED)
    assert (type(error), error.code) == (kind, code)


def test_values_of_an_error_travel(host: Host) -> None:
    assert error_of(host, "refused").values == {"name": "值"}
    assert error_of(host, "over").values == {"count": "3"}


def test_an_unexpected_error_names_its_class_and_no_content(host: Host) -> None:
    assert error_of(host, "boom").values == {"what": "ValueError"}
    assert error_of(host, "segfault").values == {"what": "SIGSEGV"}


@pytest.mark.parametrize("fork", [True, False])
def test_wall_clock(host: Host, fork: bool) -> None:
    begun = time.monotonic()
    error = error_of(host if fork else Host(fork=False), "sleep", SHORT, seconds=60)
    assert (type(error), error.code) == (LimitError, "L-TIME")
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("name", ["stubborn", "mute"])
def test_a_child_that_will_not_end_is_killed(host: Host, tmp_path: Path, name: str) -> None:
    pid_file = tmp_path / "pid"
    error = error_of(host, name, SHORT, pid_file=str(pid_file))
    assert error.code == "L-TIME"
    assert soon(lambda: dead(int(pid_file.read_text())))


def test_a_grandchild_in_its_own_session_is_killed(host: Host, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    assert call(host, "orphan", pid_file=str(pid_file)) == b"{}"
    assert soon(lambda: dead(int(pid_file.read_text())))


def test_other_jobs_go_on_while_one_sleeps(host: Host) -> None:
    slow = host.submit(JOBS + "sleep", {"seconds": 60}, SHORT)
    assert call(host, "echo", text="a") == b'{"text": "a"}'
    with pytest.raises(LimitError):
        slow.result()


def test_many_threads_at_once(host: Host) -> None:
    results: dict[int, bytes] = {}

    def work(number: int) -> None:
        results[number] = call(host, "echo", Budget(), text=str(number))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert results == {number: f'{{"text": "{number}"}}'.encode() for number in range(12)}


def test_a_cancelled_job_is_killed(host: Host, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    job = host.submit(JOBS + "stubborn", {"pid_file": str(pid_file)}, Budget())
    assert soon(lambda: pid_file.exists() and pid_file.read_text() != "")
    job.close()
    assert soon(lambda: dead(int(pid_file.read_text())))


def test_a_job_that_another_thread_gives_up_ends_in_a_named_error(host: Host) -> None:
    job = host.submit(JOBS + "sleep", {"seconds": 60}, Budget())
    job.close()
    with pytest.raises(FailedError) as caught:
        job.result()
    assert caught.value.code == "F-CRASH"


def test_a_fork_server_killed_in_mid_job_ends_it_in_a_named_error() -> None:
    with Host() as own:
        server = int(call(own, "server"))
        job = own.submit(JOBS + "sleep", {"seconds": 60}, Budget())
        os.kill(server, signal.SIGKILL)
        with pytest.raises(FailedError) as caught:
            job.result()
    assert caught.value.code == "F-CRASH"


def test_the_child_has_no_network_below_python_either(host: Host) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert call(host, "native_call_out", port=server.getsockname()[1]) == b"-1"


def test_the_child_sees_no_secrets_and_not_the_current_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("REVIEWER_MODEL", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://secret")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lxml.py").write_text("raise SystemExit")
    with Host(["lxml"]) as own:
        seen = json.loads(call(own, "environment"))
    assert "secret" not in json.dumps(seen["env"])
    assert "" not in seen["path"]
    assert str(tmp_path) not in seen["path"]


def test_a_worker_holds_no_line_of_another(host: Host) -> None:
    others = [host.submit(JOBS + "sleep", {"seconds": 60}, Budget()) for _ in range(3)]
    assert call(host, "sockets") == b"1"
    for one in others:
        one.close()


def test_what_is_under_way_goes_on_when_its_fork_server_is_given_up() -> None:
    with Host(recycle=1) as own:
        slow = own.submit(JOBS + "sleep", {"seconds": 1}, BUDGET)
        servers = {call(own, "server") for _ in range(2)}
    assert len(servers) == 2
    assert slow.result() == b""  # after the host was closed, too


def test_the_fork_server_is_replaced_after_its_share() -> None:
    with Host(recycle=3) as own:
        servers = [call(own, "server") for _ in range(7)]
    assert [servers.count(one) for one in dict.fromkeys(servers)] == [3, 3, 1]


def test_a_killed_fork_server_is_replaced(host: Host) -> None:
    with Host() as own:
        first = int(call(own, "server"))
        os.kill(first, signal.SIGKILL)
        assert soon(lambda: dead(first))
        assert int(call(own, "server")) != first


def test_closing_leaves_no_process() -> None:
    own = Host()
    server = int(call(own, "server"))
    own.close()
    assert not Path(f"/proc/{server}").exists()


def test_a_host_that_was_never_closed_ends_with_its_program(tmp_path: Path) -> None:
    code = (
        "from reviewer.isolate import Host, Budget; h = Host();"
        "print(h.run('tests.isolate.jobs:server', {}, Budget()).decode(), flush=True);"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert soon(lambda: dead(int(done.stdout)))


def test_office_budget_may_start_programs(host: Host) -> None:
    assert call(host, "start_program", BUDGET._replace(programs=True)) == b""


def test_debug_prints_the_traceback_and_only_then() -> None:
    code = (
        "import sys; from reviewer.isolate import Host, Budget\n"
        "debug = sys.argv[1] == 'on'\n"
        "with Host(debug=debug) as h:\n"
        "  try: h.run('tests.isolate.jobs:boom', {}, Budget(debug=debug))\n"
        "  except Exception as error: print(error)\n"
    )
    for switch, shown in (("on", True), ("off", False)):
        done = subprocess.run([sys.executable, "-c", code, switch], capture_output=True, text=True, check=False)
        assert done.stdout == "F-CRASH(what=ValueError)\n"
        assert ("secret content" in done.stderr) is shown
