"""The configured model as langchain's tool loop wants it: a chat model that can call functions.

Each of its calls goes through the same masks, guard and line as all others. Import it late: it loads langchain. Pieces of
an answer are not passed on: what a loop says is checked before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult
from langchain_openai import ChatOpenAI
from pydantic import PrivateAttr

from reviewer.llm import openai, replies, tokens
from reviewer.llm.base import Message, Reply
from reviewer.llm.connect import Connected
from reviewer.llm.faults import CallError, Spent
from reviewer.llm.masks import Masks


class AgentChat(ChatOpenAI):
    """Made by `agent_chat`. Raises ModelError where ChatOpenAI would raise what openai raises."""

    _connected: Connected = PrivateAttr()

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        texts = [text for one in messages for text in _texts(one)]
        masks = Masks(texts if self._connected.masked else ())
        sent = _hidden(messages, masks) if self._connected.masked else messages
        kept: list[ChatResult] = []

        def attempt(_: int) -> Reply:
            with openai.explained():
                result = super(AgentChat, self)._generate(sent, stop, run_manager, **kwargs)
            message = result.generations[0].message
            if not isinstance(message, AIMessage):
                raise CallError("M-PROTOCOL")
            spent = replies.spent_by(message, [Message("user", text) for text in texts])
            self._connected.line.sound(_with_end(message, result), spent)
            kept.append(result)
            return Reply("", "", spent.tokens_in, spent.tokens_out, estimated=spent.estimated)

        self._connected.guard.run(Spent(tokens.estimate(texts), _longest(self)), attempt)
        for one in kept[-1].generations:
            one.message = _shown(one.message, masks)
        return kept[-1]


def agent_chat(connected: Connected, max_tokens: int = 2000) -> AgentChat:
    """The chat model for `create_agent`, with one answer of at most `max_tokens`. Raises ModelError M-EXTRA."""
    body = {"max_tokens": max_tokens, "temperature": 0, **connected.settings.llm_extra_body}
    made: AgentChat = openai.chat(
        connected.settings, connected.place, kind=AgentChat, disable_streaming=True, extra_body=body
    )
    made._connected = connected
    return made


def _longest(model: AgentChat) -> int:
    return int((model.extra_body or {}).get("max_tokens", 0))


def _texts(message: BaseMessage) -> list[str]:
    """All that a message says: its text and the arguments of its calls."""
    calls = message.tool_calls if isinstance(message, AIMessage) else []
    return [str(message.text), *(value for call in calls for value in _strings(call["args"]))]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    return [text for one in value for text in _strings(one)] if isinstance(value, list) else []


def _hidden(messages: Sequence[BaseMessage], masks: Masks) -> list[BaseMessage]:
    hidden = dict(zip((text for one in messages for text in _texts(one)), masks.hidden, strict=True))
    return [_changed(one, lambda text: hidden.get(text, text)) for one in messages]


def _shown(message: BaseMessage, masks: Masks) -> BaseMessage:
    return _changed(message, masks.shown)


def _changed(message: BaseMessage, change: Any) -> BaseMessage:
    """A copy with each text changed."""
    over: dict[str, Any] = {"content": change(str(message.text))}
    if isinstance(message, AIMessage) and message.tool_calls:
        over["tool_calls"] = [{**call, "args": _replaced(call["args"], change)} for call in message.tool_calls]
    return message.model_copy(update=over)


def _replaced(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _replaced(one, change) for name, one in value.items()}
    return [_replaced(one, change) for one in value] if isinstance(value, list) else value


def _with_end(message: AIMessage, result: ChatResult) -> AIMessage:
    """langchain puts why an answer ended and who gave it beside the message until `invoke` is over."""
    end = (result.generations[0].generation_info or {}).get("finish_reason")
    name = (result.llm_output or {}).get("model_name", "")
    return message.model_copy(update={"response_metadata": {"finish_reason": end, "model_name": name}})
