"""What is sent and what is made of it: dialects, streams, what the libraries must not do."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from reviewer.llm.base import Message, ModelError
from reviewer.llm.connect import connect
from reviewer.llm.dialect import Dialect
from reviewer.llm.openai import OpenAIModel, same_model
from tests.llm import server as stub
from tests.llm.build import GOOD, Clock, request, settings
from tests.llm.server import Server, events, says, status

TALK = (Message("user", "收到几条申请？"),)


def model(server: Server, **over: Any) -> OpenAIModel:
    return OpenAIModel(settings(server, **over), Clock().guard())


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(says(GOOD)) as running:
        yield running


def test_a_request_carries_the_strict_schema_and_nothing_unasked(server: Server) -> None:
    asked = model(server, llm_extra_body={"chat_template_kwargs": {"enable_thinking": False}})
    asked.answer(request())
    body = json.loads(server.bodies[0])
    schema = {"name": "answer", "strict": True, "schema": request().schema}
    assert body == {
        "model": stub.MODEL,
        "messages": [{"role": one.role, "content": one.content} for one in request().messages],
        "response_format": {"type": "json_schema", "json_schema": schema},
        "temperature": 0,
        "max_tokens": 500,
        "stream": False,
        "chat_template_kwargs": {"enable_thinking": False},
    }
    assert server.paths == ["/v1/chat/completions"]
    told = {name.lower(): value for name, value in server.headers[0].items()}
    assert set(told) == {"host", "content-type", "content-length", "authorization", "accept", "accept-encoding"}
    assert told["authorization"] == "Bearer key-of-the-tests"


def test_what_would_be_sent_is_told_to_the_byte(server: Server) -> None:
    asked = model(server)
    told = asked.sent(request())
    assert server.calls == 0
    asked.answer(request())
    assert server.bodies == [told]


def _refusing(*unknown: str) -> stub.Cue:
    """A server that knows less: it refuses a body in which one of these stands."""

    def run(handler: stub.Handler, body: dict[str, Any]) -> None:
        found = [word for word in unknown if word in json.dumps(body)]
        arguments = {"id": "t", "type": "function", "function": {"name": "answer", "arguments": GOOD}}
        good = says(None, tool_calls=[arguments], finish="tool_calls") if "tools" in body else says(GOOD)
        said = (
            f"{found} is not supported, use max_completion_tokens" if '"max_tokens"' in found else f"unknown: {found}"
        )
        (status(400, said) if found else good)(handler, body)

    return run


@pytest.mark.parametrize(
    ("unknown", "calls", "last"),
    [
        (("json_schema",), 2, "json_object"),
        (("response_format",), 3, "tools"),
        (("response_format", "tools"), 4, "words"),
        (('"max_tokens"',), 2, "json_schema"),
        (("temperature",), 2, "json_schema"),
        (("temperature", "json_schema"), 3, "json_object"),
    ],
)
def test_what_a_server_does_not_know_is_found_out_once(unknown: tuple[str, ...], calls: int, last: str) -> None:
    with Server(_refusing(*unknown)) as server:
        dialect = Dialect()
        asked = OpenAIModel(settings(server), Clock().guard(), dialect)
        assert asked.answer(request()).text == GOOD
        assert server.calls == calls
        assert dialect.format == last
        assert asked.answer(request()).text == GOOD
        assert server.calls == calls + 1
        words = json.loads(server.bodies[-1])["messages"][-1]["content"]
        assert ("JSON Schema" in words) == (last in ("json_object", "words"))


def test_a_server_that_ignores_the_schema_is_told_it_in_words_from_then_on() -> None:
    def cue(handler: stub.Handler, body: dict[str, Any]) -> None:
        told = "JSON Schema" in body["messages"][-1]["content"]
        says(GOOD if told else "报告写得不错。")(handler, body)

    with Server(cue) as server:
        asked = model(server)
        assert [asked.answer(request()).calls for _ in range(3)] == [2, 1, 1]


def test_a_refusal_after_an_answer_is_about_the_request() -> None:
    with Server(says(GOOD)) as server:
        asked = model(server)
        asked.answer(request())
        server.cue(status(400, "json_schema is not supported"))
        with pytest.raises(ModelError, match="M-REQUEST"):
            asked.answer(request())
        assert server.calls == 2


def test_many_threads_find_the_dialect_out_together() -> None:
    with Server(_refusing("json_schema")) as server, ThreadPoolExecutor(8) as pool:
        asked = model(server)
        texts = list(pool.map(lambda _: asked.answer(request()).text, range(40)))
        assert texts == [GOOD] * 40
        assert server.calls <= 40 + 8


def test_tokens_are_the_servers_or_an_estimate_that_says_so() -> None:
    with Server(says(GOOD), says(GOOD, usage=None)) as server:
        asked = model(server)
        counted, guessed = asked.answer(request()), asked.answer(request())
    assert (counted.tokens_in, counted.tokens_out, counted.estimated) == (11, 7, False)
    assert guessed.estimated
    assert 20 < guessed.tokens_in < 80


@pytest.mark.parametrize(
    ("answered", "same"),
    [("qwen", True), ("Qwen", True), ("qwen-2026-01-01", True), ("qwen:latest", True), ("models/qwen.gguf", True),
     ("/srv/m/qwen", True), ("qwen2", False), ("deepseek", False), ("q", False), ("house-name", True)],
)  # fmt: skip
def test_a_model_may_answer_under_a_longer_name(answered: str, same: bool) -> None:
    assert same_model("qwen", answered, ("house-name",)) is same


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


def test_proxies_of_the_environment_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    asked = model(server)
    assert asked.answer(request()).text == GOOD


def test_tracing_stays_off_whatever_the_environment_says(server: Server) -> None:
    """In an interpreter of its own: the switch is read once. A trace would look up a host, which fails here loudly."""
    program = f"""
import os, socket
os.environ.update(LANGSMITH_TRACING="true", LANGCHAIN_TRACING_V2="true", LANGSMITH_API_KEY="x", OPENAI_LOG="debug")
asked, plain = [], socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: (asked.append(host), plain(host, *rest, **more))[1]
from tests.llm.build import request, settings
from reviewer.llm.openai import OpenAIModel
model = OpenAIModel(settings(base_url={server.url!r}))
assert model.answer(request()).text
model.close()
from langsmith.utils import tracing_is_enabled
assert not tracing_is_enabled()
assert set(asked) == {{"127.0.0.1"}}, asked
"""
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""


def test_neither_key_nor_text_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Server(
        says(GOOD), status(400, "s1 收到3条政府信息公开申请 key-of-the-tests"), says("s1 收到"), says("s1 收到")
    ) as server:
        asked = model(server)
        asked.answer(request())
        for _ in range(2):
            with pytest.raises(ModelError) as caught:
                asked.answer(request())
            assert "收到" not in f"{caught.value!r}{caught.value}{caught.value.__cause__!r}"
    shown = caplog.text + repr(asked) + repr(settings(server)) + settings(server).model_dump_json()
    assert "key-of-the-tests" not in shown
    assert "收到" not in shown


def test_without_the_extra_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    connected = connect(settings(base_url="http://127.0.0.1:1/v1"))
    assert connected is not None
    for call in (connected.answer, connected.sent):
        with pytest.raises(ModelError, match="M-EXTRA"):
            call(request())


def test_the_libraries_are_loaded_by_the_first_call_alone() -> None:
    program = """
import sys
import time
from tests.llm.build import settings
from reviewer.llm.connect import connect
assert connect(settings(base_url="http://127.0.0.1:1/v1")) is not None
assert not {"openai", "langchain_core", "httpx2"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
