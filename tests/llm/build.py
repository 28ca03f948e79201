"""What the tests of this wing share: a request, settings for a server, a clock that takes no time."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from reviewer.llm.base import Message, Request
from reviewer.llm.guard import Guard
from reviewer.settings import Settings
from tests.llm.server import MODEL, Server


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    seg: str
    quote: str


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: list[Item]


GOOD = json.dumps({"items": [{"seg": "s1", "quote": "收到3条政府信息公开申请"}]}, ensure_ascii=False)


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
