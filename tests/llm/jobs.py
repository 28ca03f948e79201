"""What other processes do in the tests of the cache."""

from __future__ import annotations

from pathlib import Path

from reviewer.llm.base import Reply
from reviewer.llm.cache import Cache, key_of
from tests.llm.build import request


def fill(folder: str, worker: int, count: int) -> list[str]:
    """Put and get `count` answers, half of them shared with the other workers; the codes of its notices."""
    cache = Cache(Path(folder))
    for number in range(count):
        key = key_of(request(f"{number} {worker if number % 2 else ''}"), "m")
        cache.put(key, "p@1", Reply(f'{{"n": {number}}}', "m"))
        kept = cache.get(key)
        assert kept is not None
        assert kept.text == f'{{"n": {number}}}'
    cache.close()
    return [one.code for one in cache.notices]
