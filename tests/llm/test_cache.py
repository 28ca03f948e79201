"""The answer cache: what makes a question another one, threads and processes, damage, deletion."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from reviewer.llm.base import Message, Reply
from reviewer.llm.cache import Cache, Cached, key_of
from reviewer.llm.connect import Connected
from reviewer.llm.scripted import Scripted
from tests.llm.build import GOOD, Clock, request, settings
from tests.llm.jobs import fill
from tests.llm.server import Server, says


def test_a_second_run_costs_nothing(tmp_path: Path) -> None:
    with Server(says(GOOD)) as server:
        given = settings(server, tmp_path, cache="on")
        first = Connected(given, Clock().guard())
        assert not first.answer(request()).cached
        first.close()
        second = Connected(given, Clock().guard())
        reply = second.answer(request())
        assert (reply.text, reply.cached, reply.calls, reply.tokens_in, reply.tokens_out) == (GOOD, True, 0, 0, 0)
        assert server.calls == second.bill.calls + 1 == 1
        second.close()


def test_without_the_cache_nothing_is_kept(tmp_path: Path) -> None:
    with Server(says(GOOD)) as server:
        model = Connected(settings(server, tmp_path, cache="off"), Clock().guard())
        model.answer(request())
        model.answer(request())
        assert server.calls == 2
    assert list(tmp_path.iterdir()) == []


def test_every_part_of_a_question_counts() -> None:
    asked = request()
    others = [
        key_of(asked._replace(prompt="padding@2"), "m"),
        key_of(asked._replace(messages=(*asked.messages, Message("user", "")), name="a"), "m"),
        key_of(asked._replace(messages=(Message("user", "你是审查人员。"), asked.messages[1])), "m"),
        key_of(request("s1 收到4条政府信息公开申请。"), "m"),
        key_of(asked._replace(schema={**asked.schema, "title": "x"}), "m"),
        key_of(asked._replace(name="other"), "m"),
        key_of(asked._replace(max_tokens=501), "m"),
        key_of(asked, "m2"),
        key_of(asked, "m", "http://127.0.0.1/v1"),
    ]
    assert len({key_of(asked, "m"), *others}) == len(others) + 1
    assert key_of(asked._replace(accept=None), "m") == key_of(asked, "m")


def test_failures_are_not_kept_and_what_no_longer_fits_is_asked_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    inner = Scripted([GOOD, GOOD])
    model = Cached(inner, cache)
    model.answer(request()._replace(accept=None))
    assert model.answer(request()).cached
    strict = request()._replace(accept=lambda text: (_ for _ in ()).throw(ValueError) if len(inner.asked) < 2 else None)
    assert not model.answer(strict).cached
    with pytest.raises(Exception, match="M-UNRECORDED"):
        model.answer(request("其他"))
    with pytest.raises(Exception, match="M-UNRECORDED"):
        model.answer(request("其他"))
    assert len(inner.asked) == 4
    cache.close()


def test_answers_age(tmp_path: Path) -> None:
    now = [time.time()]
    cache = Cache(tmp_path, days=30, now=lambda: now[0])
    cache.put("k", "p@1", Reply("{}", "m"))
    now[0] += 29 * 86400
    assert cache.get("k") is not None
    now[0] += 2 * 86400
    assert cache.get("k") is None
    cache.close()
    again = Cache(tmp_path, now=lambda: now[0])
    assert again.get("k") is None
    again.close()
    with sqlite3.connect(tmp_path / "answers.sqlite") as file:
        assert file.execute("SELECT count(*) FROM answer").fetchone() == (0,)
    file.close()


def test_what_is_deleted_leaves_no_remains(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(50):
        cache.put(str(number), "p@1", Reply(f'{{"quote": "甲乙丙丁{number}"}}' * 40, "m"))
    assert cache.clear() == 50
    assert cache.get("1") is None
    remains = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "甲乙丙丁".encode() not in remains
    cache.close()


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "home")
    cache.put("k", "p@1", Reply("{}", "m"))
    assert cache.path.stat().st_mode & 0o077 == 0
    assert cache.path.parent.stat().st_mode & 0o077 == 0
    cache.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_file_is_made_anew_and_told(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "answers.sqlite").write_bytes(damage)
    cache = Cache(tmp_path)
    assert cache.get("k") is None
    cache.put("k", "p@1", Reply("{}", "m"))
    assert cache.get("k") is not None
    assert [one.code for one in cache.notices] == ["M-CACHE-NEW"]
    assert (tmp_path / "answers.damaged").read_bytes() == damage
    cache.close()


def test_damage_that_shows_itself_later_is_no_different(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(200):
        cache.put(f"{number:04}", "p@1", Reply("x" * 2000, "m"))
    cache.close()
    data = bytearray(cache.path.read_bytes())
    data[4096:] = b"\xfe" * (len(data) - 4096)
    cache.path.write_bytes(data)
    again = Cache(tmp_path)
    for number in range(0, 200, 7):
        again.get(f"{number:04}")
    again.put("new", "p@1", Reply("{}", "m"))
    assert again.get("new") is not None
    assert [one.code for one in again.notices] == ["M-CACHE-NEW"]
    again.close()


def test_a_folder_that_is_a_file_is_told_and_the_model_is_asked(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    cache = Cache(tmp_path / "home")
    model = Cached(Scripted([GOOD, GOOD]), cache)
    assert [model.answer(request()).cached for _ in range(2)] == [False, False]
    assert [one.code for one in cache.notices] == ["M-CACHE"]
    assert "缓存" in cache.notices[0].sentence


def test_threads_share_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def work(number: int) -> bool:
        cache.put(str(number % 10), "p@1", Reply(str(number % 10), "m"))
        kept = cache.get(str(number % 10))
        return kept is not None and kept.text == str(number % 10)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(work, range(400)))
    assert cache.notices == []
    cache.close()


def test_processes_share_it(tmp_path: Path) -> None:
    """Four processes that begin at the same moment with no file there."""
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        told = [one.result() for one in [pool.submit(fill, str(tmp_path), worker, 60) for worker in range(4)]]
    assert told == [[]] * 4
    with sqlite3.connect(tmp_path / "answers.sqlite") as file:
        assert file.execute("SELECT count(*) FROM answer").fetchone() == (30 + 4 * 30,)
    file.close()
