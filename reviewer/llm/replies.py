"""What a reply of the libraries holds: its text, the model that answered, what it cost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reviewer.llm import tokens
from reviewer.llm.base import Message
from reviewer.llm.faults import Spent


def same_model(asked: str, answered: str, others: tuple[str, ...] = ()) -> bool:
    """Whether a server's name for the model may be the one asked for: equal, a dated or tagged form, or a file of it."""
    wanted = {_stem(one) for one in (asked, *others)}
    got = _stem(answered)
    return any(got == one or got.startswith((f"{one}-", f"{one}:")) or one.startswith(f"{got}:") for one in wanted)


def _stem(name: str) -> str:
    return name.strip().casefold().replace("\\", "/").rpartition("/")[2].removesuffix(".gguf")


def spent_by(message: Any, said: Iterable[Message]) -> Spent:
    """The server's figures where they can be true, else our estimate."""
    usage = message.usage_metadata or {}
    counted = _counted(usage.get("input_tokens"), usage.get("output_tokens"))
    if counted is not None:
        return counted
    return Spent(tokens.estimate(one.content for one in said), tokens.estimate([str(message.text)]), estimated=True)


def _counted(tokens_in: object, tokens_out: object) -> Spent | None:
    if isinstance(tokens_in, int) and isinstance(tokens_out, int) and tokens_in > 0 and tokens_out >= 0:
        return Spent(tokens_in, tokens_out)
    return None


def text_of(message: Any, format: str) -> str:
    """What the model said: the content, or the arguments of the one function it could call."""
    if format == "tools":
        for call in message.tool_calls:
            return json.dumps(call["args"], ensure_ascii=False)
        for call in message.invalid_tool_calls:
            return str(call["args"])
    return str(message.text)


def model_of(message: Any) -> str:
    return str(message.response_metadata.get("model_name") or "")
