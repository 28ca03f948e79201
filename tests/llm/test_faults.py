"""Every fault, fifty times: each call ends in the right reply or the right code, in a bounded number of calls and time."""

from __future__ import annotations

import email.utils
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest

from reviewer import resources
from reviewer.llm.base import ModelError
from reviewer.llm.openai import OpenAIModel
from tests.llm import server as stub
from tests.llm.build import GOOD, Clock, request, settings
from tests.llm.server import Cue, Server, says, status

OK = says(GOOD)
_ROUND = 6
"""Calls with one guard: 6 x 3 failures are too few for the breaker, which has its own tests."""


class Kind(NamedTuple):
    """A fault: what the server does in turn, what an answer comes to, in how many calls and how long a pause."""

    name: str
    cues: tuple[Cue, ...]
    ends: str = "ok"
    calls: int = 1
    pause: float = 0.0
    """Seconds slept for one answer, with the jitter at its longest."""
    over: dict[str, Any] = {}


def _date(ahead: float) -> Cue:
    return lambda handler, body: status(429, retry_after=email.utils.formatdate(time.time() + ahead, usegmt=True))(
        handler, body
    )


_TOOL = {"id": "t", "type": "function", "function": {"name": "answer", "arguments": GOOD}}
KINDS = (
    Kind("no fault", (OK,)),
    Kind("429, then well", (status(429), OK), calls=2, pause=1),
    Kind("429 with seconds", (status(429, retry_after="7"), OK), calls=2, pause=15),
    Kind("429 with a date", (_date(30), OK), calls=2, pause=61),
    Kind("429 with a date gone by", (_date(-30), OK), calls=2, pause=1),
    Kind("429 for an hour", (status(429, retry_after="3600"),), "M-RATE"),
    Kind("429 with nonsense", (status(429, retry_after="soon"), OK), calls=2, pause=1),
    Kind("429 always", (status(429),), "M-RATE", 3, 3),
    Kind("500, 503, then well", (status(500), status(503), OK), calls=3, pause=3),
    Kind("502, 504, 500", (status(502), status(504), status(500)), "M-SERVER", 3, 3),
    Kind("408, 409, then well", (status(408), status(409), OK), calls=3, pause=3),
    Kind("501", (status(501, "no such thing"),), "M-SERVER"),
    Kind("400", (status(400, "bad messages"),), "M-REQUEST", over={"llm_format": "json_schema"}),
    Kind("400, the context is full", (status(400, "maximum context length is 8192 tokens"),), "M-LARGE"),
    Kind("413", (status(413),), "M-LARGE"),
    Kind("401", (status(401),), "M-KEY"),
    Kind("403", (status(403),), "M-KEY"),
    Kind("404", (status(404),), "M-MISSING"),
    Kind("moved elsewhere", (status(307, location="http://127.0.0.1:9/v1"),), "M-REDIRECT"),
    Kind("torn down, then well", (stub.reset, OK), calls=2, pause=1),
    Kind("cut in the middle, then well", (stub.cut, OK), calls=2, pause=1),
    Kind("cut always", (stub.cut,), "M-RESET", 3, 3),
    Kind("an empty body", (stub.raw(b""),), "M-PROTOCOL"),
    Kind("half a body", (stub.raw(b'{"choices": [{"index": 0, "mess'),), "M-PROTOCOL"),
    Kind("a login page", (stub.raw(b"<html>login</html>", "text/html"),), "M-PROTOCOL"),
    Kind("a page that says it is JSON", (stub.raw(b"<html>login</html>"),), "M-PROTOCOL"),
    Kind("an error with 200, then well", (stub.raw(b'{"error": {"message": "overloaded"}}'), OK), calls=2, pause=1),
    Kind("no choice", (stub.raw(json.dumps(stub.completion("") | {"choices": []}).encode()),), "M-PROTOCOL"),
    Kind("choices null", (stub.raw(json.dumps(stub.completion("") | {"choices": None}).encode()),), "M-PROTOCOL"),
    Kind("a list", (stub.raw(b"[]"),), "M-PROTOCOL"),
    Kind("packed", (stub.raw(b"\x1f\x8b", content_encoding="gzip"),), "M-PROTOCOL"),
    Kind("10 MB", (says("长" * 3_500_000),), "M-LONG"),
    Kind("300 KB", (says(json.dumps({"items": [{"seg": "s1", "quote": "x" * 300_000}]})),), "M-LONG"),
    Kind("cut by length, then well", (says('{"items": [{"se', finish="length"), OK), calls=2),
    Kind("cut by length always", (says('{"items": [{"se', finish="length"),), "M-CUT", 2),
    Kind("fenced", (says(f"```json\n{GOOD}\n```"),)),
    Kind("fenced, with a word before", (says(f"结果如下：\n```\n{GOOD}\n```"),)),
    Kind("thoughts", (says(f"<think>先看{{第一部分}}</think>\n\n{GOOD}"),)),
    Kind("thoughts without their beginning", (says(f"先看第一部分</think>{GOOD}"),)),
    Kind("an apology, then well", (says("抱歉，我无法回答。"), OK), calls=2),
    Kind("an apology always", (says("抱歉，我无法回答。"),), "M-SHAPE", 2),
    Kind("two objects", (says(GOOD + GOOD),), "M-SHAPE", 2),
    Kind("NaN", (says('{"items": NaN}'),), "M-SHAPE", 2),
    Kind("a key twice", (says('{"items": [], "items": []}'),), "M-SHAPE", 2),
    Kind("too deep", (says("[" * 90_000),), "M-SHAPE", 2),
    Kind("another shape, then well", (says('{"verdict": "pass"}'), OK), calls=2),
    Kind("nothing said", (says(""),), "M-SHAPE", 2),
    Kind("null said", (says(None),), "M-SHAPE", 2),
    Kind("a refusal", (says(None, refusal="no"),), "M-REFUSED"),
    Kind("filtered", (says("", finish="content_filter"),), "M-REFUSED"),
    Kind("another model", (says(GOOD, model="other-7b"),), "M-OTHER"),
    Kind("a dated form of the model", (says(GOOD, model=f"{stub.MODEL}-2026-01-01"),)),
    Kind("tools", (says(None, tool_calls=[_TOOL], finish="tool_calls"),), over={"llm_format": "tools"}),
    Kind("500, an apology, then well", (status(500), says("不"), OK), calls=3, pause=1),
    Kind("an apology, then 500s", (says("不"), status(500), status(500)), "M-SERVER", 3, 2),
)  # fmt: skip


def _ended(model: OpenAIModel) -> tuple[str, int]:
    """How one answer ended, and in how many calls."""
    try:
        reply = model.answer(request())
    except ModelError as error:
        said = resources.sentence(error.code, **error.values)
        return (error.code, error.calls) if "抱歉" not in f"{error!s}{said}" else ("the model's words", 0)
    counted = reply.text == GOOD and reply.tokens_in >= 11 and reply.tokens_out >= 7
    return ("ok", reply.calls) if counted else (reply.text, 0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_fifty_calls_end_as_they_should(kind: Kind) -> None:
    left = 50
    with Server(*kind.cues) as server:
        while left:
            clock = Clock()
            model = OpenAIModel(settings(server, **kind.over), clock.guard())
            for _ in range(min(_ROUND, left)):
                left -= 1
                before, slept = server.calls, clock.slept
                ends, calls = _ended(model)
                assert (ends, calls) == (kind.ends, kind.calls)
                assert server.calls - before == kind.calls
                assert clock.slept - slept <= kind.pause
            model.close()


@pytest.mark.parametrize(
    ("cue", "over"),
    [
        pytest.param(stub.late(1, OK), {"llm_silence_timeout": 0.05}, id="nothing comes"),
        pytest.param(stub.drip([b" "] * 50, 0.02), {"llm_total_timeout": 0.05}, id="a drip"),
    ],
)
def test_fifty_calls_that_hang_are_given_up_in_time(cue: Cue, over: dict[str, Any]) -> None:
    def one(server: Server) -> None:
        clock = Clock()
        model = OpenAIModel(settings(server, **over), clock.guard())
        with pytest.raises(ModelError) as caught:
            model.answer(request())
        model.close()
        assert caught.value.code == "M-TIMEOUT"
        assert caught.value.calls == 3
        assert clock.slept == 3

    with Server(cue) as server, ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(one, server) for _ in range(50)]:
            done.result()
        assert 50 <= server.calls <= 150, "a try may be over before it has reached the server, never one too many"


def test_there_are_at_least_twenty_four_kinds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 24
