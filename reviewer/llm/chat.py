"""A talk with tools: langchain's `create_agent` around the configured chat model, inside our limits.

The tools are handed in and only read. Tries, rate, breaker, budget, masks and the one line are those of `agent_chat`.
Nothing is shown while the model talks: the caller gets the whole text, to check it first.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from reviewer.llm.base import Message
from reviewer.llm.connect import Connected
from reviewer.llm.faults import CallError
from reviewer.llm.guard import Guard
from reviewer.llm.openai import explained, load
from reviewer.llm.replies import spent_by
from reviewer.settings import Settings

RECURSION = 40


class Tool(Protocol):
    """A read-only tool: one text in, JSON text out."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def parameter(self) -> str: ...
    @property
    def call(self) -> Callable[[str], str]: ...


class Limits(NamedTuple):
    """What one answer may take. `results`: characters of all tool results together; `answer`: of one turn."""

    model_calls: int = 6
    tool_calls: int = 12
    tool_calls_a_turn: int = 4
    seconds: float = 90.0
    max_tokens: int = 1500
    results: int = 24_000
    answer: int = 16_000


class Talk(NamedTuple):
    """The text that a model ended with, and what it took."""

    text: str
    model: str
    calls: int
    tokens: int


def converse(
    settings: Settings,
    instructions: str,
    messages: Sequence[Message],
    tools: Iterable[Tool],
    *,
    limits: Limits | None = None,
    told: Callable[[str], None] = lambda _: None,
    model: Any = None,
    guard: Guard | None = None,
) -> Talk:
    """One answer. `told` hears the text of each tool call. `model`: a langchain chat model in place of the configured one.

    Raises ModelError: those of the endpoint and the guard, and M-TALK (a limit of this talk was reached).
    """
    bounds = limits or Limits()
    loop = _Loop(bounds, told)
    load()
    if model is not None:
        return loop.talk(model, instructions, messages, tuple(tools))
    longest = min(settings.llm_total_timeout, bounds.seconds)
    connected = Connected(settings.model_copy(update={"llm_total_timeout": longest, "cache": "off"}), guard)
    from reviewer.llm.agent import agent_chat

    client = agent_chat(connected, bounds.max_tokens)
    try:
        return loop.talk(client, instructions, messages, tuple(tools))
    finally:
        connected.close()
        if client.http_client is not None:
            client.http_client.close()


class _Loop:
    """One run of the agent; counts what it takes."""

    def __init__(self, limits: Limits, told: Callable[[str], None]) -> None:
        self._limits, self._told = limits, told
        self._calls = self._tool_calls = self._results = self._in = self._out = 0
        self._end = time.monotonic() + limits.seconds
        self._model = ""
        self._lock = threading.Lock()

    def talk(self, client: Any, instructions: str, messages: Sequence[Message], tools: tuple[Tool, ...]) -> Talk:
        """The whole talk. Raises CallError that says what it has cost."""
        try:
            return self.run(client, instructions, messages, tools)
        except CallError as fault:
            fault.calls += self._calls
            fault.tokens_in += self._in
            fault.tokens_out += self._out
            raise

    def run(self, client: Any, instructions: str, messages: Sequence[Message], tools: tuple[Tool, ...]) -> Talk:
        from langchain.agents import create_agent
        from langchain.agents.middleware import wrap_model_call
        from langchain_core.tools import StructuredTool

        made = [
            StructuredTool.from_function(
                func=self._guarded(tool), name=tool.name, description=tool.description,
                args_schema={
                    "type": "object", "properties": {tool.parameter: {"type": "string"}},
                    "required": [tool.parameter], "additionalProperties": False,
                },
            )
            for tool in tools
        ]  # fmt: skip
        agent: Any = create_agent(
            client, tools=made, system_prompt=instructions, middleware=[wrap_model_call(self._asked)]
        )
        said = [(one.role, one.content) for one in messages]
        with explained():
            state = agent.invoke({"messages": said}, {"recursion_limit": RECURSION, "max_concurrency": 1})
        last = state["messages"][-1]
        if getattr(last, "tool_calls", None) or last.type != "ai":
            raise CallError("M-TALK")
        return Talk(str(last.text), self._model, self._calls, self._in + self._out)

    def _guarded(self, tool: Tool) -> Callable[..., str]:
        """The tool within the limits; whatever goes wrong in it is told to the model in a word."""

        def call(**given: Any) -> str:
            value = given.get(tool.parameter)
            with self._lock:
                self._tool_calls += 1
                if self._tool_calls > self._limits.tool_calls:
                    raise CallError("M-TALK")
            if not isinstance(value, str):
                return json.dumps({"error": tool.parameter})
            self._told(value[:60])
            result = tool.call(value)
            with self._lock:
                self._results += len(result)
                if self._results > self._limits.results:
                    raise CallError("M-TALK")
            return result

        return call

    def _asked(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """One turn of the model, within the limits."""
        if self._calls >= self._limits.model_calls or time.monotonic() > self._end:
            raise CallError("M-TALK")
        answer = handler(request)
        message = answer.result[0]
        spent = spent_by(message, [Message("user", str(one.text)) for one in request.messages])
        self._calls += 1
        self._in += spent.tokens_in
        self._out += spent.tokens_out
        self._model = str(message.response_metadata.get("model_name") or "") or self._model
        if len(message.tool_calls) > self._limits.tool_calls_a_turn:
            raise CallError("M-TALK")
        if len(str(message.text)) > self._limits.answer:
            raise CallError("M-LONG")
        return answer


__all__ = ["Limits", "Talk", "Tool", "converse"]
