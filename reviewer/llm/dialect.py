"""What a server understands of the protocol: found out by its refusals, once for each endpoint, and remembered.

The newest servers take a JSON schema, older ones only "some JSON" or a function call; a few want `max_completion_tokens`
or no temperature. A server that silently ignores the schema is told it in words from its first useless answer on.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

from reviewer import resources
from reviewer.llm.base import Message, Request
from reviewer.llm.faults import CallError
from reviewer.model import Frozen

FORMATS = ("json_schema", "json_object", "tools", "words")
"""In the order in which they are tried; `words` asks in words alone."""
_FORMAT = re.compile(
    r"response_?format|json_?schema|json_object|structured|grammar|guided|tool|function|sampler", re.IGNORECASE
)
_LIMIT = re.compile(r"max_completion_tokens", re.IGNORECASE)
_HEAT = re.compile(r"temperature", re.IGNORECASE)


class Words(Frozen):
    """rules/words/model.yaml: what is said to a model besides the prompts."""

    shape: str
    """Tells the JSON schema in words; `{schema}`."""
    again: str
    """Said when an answer was of no use."""


class Dialect:
    """How to speak with one server. Safe to use from several threads."""

    def __init__(self, wanted: str = "auto") -> None:
        self._lock = threading.Lock()
        self._free = wanted == "auto"
        self.format = FORMATS[0] if wanted == "auto" else wanted
        self._heard = False
        """An answer has come in this format: from then on a refusal is about the request."""
        self._told = False
        """The schema is also told in words."""
        self._limit = "max_tokens"
        self._heat = True
        self.counts = True
        """A stream can be asked to count its tokens."""

    def learn(self, fault: CallError, format: str | None) -> bool:
        """Whether a refusal of a request made in `format` (none for a stream) taught us something; then ask anew."""
        if fault.code not in ("M-REQUEST", "M-SERVER"):
            return False
        with self._lock:
            if self._limit == "max_tokens" and _LIMIT.search(fault.detail):
                self._limit = "max_completion_tokens"
                return True
            if self._heat and _HEAT.search(fault.detail) and not _FORMAT.search(fault.detail):
                self._heat = False
                return True
            if format is None:
                learnt = self.counts and "stream_options" in fault.detail
                self.counts = self.counts and not learnt
                return learnt
            if format != self.format:
                return True
            if not self._free or self._heard or format == FORMATS[-1]:
                return False
            if fault.code == "M-SERVER" and not _FORMAT.search(fault.detail):
                return False
            self.format = FORMATS[FORMATS.index(format) + 1]
            return True

    def heard(self, format: str, *, told: bool) -> None:
        """A useful answer came; `told`: only after the schema had been told in words."""
        with self._lock:
            self._heard = self._heard or format == self.format
            self._told = self._told or told

    def body(self, request: Request, format: str) -> dict[str, Any]:
        """What goes into the request besides model and messages."""
        return {**self.bare(request.max_tokens), **dict(_shape(request, format))}

    def bare(self, max_tokens: int) -> dict[str, Any]:
        return {self._limit: max_tokens, **({"temperature": 0} if self._heat else {})}

    def messages(self, request: Request, format: str, *, again: bool) -> list[Message]:
        """The request's own messages, then what this server has to be told in words."""
        said = list(request.messages)
        extra = []
        if again:
            extra.append(words().again)
        if again or self._told or format in ("json_object", "words"):
            schema = json.dumps(request.schema, ensure_ascii=False, separators=(",", ":"))
            extra.append(words().shape.replace("{schema}", schema))
        if extra:
            text = "\n\n".join(extra)
            if said and said[-1].role == "user":
                said[-1] = said[-1]._replace(content=f"{said[-1].content}\n\n{text}")
            else:
                said.append(Message("user", text))
        return said


def _shape(request: Request, format: str) -> Iterator[tuple[str, Any]]:
    if format == "json_schema":
        schema = {"name": request.name, "strict": True, "schema": request.schema}
        yield "response_format", {"type": "json_schema", "json_schema": schema}
    elif format == "json_object":
        yield "response_format", {"type": "json_object"}
    elif format == "tools":
        yield "tools", [{"type": "function", "function": {"name": request.name, "parameters": request.schema}}]
        yield "tool_choice", {"type": "function", "function": {"name": request.name}}


@cache
def words() -> Words:
    return resources.read_model(resources.rules_dir() / "words" / "model.yaml", Words)
