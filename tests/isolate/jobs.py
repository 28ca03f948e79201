"""What the tests run in children: good and bad behaviour, by name."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from reviewer.errors import LimitError, RefusedError


def echo(text: str) -> str:
    return f'{{"text": "{text}"}}'


def big(size: int) -> bytes:
    return b"x" * size


def refused() -> str:
    raise RefusedError("R-TEST", name="值")


def over() -> str:
    raise LimitError("L-TEST", count=3)


def boom() -> str:
    raise ValueError("secret content")


def deep() -> str:
    return deep()


def leave() -> str:
    sys.exit(3)


def vanish() -> str:
    os._exit(0)


def segfault() -> str:
    ctypes.string_at(0)
    return ""


def abort() -> str:
    os.kill(os.getpid(), signal.SIGABRT)
    return ""


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def stubborn(pid_file: str) -> str:
    """Ignores every polite signal and never answers."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    Path(pid_file).write_text(str(os.getpid()))
    while True:
        time.sleep(1)


def spin() -> str:
    while True:
        pass


def hog() -> str:
    kept = []
    while True:
        kept.append(bytearray(2**24))


def flood() -> bytes:
    for number in range(3, 64):
        try:
            while True:
                os.write(number, b"\x7f" * 2**16)
        except OSError:
            continue
    return b""


def mute(pid_file: str) -> str:
    """Closes the pipe and goes on living."""
    Path(pid_file).write_text(str(os.getpid()))
    os.closerange(3, 256)
    time.sleep(600)
    return ""


def partial() -> str:
    """Sends half an answer and dies."""
    for number in range(3, 64):
        try:
            os.write(number, b"\x00\x00\x00\x40Rhalf")
        except OSError:
            continue
    os._exit(0)


def orphan(pid_file: str) -> str:
    """Leaves a grandchild in a session of its own, made below Python where no audit hook sees it."""
    if ctypes.CDLL(None).fork() == 0:
        os.setsid()
        Path(pid_file).write_text(str(os.getpid()))
        time.sleep(600)
    while not Path(pid_file).exists():
        time.sleep(0.01)
    return "{}"


def call_out() -> str:
    with socket.create_connection(("127.0.0.1", 9), timeout=1):
        return ""


def native_call_out(port: int) -> str:
    """Connects below Python: only a network namespace stops it."""
    import struct

    libc = ctypes.CDLL(None)
    number = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = struct.pack("=H", socket.AF_INET) + struct.pack(">H", port) + socket.inet_aton("127.0.0.1") + b"\0" * 8
    return str(libc.connect(number, address, len(address)))


def start_program() -> str:
    subprocess.run(["true"], check=True)
    return ""


def environment() -> str:
    import json

    return json.dumps({"env": dict(os.environ), "path": sys.path, "cwd": os.getcwd()})


def pid() -> str:
    return str(os.getpid())


def sockets() -> str:
    """How many sockets this process holds."""
    held = 0
    for one in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # the listing's own
            held += os.readlink(f"/proc/self/fd/{one}").startswith("socket:")
    return str(held)


def server() -> str:
    """The process id of the fork server."""
    return str(os.getppid())


def garbage() -> bytes:
    """An answer that claims to be one of our errors and is not."""
    for number in range(3, 64):
        try:
            os.write(number, b"\x00\x00\x00\x08E\xff\xfe{}[]x")
        except OSError:
            continue
    os._exit(0)


def fill_disk() -> str:
    import tempfile

    with tempfile.TemporaryFile() as out:
        for _ in range(64):
            out.write(b"x" * 2**20)
    return ""
