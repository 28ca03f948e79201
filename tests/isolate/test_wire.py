"""Frames: whole, capped, in time."""

from __future__ import annotations

import socket
import time

import pytest

from reviewer.isolate import wire


def pair(data: bytes) -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(data)
    return ours


def test_a_frame_comes_whole() -> None:
    with pair(wire.packed(b"abc") + wire.packed(b"")) as sock:
        assert wire.receive(sock, 3, time.monotonic() + 1) == b"abc"
        assert wire.receive(sock, 3, time.monotonic() + 1) == b""


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\0\0\0\x05abc", b"\0\0\0\x09abcdefghi"])
def test_a_broken_or_too_long_frame_is_refused(data: bytes) -> None:
    with pair(data) as sock, pytest.raises(wire.Broken):
        wire.receive(sock, 8, time.monotonic() + 1)


def test_a_silent_side_is_waited_for_no_longer_than_told() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        wire.receive(ours, 8, time.monotonic() + 0.05)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_only_json_objects_are_taken(data: bytes) -> None:
    with pytest.raises(wire.Broken):
        wire.loaded(data)
