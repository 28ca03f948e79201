"""The one door to langchain and openai: a request becomes one HTTP call, an answer its bare JSON text.

Both are imported when the first call is made (1.3 s), with tracing switched off; retries are switched off in them, as
guard.py has the only ones. Their structured output is not used beyond the wire format: it raises on a wrong shape with
one method, is silent with another, and lets a cut stream pass (measured; see the tests).
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

from pydantic import SecretStr

from reviewer.llm import cleaning, tokens
from reviewer.llm.base import Message, Reply, Request
from reviewer.llm.budget import Bill
from reviewer.llm.dialect import FORMATS, Dialect
from reviewer.llm.endpoints import Endpoint, endpoint
from reviewer.llm.faults import CallError, Spent, within
from reviewer.llm.guard import Guard
from reviewer.llm.replies import model_of, same_model, spent_by, text_of
from reviewer.settings import Settings

ANSWER = 256 * 1024
"""Bytes of the text of an answer."""
_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


class OpenAIModel:
    """A model behind an OpenAI-compatible endpoint. Raises ModelError at once where the endpoint is not allowed."""

    def __init__(self, settings: Settings, guard: Guard | None = None, dialect: Dialect | None = None) -> None:
        self._settings = settings
        self._where = endpoint(settings)
        self._guard = guard or Guard.of(settings)
        self._dialect = dialect or Dialect(settings.llm_format)
        self._lock = threading.Lock()
        self._chat: Any = None

    @property
    def name(self) -> str:
        return self._settings.model or ""

    @property
    def place(self) -> Endpoint:
        return self._where

    @property
    def bill(self) -> Bill:
        """What the calls of this process have cost so far."""
        return self._guard.bill

    def answer(self, request: Request) -> Reply:
        """One answer, retries and one repair included. Raises ModelError."""
        need = Spent(tokens.estimate(one.content for one in request.messages), request.max_tokens)
        return self._guard.run(need, lambda repairs: self._asked(request, again=repairs > 0))

    def _asked(self, request: Request, *, again: bool) -> Reply:
        """One try; a refusal of the dialect is answered with the next one."""
        for _ in range(len(FORMATS) + 2):
            format = self._dialect.format
            try:
                reply = self._called(request, format, again=again)
            except CallError as fault:
                if not self._dialect.learn(fault, format):
                    raise
            else:
                self._dialect.heard(format, told=again)
                return reply
        raise CallError("M-REQUEST", counts=False, status=400)

    def _called(self, request: Request, format: str, *, again: bool) -> Reply:
        wider = request._replace(max_tokens=request.max_tokens * 2) if again else request
        said = self._dialect.messages(wider, format, again=again)
        with explained():
            message = self._client().invoke(_plain(said), **self._arguments(self._dialect.body(wider, format)))
        spent = spent_by(message, said)
        text = text_of(message, format)
        if len(text.encode("utf-8", "replace")) > ANSWER:
            raise CallError("M-LONG", spent=spent)
        self.sound(message, spent)
        text = cleaning.bare(text)
        try:
            cleaning.parsed(text)
            if request.accept is not None:
                request.accept(text)
        except ValueError:
            raise CallError("M-SHAPE", repair=True, spent=spent) from None
        return Reply(text, model_of(message) or self.name, *spent[:2], estimated=spent.estimated)

    def sound(self, message: Any, spent: Spent) -> None:
        """Raises CallError for an answer that is refused, cut, or another model's."""
        end = message.response_metadata.get("finish_reason")
        if message.additional_kwargs.get("refusal") or end == "content_filter":
            raise CallError("M-REFUSED", counts=False, spent=spent)
        if end == "length":
            raise CallError("M-CUT", repair=True, counts=False, spent=spent)
        answered = model_of(message)
        if answered and not same_model(self.name, answered, self._settings.llm_model_names):
            raise CallError("M-OTHER", asked=self.name, answered=answered[:80], spent=spent)

    def stream(self, messages: tuple[Message, ...], max_tokens: int = 2000) -> Iterator[str]:
        """An answer in pieces, thoughts left out. Tried again only while nothing has come. Raises ModelError."""
        need = Spent(tokens.estimate(one.content for one in messages), max_tokens)
        return self._guard.flow(need, lambda settle: self._spoken(messages, max_tokens, settle))

    def _spoken(self, messages: tuple[Message, ...], max_tokens: int, settle: Callable[[Spent], None]) -> Iterator[str]:
        """One try; a refusal of the dialect is answered with the next one."""
        while True:
            try:
                yield from self._flow(messages, max_tokens, settle)
            except CallError as fault:
                if not self._dialect.learn(fault, None):
                    raise
            else:
                return

    def _flow(self, messages: tuple[Message, ...], max_tokens: int, settle: Callable[[Spent], None]) -> Iterator[str]:
        whole: Any = None
        size = 0
        thoughts = cleaning.Thoughts()
        with explained():
            arguments = self._arguments(self._dialect.bare(max_tokens))
            counted = self._dialect.counts
            for chunk in self._client().stream(_plain(messages), stream_usage=counted, **arguments):
                whole = chunk if whole is None else whole + chunk
                size += len(chunk.text.encode("utf-8", "replace"))
                if size > ANSWER:
                    raise CallError("M-LONG")
                piece = thoughts.add(chunk.text)
                if piece:
                    yield piece
        rest = thoughts.rest()
        if rest:
            yield rest
        if whole is None or whole.response_metadata.get("finish_reason") is None:
            raise CallError("M-RESET", again=True)
        spent = spent_by(whole, messages)
        settle(spent)
        self.sound(whole, spent)

    def sent(self, request: Request) -> bytes:
        """Exactly the body that `answer` would send first. Nothing is sent."""
        load()
        import httpx2

        bodies: list[bytes] = []

        def kept(sent: httpx2.Request) -> httpx2.Response:
            bodies.append(sent.read())
            return httpx2.Response(200, json=_NOTHING)

        format = self._dialect.format
        said = self._dialect.messages(request, format, again=False)
        client = chat(self._settings, self._where, httpx2.MockTransport(kept))
        client.invoke(_plain(said), **self._arguments(self._dialect.body(request, format)))
        return bodies[0]

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        with self._lock:
            if self._chat is not None:
                self._chat.http_client.close()
            self._chat = None

    def _arguments(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body's parts as they are: named arguments would be renamed, walked through (a third of a call's time for a
        schema) and, with a response format, parsed by a method that raises on what we look at ourselves."""
        return {"extra_body": {**body, **self._settings.llm_extra_body}}

    def _client(self) -> Any:
        with self._lock:
            if self._chat is None:
                self._chat = chat(self._settings, self._where)
            return self._chat


_NOTHING = {
    "id": "0",
    "object": "chat.completion",
    "created": 0,
    "model": "none",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}],
}


def load() -> None:
    """Import the libraries, without tracing and without their logs, which quote. Raises CallError M-EXTRA."""
    for name in _TRACING:
        os.environ[name] = "false"
    try:
        import httpx2
        import langchain_openai
        import openai
    except ImportError:
        raise CallError("M-EXTRA", counts=False) from None
    for library in (httpx2, openai, langchain_openai):
        logging.getLogger(library.__name__).setLevel(logging.ERROR)


def chat(settings: Settings, where: Endpoint, transport: Any = None, kind: Any = None, **over: Any) -> Any:
    """A ChatOpenAI (or a `kind` of it) over our own line; `transport` stands in for the line. Raises ModelError."""
    load()
    import httpx2
    from langchain_openai import ChatOpenAI

    from reviewer.llm.wire import Wire

    client = httpx2.Client(
        transport=transport or Wire(where, settings),
        trust_env=False,
        follow_redirects=False,
        timeout=None,
        headers={"accept-encoding": "identity"},
    )
    made = (kind or ChatOpenAI)(
        model=settings.model or "",
        base_url=where.url,
        api_key=settings.api_key or SecretStr("none"),
        http_client=client,
        http_async_client=httpx2.AsyncClient(transport=httpx2.MockTransport(_no_async), trust_env=False),
        max_retries=0,
        cache=False,
        use_responses_api=False,
        temperature=None,
        **over,
    )
    weakref.finalize(made, client.close)
    return made


async def _no_async(_: Any) -> Any:
    raise CallError("M-HOST", host="async")


def _plain(messages: Iterable[Message]) -> list[tuple[str, str]]:
    return [(one.role, one.content) for one in messages]


@contextlib.contextmanager
def explained() -> Generator[None]:
    """Whatever the libraries make of a failure or of an answer, as a CallError. Their words are dropped: they quote."""
    try:
        yield
    except Exception as error:
        raise within(error) or _explain(error) from None


def _explain(error: Exception) -> CallError:
    import openai

    if isinstance(error, openai.APITimeoutError):
        return CallError("M-TIMEOUT", again=True)
    if isinstance(error, openai.APIConnectionError):
        return CallError("M-RESET", again=True)
    if isinstance(error, openai.APIError) or (error.args and isinstance(error.args[0], dict)):
        return CallError("M-PROTOCOL", again=True, detail=str(error)[:1000])
    return CallError("M-PROTOCOL")
