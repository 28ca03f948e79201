"""What the rest of this wing knows of a model: a request with the shape of its answer, a reply, and how it can fail.

Nothing above `critic.py` and `chat.py` knows that a model exists; nothing below `openai.py` knows langchain or openai.
A double (scripted.py, recorded.py) is an ordinary Model.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

from reviewer.errors import ReviewerError


class ModelError(ReviewerError):
    """A model call that came to nothing. Codes M-… with sentences in rules/messages.yaml; never ends a review."""


class Message(NamedTuple):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


class Request(NamedTuple):
    """One question to a model. `prompt` is `id@version`; `schema` the strict JSON schema of the answer."""

    prompt: str
    messages: tuple[Message, ...]
    name: str
    """Name of the schema, as the protocol wants one."""
    schema: dict[str, Any]
    max_tokens: int = 2000


class Reply(NamedTuple):
    """The JSON text of an answer, freed of fences and thoughts, not yet validated; and what it cost."""

    text: str
    model: str
    """The model that answered, as the server named it."""
    tokens_in: int = 0
    tokens_out: int = 0
    cached: bool = False


class Model(Protocol):
    """Anything that answers requests. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model asked for; part of every cache key."""

    def answer(self, request: Request) -> Reply:
        """One call, retries included. Raises ModelError."""
