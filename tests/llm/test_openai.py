"""What is sent and what is made of it: dialects, streams, what the libraries must not do."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from reviewer.llm.base import ModelError
from reviewer.llm.connect import connect
from reviewer.llm.dialect import Dialect
from reviewer.llm.openai import OpenAIModel
from reviewer.llm.replies import same_model
from tests.llm import server as stub
from tests.llm.build import GOOD, Clock, model, refusing, request, settings
from tests.llm.server import Server, says, status


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
    with Server(refusing(*unknown)) as server:
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
    with Server(refusing("json_schema")) as server, ThreadPoolExecutor(8) as pool:
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
