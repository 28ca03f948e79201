"""Frames between the processes: four bytes of length (big-endian), then the bytes. No pickle anywhere."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

HEADER = struct.Struct(">I")
SECONDS = struct.Struct(">d")
"""What a watch socket carries before its end: how long the worker may run."""


class Broken(Exception):  # noqa: N818 - an internal signal, never shown
    """The other side is gone, sends too much, or not what was agreed."""


class Flood(Broken):
    """A frame longer than allowed."""


def packed(data: bytes) -> bytes:
    return HEADER.pack(len(data)) + data


def dumped(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode("ascii")


def loaded(data: bytes) -> dict[str, Any]:
    """Raises Broken when the bytes are not one JSON object."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Broken from error
    if not isinstance(value, dict):
        raise Broken
    return value


def receive(sock: socket.socket, cap: int, deadline: float | None) -> bytes:
    """One frame of at most `cap` bytes before `deadline` (monotonic; None: ever). Raises Broken (Flood: longer) or TimeoutError."""
    (length,) = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    if length > cap:
        raise Flood
    return _exactly(sock, length, deadline)


def _exactly(sock: socket.socket, length: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        try:
            sock.settimeout(left)
            piece = sock.recv(min(length - len(parts), 2**20))
        except TimeoutError:
            raise
        except OSError as error:
            raise Broken from error
        if not piece:
            raise Broken
        parts += piece
    return bytes(parts)
