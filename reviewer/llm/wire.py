"""The line to the endpoint: one host and no other, no redirects, no proxies, bounded in time and size.

What comes back other than a plain 200 in JSON or as events is a CallError before any library above has seen it; so what a
failure means does not hang on the version of a client library. Imports httpx2, which the extra `llm` brings.
"""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import httpcore2
import httpx2

from reviewer.llm import endpoints
from reviewer.llm.endpoints import Endpoint
from reviewer.llm.faults import CallError, of_status
from reviewer.settings import Settings

BODY = 1 << 20
"""Bytes of a whole answer as sent: its text may have a quarter of that (see openai.py), the rest is its envelope."""
EVENTS = 8 << 20
"""Bytes of an answer that comes in events, each with an envelope of its own."""
_EXCERPT = 4096
_TYPES = ("application/json", "text/event-stream", "application/x-ndjson", "text/json", "")
_HEADERS = frozenset(
    (b"host", b"content-type", b"content-length", b"transfer-encoding", b"authorization", b"accept", b"accept-encoding")
)
"""What a request says besides its body; the client library would also tell the system and versions of this machine."""
_clock = threading.local()


class Wire(httpx2.BaseTransport):
    """The transport of an httpx2 client. Raises CallError."""

    def __init__(self, where: Endpoint, settings: Settings) -> None:
        self._where = where
        self._total = settings.llm_total_timeout
        self._timeouts = {
            "connect": settings.llm_connect_timeout,
            "read": settings.llm_silence_timeout,
            "write": settings.llm_silence_timeout,
            "pool": settings.llm_total_timeout,
        }
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(settings) if where.scheme == "https" else None,
            max_connections=settings.llm_concurrency + 4,
            max_keepalive_connections=settings.llm_concurrency + 4,
            keepalive_expiry=15,
            network_backend=_Backend(where),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url, where = request.url, self._where
        port = url.port or (443 if url.scheme == "https" else 80)
        if (url.scheme, url.host, port) != (where.scheme, where.host, where.port):
            raise CallError("M-HOST", host=url.host)
        _clock.deadline = time.monotonic() + self._total
        with _faults(where):
            response = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=[pair for pair in request.headers.raw if pair[0].lower() in _HEADERS],
                    content=request.stream,
                    extensions={**request.extensions, "timeout": self._timeouts},
                )
            )
        try:
            headers = httpx2.Headers(response.headers)
            if response.status != 200:
                raise of_status(response.status, headers, self._excerpt(response))
            self._check(headers)
        except BaseException:
            response.close()
            raise
        if headers.get("content-type", "").startswith("text/event-stream"):
            body = _Body(response.stream, where, EVENTS)
            return httpx2.Response(200, headers=headers, stream=body, extensions=response.extensions)
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=self._whole(response))

    def _whole(self, response: httpcore2.Response) -> bytes:
        """The body of an answer that is not a stream: a JSON object with at least one choice."""
        body = _Body(response.stream, self._where, BODY)
        try:
            data = b"".join(body)
        finally:
            body.close()
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            raise CallError("M-PROTOCOL") from None
        if not isinstance(value, dict):
            raise CallError("M-PROTOCOL")
        if value.get("error"):
            raise CallError("M-PROTOCOL", again=True, detail=str(value["error"])[:_EXCERPT])
        if not value.get("choices"):
            raise CallError("M-PROTOCOL")
        return data

    def _check(self, headers: httpx2.Headers) -> None:
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES or headers.get("content-encoding", "identity").lower() not in ("identity", ""):
            raise CallError("M-PROTOCOL")
        if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > BODY:
            raise CallError("M-LONG")

    def _excerpt(self, response: httpcore2.Response) -> str:
        """What a server says to a refusal; only read for words that tell what it lacks."""
        said = b""
        with contextlib.suppress(CallError), _faults(self._where):
            for part in _parts(response.stream):
                said += part
                if len(said) >= _EXCERPT:
                    break
        return said[:_EXCERPT].decode("utf-8", "replace")

    def close(self) -> None:
        self._pool.close()


def _tls(settings: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.llm_ca_file is not None:
        try:
            context.load_verify_locations(cafile=settings.llm_ca_file)
        except OSError as error:
            raise CallError("M-CA", counts=False, name=settings.llm_ca_file.name) from error
    return context


def _parts(stream: Any) -> Iterable[bytes]:
    return stream  # type: ignore[no-any-return]


@contextlib.contextmanager
def _faults(where: Endpoint) -> Generator[None]:
    """What goes wrong below, as a CallError."""
    try:
        yield
    except (httpcore2.ConnectTimeout, httpcore2.ConnectError) as error:
        if _certificate(error):
            raise CallError("M-TLS", host=where.host) from error
        raise CallError("M-CONNECT", again=True, host=where.host) from error
    except httpcore2.TimeoutException as error:
        raise CallError("M-TIMEOUT", again=True) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise CallError("M-RESET", again=True) from error


def _certificate(error: BaseException) -> bool:
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, ssl.SSLCertVerificationError):
            return True
        link = link.__cause__ or link.__context__
    return False


class _Body(httpx2.SyncByteStream):
    """The body of an answer, cut off with a CallError where it is too long."""

    def __init__(self, stream: Any, where: Endpoint, most: int) -> None:
        self._stream = stream
        self._where = where
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        with _faults(self._where):
            for part in _parts(self._stream):
                size += len(part)
                if size > self._most:
                    raise CallError("M-LONG")
                yield part

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


class _Backend(httpcore2.NetworkBackend):
    """Connects to the addresses that were checked, in their order."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for address in endpoints.addresses(self._where):
            try:
                return _Stream(self._plain.connect_tcp(address, port, timeout, local_address, socket_options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore2.ConnectError("no address")


class _Stream(httpcore2.NetworkStream):
    """A connection that knows when its call has to be over; a server that drips cannot hold it longer."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout, httpcore2.WriteTimeout))

    def _left(self, timeout: float | None, over: type[httpcore2.TimeoutException]) -> float | None:
        deadline = getattr(_clock, "deadline", None)
        if deadline is None:
            return timeout
        left = float(deadline) - time.monotonic()
        if left <= 0:
            raise over
        return left if timeout is None else min(timeout, left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
