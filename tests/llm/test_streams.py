"""Streams of the one door: pieces, thoughts left out, ends that are none, silence."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from reviewer.llm.base import ModelError
from tests.llm import server as stub
from tests.llm.build import TALK, model
from tests.llm.server import Server, events, status


def test_a_stream_comes_in_pieces_and_is_counted() -> None:
    with Server(events("收到", "3条", "申请。")) as server:
        asked = model(server)
        assert list(asked.stream(TALK)) == ["收到", "3条", "申请。"]
        bill = asked.bill
    assert bill == (1, 11, 7, False, None)
    assert json.loads(server.bodies[0])["stream"] is True


@pytest.mark.parametrize(
    "pieces", [("<th", "ink>先看", "表", "</thi", "nk>\n", "收到", "3条"), ("<think>x</think>收到3条",)]
)
def test_a_streams_thoughts_are_left_out(pieces: tuple[str, ...]) -> None:
    with Server(events(*pieces)) as server:
        asked = model(server)
        assert "".join(asked.stream(TALK)) == "收到3条"


def test_a_stream_that_only_looks_like_a_thought_is_shown() -> None:
    with Server(events("<", "3条")) as server:
        asked = model(server)
        assert "".join(asked.stream(TALK)) == "<3条"


@pytest.mark.parametrize(
    ("cue", "code"),
    [
        pytest.param(events("收到", end=None, done=False), "M-RESET", id="cut"),
        pytest.param(events("收到", end=None), "M-RESET", id="done without an end"),
        pytest.param(events("收到", extra=["data: {oops\n\n"]), "M-PROTOCOL", id="no JSON"),
        pytest.param(events("收到", extra=['data: {"error": {"message": "x"}}\n\n']), "M-PROTOCOL", id="an error"),
        pytest.param(events("收到", end="length"), "M-CUT", id="too long"),
        pytest.param(events("收到", end="content_filter"), "M-REFUSED", id="filtered"),
        pytest.param(events("收到", model="other"), "M-OTHER", id="another model"),
        pytest.param(events(*["长" * 10_000] * 10), "M-LONG", id="300 KB"),
    ],
)
def test_a_stream_that_ends_badly_says_so(cue: stub.Cue, code: str) -> None:
    with Server(cue) as server:
        asked = model(server)
        pieces = asked.stream(TALK)
        assert next(pieces).startswith(("收到", "长"))
        with pytest.raises(ModelError, match=code):
            list(pieces)
        assert server.calls == 1


@pytest.mark.parametrize(
    ("cues", "code", "calls"),
    [
        ((status(500), events("好")), "", 2),
        ((status(401),), "M-KEY", 1),
        ((stub.reset, events("好")), "", 2),
        ((status(503),), "M-SERVER", 3),
    ],
)
def test_a_stream_that_has_not_begun_is_tried_again(cues: tuple[stub.Cue, ...], code: str, calls: int) -> None:
    with Server(*cues) as server:
        asked = model(server)
        if code:
            with pytest.raises(ModelError, match=code):
                list(asked.stream(TALK))
        else:
            assert list(asked.stream(TALK)) == ["好"]
        assert server.calls == calls


@pytest.mark.parametrize("unknown", ["stream_options", "temperature", '"max_tokens"'])
def test_a_stream_finds_out_what_a_server_does_not_know(unknown: str) -> None:
    def cue(handler: stub.Handler, body: dict[str, Any]) -> None:
        said = "use max_completion_tokens" if "max" in unknown else f"unknown: {unknown}"
        (status(400, said) if unknown in json.dumps(body) else events("好"))(handler, body)

    with Server(cue) as server:
        asked = model(server)
        assert [list(asked.stream(TALK)) for _ in range(2)] == [["好"], ["好"]]
        assert server.calls == 3
        assert asked.bill.estimated is (unknown == "stream_options")


def test_a_stream_that_stops_in_the_middle_is_given_up() -> None:
    def hang(handler: stub.Handler, body: dict[str, Any]) -> None:
        events("收到", end=None, done=False)(handler, body)
        handler.wfile.flush()
        time.sleep(1)

    with Server(hang) as server:
        asked = model(server, llm_silence_timeout=0.1)
        pieces = asked.stream(TALK)
        assert next(pieces) == "收到"
        with pytest.raises(ModelError, match="M-TIMEOUT"):
            list(pieces)
