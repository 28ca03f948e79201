"""Answers from a JSON file, offline; and a model that writes such a file while another one answers.

The file is an object: `{"answers": {key: {"prompt", "model", "text", "tokens_in", "tokens_out"}}}`, with keys as in
cache.py but of no endpoint, so that a recording holds wherever the model stood. It contains the answers, which quote
the reports: keep it like them.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

from reviewer.errors import ConfigError
from reviewer.llm.base import Model, Reply, Request
from reviewer.llm.cache import key_of
from reviewer.llm.faults import CallError

_FIELDS = {"prompt": str, "model": str, "text": str, "tokens_in": int, "tokens_out": int}


class Recorded:
    """Replays. Raises ConfigError (C-FILE) for a file that is no recording, ModelError M-UNRECORDED for what is not in it."""

    def __init__(self, path: Path, name: str) -> None:
        self._answers = _read(path)
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def answer(self, request: Request) -> Reply:
        kept = self._answers.get(key_of(request, self._name))
        if kept is None:
            raise CallError("M-UNRECORDED", prompt=request.prompt)
        if request.accept is not None:
            try:
                request.accept(kept["text"])
            except ValueError:
                raise CallError("M-SHAPE") from None
        return Reply(kept["text"], kept["model"], kept["tokens_in"], kept["tokens_out"], calls=0, cached=True)


class Recording:
    """Passes on to `inner` and keeps its answers; `write` puts them into the file, beside those already there."""

    def __init__(self, inner: Model, path: Path) -> None:
        self._inner = inner
        self._path = path
        self._lock = threading.Lock()
        self._answers = _read(path) if path.exists() else {}

    @property
    def name(self) -> str:
        return self._inner.name

    def answer(self, request: Request) -> Reply:
        reply = self._inner.answer(request)
        kept = {name: getattr(reply, name, request.prompt) for name in _FIELDS}
        with self._lock:
            self._answers[key_of(request, self.name)] = kept
        return reply

    def write(self) -> None:
        """In one step: a reader sees the old file or the new one. Raises OSError."""
        with self._lock:
            told = json.dumps({"answers": self._answers}, ensure_ascii=False, indent=1, sort_keys=True)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        beside.write_text(told + "\n", "utf-8")
        beside.replace(self._path)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        answers = json.loads(path.read_text("utf-8"))["answers"]
        for kept in answers.values():
            if set(kept) != set(_FIELDS) or any(type(kept[name]) is not kind for name, kind in _FIELDS.items()):
                raise ValueError("not an answer")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError("C-FILE", file=path.name, problem=type(error).__name__) from error
    return dict(answers)
