"""From settings to a model: the one place where the layers around it are put together.

Outermost the masks, so that neither the cache nor the line sees what is hidden; then the cache; then the endpoint with
its retries. The guard (places, rate, breaker, budget) is one for a process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.llm.base import Message, Reply, Request
from reviewer.llm.budget import Bill
from reviewer.llm.cache import Cache, Cached
from reviewer.llm.guard import Guard
from reviewer.llm.masks import Masked
from reviewer.llm.openai import OpenAIModel
from reviewer.model import Notice
from reviewer.settings import Settings


def wanted(settings: Settings) -> bool:
    """Whether the language layer is on: not switched off, and both a model and an endpoint are named."""
    return settings.llm != "off" and bool(settings.model and settings.base_url)


def connect(settings: Settings, guard: Guard | None = None) -> Connected | None:
    """The configured model, or None where none is wanted. Nothing is sent and no library loaded yet.

    Raises ModelError M-URL, M-HOST, M-PLAIN: the endpoint is not one that text may go to.
    """
    return Connected(settings, guard) if wanted(settings) else None


def preview(settings: Settings, request: Request) -> bytes:
    """Exactly the bytes that would leave for a request: the body of its HTTP call. Raises ModelError."""
    return Connected(settings).sent(request)


class Connected:
    """The configured model as a Model and a Talker. Raises ModelError where the endpoint is not allowed."""

    def __init__(self, settings: Settings, guard: Guard | None = None) -> None:
        self.settings = settings
        self.guard = guard or Guard.of(settings)
        self._cache = Cache(settings.folder(), settings.llm_cache_days) if settings.cache == "on" else None
        self.line = line = OpenAIModel(settings, self.guard)
        self.place = line.place
        """The endpoint, and what it is to us: loopback, listed or cloud."""
        self.masked = settings.llm_mask == "always" or self.place.place != "loopback"
        remembering: Any = line if self._cache is None else Cached(line, self._cache, self.place.url)
        self._model: Any = Masked(remembering) if self.masked else remembering
        self._talker: Any = Masked(line) if self.masked else line

    @property
    def name(self) -> str:
        return str(self._model.name)

    @property
    def bill(self) -> Bill:
        """What the calls of this process have cost so far."""
        return self.guard.bill

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a reader should know of the cache."""
        return tuple(self._cache.notices) if self._cache is not None else ()

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """Money for some tokens; None where the settings name no price."""
        return self.guard.price(tokens_in, tokens_out)

    def answer(self, request: Request) -> Reply:
        """One answer: kept, or asked for. Raises ModelError."""
        reply: Reply = self._model.answer(request)
        return reply

    def stream(self, messages: tuple[Message, ...], max_tokens: int = 2000) -> Iterator[str]:
        """One answer in pieces, never kept. Raises ModelError, also after some pieces: then the answer was cut."""
        pieces: Iterator[str] = self._talker.stream(messages, max_tokens)
        return pieces

    def sent(self, request: Request) -> bytes:
        """Exactly the body that would leave first for a request; a repair adds two fixed sentences and the schema."""
        return bytes(self._talker.sent(request))

    def clear(self) -> int:
        """Delete the kept answers; how many there were."""
        return self._cache.clear() if self._cache is not None else 0

    def close(self) -> None:
        if self._cache is not None:
            self._cache.close()
