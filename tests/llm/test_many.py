"""Many reports at once: all places are used all the time, which is what the ideal wall time means. No clock is read.

The figure in seconds is `python -m benchmarks.bench_llm`.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from reviewer.llm.connect import Connected
from reviewer.llm.guard import Guard
from tests.llm.build import GOOD, request, settings
from tests.llm.server import Handler, Server, says

PLACES, REPORTS, CALLS = 16, 96, 6


def test_no_place_is_ever_empty_while_there_is_work() -> None:
    """The server answers only when sixteen requests are there; 36 full rounds for 576 calls, or it would never end."""
    rounds = []
    gate = threading.Barrier(PLACES, action=lambda: rounds.append(1))

    def cue(handler: Handler, body: dict[str, Any]) -> None:
        gate.wait(60)
        says(GOOD)(handler, body)

    with Server(cue) as server:
        given = settings(server, llm_concurrency=PLACES)
        models = [Connected(given, Guard.of(given)) for _ in range(4)]

        def review(report: int) -> list[str]:
            with ThreadPoolExecutor(CALLS) as jobs:
                model = models[report % len(models)]
                return list(jobs.map(lambda call: model.answer(request(f"{report} {call}")).text, range(CALLS)))

        with ThreadPoolExecutor(24) as pool:
            texts = [text for texts in pool.map(review, range(REPORTS)) for text in texts]
    assert texts == [GOOD] * (REPORTS * CALLS)
    assert len(rounds) == REPORTS * CALLS // PLACES
    assert models[0].bill.calls == REPORTS * CALLS
