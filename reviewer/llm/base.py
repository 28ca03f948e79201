"""What the rest of this wing knows of a model: a request with the shape of its answer, a reply, and how it can fail.

Nothing above `critic.py` and `chat.py` knows that a model exists; nothing below `openai.py` knows langchain or openai.
A double (scripted.py, recorded.py) is an ordinary Model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, Protocol

from reviewer.errors import ReviewerError


class ModelError(ReviewerError):
    """A model call that came to nothing. Codes M-… with sentences in rules/messages.yaml; never ends a review."""

    calls: int = 0
    """Calls that it took, and the tokens they cost."""
    tokens_in: int = 0
    tokens_out: int = 0


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
    accept: Callable[[str], object] | None = None
    """Raises ValueError (as pydantic's `model_validate_json` does) for a text that does not fit; then the model is asked
    once more. Not part of what is asked: the same request with another `accept` is the same request."""


class Reply(NamedTuple):
    """The JSON text of an answer, freed of fences and thoughts, not yet validated; and what it cost."""

    text: str
    model: str
    """The model that answered, as the server named it."""
    tokens_in: int = 0
    tokens_out: int = 0
    calls: int = 1
    """Calls that it took; the tokens are those of all of them. 0 from the cache."""
    cached: bool = False
    estimated: bool = False
    """The server did not count the tokens; they are our estimate."""


class Model(Protocol):
    """Anything that answers requests. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model asked for; part of every cache key."""

    def answer(self, request: Request) -> Reply:
        """One call, retries included. Raises ModelError."""


class Talker(Protocol):
    """A model that also talks: text in pieces, as it comes. Safe to call from several threads."""

    def stream(self, messages: tuple[Message, ...], max_tokens: int = 2000) -> Iterator[str]:
        """The pieces of one answer. Raises ModelError, also after some pieces: then the answer was cut."""
