"""What the tests of this wing share: a request, settings for a server, a clock that takes no time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from reviewer.llm.base import Message, ModelError, Reply, Request
from reviewer.llm.faults import CallError, Spent
from reviewer.llm.guard import Guard
from reviewer.llm.openai import OpenAIModel
from reviewer.settings import Settings
from tests.llm import server as stub
from tests.llm.server import MODEL, Server, says, status


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    seg: str
    quote: str


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: list[Item]


GOOD = json.dumps({"items": [{"seg": "s1", "quote": "收到3条政府信息公开申请"}]}, ensure_ascii=False)
TALK = (Message("user", "收到几条申请？"),)
NEED = Spent(100, 50)
WELL = Reply("{}", "m", 100, 20)


def request(text: str = "s1 收到3条政府信息公开申请。", prompt: str = "padding@1") -> Request:
    messages = (Message("system", "你是审查人员。"), Message("user", text))
    return Request(prompt, messages, "answer", Answer.model_json_schema(), 500, Answer.model_validate_json)


def settings(server: Server | None = None, home: Path | None = None, **over: Any) -> Settings:
    given = {"model": MODEL, "api_key": "key-of-the-tests", "cache": "off", "home": home, **over}
    if server is not None:
        given.setdefault("base_url", server.url)
    return Settings(_env_file=None, **given)


class Clock:
    """Time that passes only by sleeping; counts what was slept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.time = 1000.0
        self.slept = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.time += seconds
            self.slept += seconds

    def guard(self, given: Settings | None = None, chance: float = 1.0) -> Guard:
        return Guard(given, now=self.now, sleep=self.sleep, chance=lambda: chance)


def failing(code: str, **flags: Any) -> Callable[[int], Reply]:
    def attempt(_: int) -> Reply:
        raise CallError(code, **flags)

    return attempt


def code_of(guard: Guard, attempt: Callable[[int], Reply]) -> str:
    try:
        guard.run(NEED, attempt)
    except ModelError as error:
        return error.code
    return "ok"


def model(server: Server, **over: Any) -> OpenAIModel:
    return OpenAIModel(settings(server, **over), Clock().guard())


def refusing(*unknown: str) -> stub.Cue:
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
