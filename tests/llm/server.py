"""A scripted OpenAI-compatible server on loopback: it answers, streams, and fails on cue. Standard library alone.

A cue is a function that is given the handler and the parsed body, and writes whatever it likes to the socket.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from types import TracebackType
from typing import Any

Cue = Callable[["Handler", dict[str, Any]], None]
MODEL = "qwen-test"
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


class Handler(BaseHTTPRequestHandler):
    """One connection; HTTP/1.1 and TCP_NODELAY, as real servers have."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("content-length", 0)))
        cue = self.server.owner.heard(self.path, data, dict(self.headers))
        try:
            cue(self, json.loads(data))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def reply(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    owner: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone away is what some of the tests are about."""


class Server:
    """`with Server(cue, cue, …) as server`: the cues take turns, over and over. Keeps the bodies it was sent."""

    def __init__(self, *cues: Cue, tls: ssl.SSLContext | None = None) -> None:
        self._lock = threading.Lock()
        self._cues = cycle(cues)
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._http = _Http(("127.0.0.1", 0), Handler)
        self._http.owner = self
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> int:
        return len(self.bodies)

    def cue(self, *cues: Cue) -> None:
        """From now on these."""
        with self._lock:
            self._cues = cycle(cues)

    def heard(self, path: str, data: bytes, headers: dict[str, str]) -> Cue:
        with self._lock:
            self.bodies.append(data)
            self.paths.append(path)
            self.headers.append(headers)
            return next(self._cues)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def completion(content: str | None, **over: Any) -> dict[str, Any]:
    """The body of a whole answer; `over` replaces parts of it or of its one message."""
    message = {"role": "assistant", "content": content}
    message |= {name: over.pop(name) for name in ("tool_calls", "refusal") if name in over}
    choice = {"index": 0, "finish_reason": over.pop("finish", "stop"), "message": message}
    whole = {"id": "c", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice], "usage": USAGE}
    return whole | over


def says(content: str | None, **over: Any) -> Cue:
    body = json.dumps(completion(content, **over), ensure_ascii=False).encode()
    return lambda handler, _: handler.reply(200, body)


def status(code: int, said: str = "no", **headers: str) -> Cue:
    body = json.dumps({"error": {"message": said, "type": "t", "code": code}}).encode()
    return lambda handler, _: handler.reply(code, body, **headers)


def raw(body: bytes, kind: str = "application/json", **headers: str) -> Cue:
    return lambda handler, _: handler.reply(200, body, kind, **headers)


def late(seconds: float, cue: Cue) -> Cue:
    """Nothing for a while, then the cue."""

    def run(handler: Handler, body: dict[str, Any]) -> None:
        time.sleep(seconds)
        cue(handler, body)

    return run


def drip(parts: Iterable[bytes], pause: float) -> Cue:
    """A byte now and then, for longer than anybody should wait."""
    sent = list(parts)

    def run(handler: Handler, _: dict[str, Any]) -> None:
        handler.reply(200, b"", length=str(sum(map(len, sent))))
        for part in sent:
            time.sleep(pause)
            handler.wfile.write(part)

    return run


def reset(handler: Handler, _: dict[str, Any]) -> None:
    """The connection is torn down."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def cut(handler: Handler, _: dict[str, Any]) -> None:
    """The body ends in the middle."""
    body = json.dumps(completion('{"items": []}')).encode()
    handler.reply(200, body[:40], length=str(len(body)))
    handler.close_connection = True


def events(*texts: str, end: str | None = "stop", done: bool = True, extra: Iterable[str] = (), **over: Any) -> Cue:
    """A stream of pieces; without `end` it stops in the middle."""

    def run(handler: Handler, body: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for text in texts:
            handler.wfile.write(_event({"content": text}, None, **over))
        for line in extra:
            handler.wfile.write(line.encode())
        if end is not None:
            handler.wfile.write(_event({}, end, **over))
            if body.get("stream_options", {}).get("include_usage"):
                handler.wfile.write(_data({"choices": [], "usage": USAGE, **_HEAD, **over}))
        if done:
            handler.wfile.write(b"data: [DONE]\n\n")

    return run


_HEAD = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": MODEL}


def _event(delta: dict[str, Any], finish: str | None, **over: Any) -> bytes:
    return _data({**_HEAD, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **over})


def _data(value: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
