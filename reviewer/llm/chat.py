"""A talk with tools: langchain's `create_agent` around a chat model, inside our limits, masks and one retry layer.

The tools are handed in and only read. The model is asked through the guard (tries, rate, breaker, budget) and sees
masked personal data; what it asks of a tool is unmasked before the tool sees it. Nothing is shown while it talks: the
caller gets the whole text, to check it first.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from reviewer.llm import tokens
from reviewer.llm.base import Message, ModelError, Reply
from reviewer.llm.endpoints import endpoint
from reviewer.llm.faults import CallError, Spent
from reviewer.llm.guard import Guard
from reviewer.llm.masks import Masks
from reviewer.llm.openai import chat_model, close_chat, explained, usage_of
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
    """What one answer may take. `results`: characters of all tool results together."""

    model_calls: int = 6
    tool_calls: int = 12
    tool_calls_a_turn: int = 4
    seconds: float = 90.0
    max_tokens: int = 1500
    results: int = 24_000


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
    where, client = None, model
    if client is None:
        where = endpoint(settings)
        longest = min(settings.llm_total_timeout, bounds.seconds)
        client = chat_model(settings.model_copy(update={"llm_total_timeout": longest}), where)
    masked = settings.llm_mask == "always" or (where is not None and where.place != "loopback")
    loop = _Loop(guard or Guard.of(settings), bounds, masked, told)
    try:
        return loop.run(client, instructions, messages, tuple(tools))
    except CallError as fault:
        raise loop.told(fault) from None
    finally:
        if model is None:
            close_chat(client)


class _Loop:
    """One run of the agent; counts what it takes."""

    def __init__(self, guard: Guard, limits: Limits, masked: bool, told: Callable[[str], None]) -> None:
        self._guard, self._limits, self._masked, self._told = guard, limits, masked, told
        self._calls = self._tool_calls = self._results = self._tokens = 0
        self._end = time.monotonic() + limits.seconds
        self._model = ""
        self._lock = threading.Lock()

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
        return Talk(str(last.text), self._model, self._calls, self._tokens)

    def told(self, fault: CallError) -> CallError:
        """The fault with all that the talk has cost, its last call included."""
        fault.calls += self._calls
        fault.tokens_in += self._tokens
        return fault

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
        """One call of the model: within the limits, through the guard, with masks."""
        if self._calls >= self._limits.model_calls or time.monotonic() > self._end:
            raise CallError("M-TALK")
        texts = [str(one.text) for one in (request.system_message, *request.messages) if one is not None]
        hidden = _Hidden(request, texts) if self._masked else None
        sent = hidden.request() if hidden is not None else request
        sent = sent.override(model_settings={**request.model_settings, "max_tokens": self._limits.max_tokens})
        answers: list[Any] = []

        def attempt(_: int) -> Reply:
            with explained():
                answer = handler(sent)
            answers.append(answer)
            message = answer.result[0]
            spent = usage_of(message, texts)
            self._sound(message, spent)
            self._model = str(message.response_metadata.get("model_name") or "") or self._model
            return Reply(str(message.text), self._model, spent.tokens_in, spent.tokens_out, estimated=spent.estimated)

        reply = self._guard.run(Spent(tokens.estimate(texts), self._limits.max_tokens), attempt)
        self._calls += 1
        self._tokens += reply.tokens_in + reply.tokens_out
        if hidden is not None:
            hidden.show(answers[-1].result[0])
        return answers[-1]

    def _sound(self, message: Any, spent: Spent) -> None:
        """Raises CallError for an answer that is cut, refused, or floods the tools."""
        end = message.response_metadata.get("finish_reason")
        if message.additional_kwargs.get("refusal") or end == "content_filter":
            raise CallError("M-REFUSED", counts=False, spent=spent)
        if end == "length":
            raise CallError("M-CUT", counts=False, spent=spent)
        if len(message.tool_calls) > self._limits.tool_calls_a_turn:
            raise CallError("M-TALK", counts=False, spent=spent)
        if len(str(message.text)) > 64 * 1024:
            raise CallError("M-LONG", spent=spent)


class _Hidden:
    """A request with its personal data masked, and the masks taken off what comes back."""

    def __init__(self, request: Any, texts: list[str]) -> None:
        self._request = request
        calls = [json.dumps(one.tool_calls, ensure_ascii=False) for one in request.messages if _calls(one)]
        self._masks = Masks([*texts, *calls])
        self._by_text = dict(zip([*texts, *calls], self._masks.hidden, strict=True))

    def request(self) -> Any:
        return self._request.override(messages=[self._one(one) for one in self._request.messages])

    def _one(self, message: Any) -> Any:
        changed: dict[str, Any] = {"content": self._by_text[str(message.text)]}
        if _calls(message):
            changed["tool_calls"] = json.loads(self._by_text[json.dumps(message.tool_calls, ensure_ascii=False)])
        return message.model_copy(update=changed)

    def show(self, message: Any) -> None:
        message.content = self._masks.shown(str(message.text))
        for call in message.tool_calls:
            call["args"] = json.loads(self._masks.shown_json(json.dumps(call["args"], ensure_ascii=False)))


def _calls(message: Any) -> bool:
    return bool(getattr(message, "tool_calls", None))


__all__ = ["Limits", "ModelError", "Talk", "Tool", "converse"]
