"""Uploads on their way into a run: each in a folder of its own under the home, so that a restart finds them again.

`<home>/incoming/<id>/files/…` are the files, `run.json` beside them says whose they are once they were handed in.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ui.desk import new_id

_ID = re.compile(r"[\w-]{16,64}")
_NAME = 180
"""Bytes of one part of a name; common file systems allow 255."""
_DEPTH = 6
MOST = 5000
"""Files of one upload."""


class Basket(NamedTuple):
    """Files that belong together. `year`: the season in which they were handed in."""

    id: str
    who: str
    year: int
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"


class Baskets:
    """All uploads of one home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "incoming"

    def new(self, who: str, year: int) -> Basket:
        basket = Basket(new_id(), who, year, self._folder)
        basket = basket._replace(folder=self._folder / basket.id)
        basket.files.mkdir(parents=True, mode=0o700)
        (basket.folder / "owner.json").write_text(json.dumps({"who": who, "year": year}), "utf-8")
        return basket

    def get(self, id: str, who: str) -> Basket | None:
        """The basket if it is this person's and not handed in yet."""
        basket = self._read(self._folder / id) if _ID.fullmatch(id) else None
        return basket if basket is not None and basket.who == who and not _handed(basket).exists() else None

    def place(self, basket: Basket, name: str) -> Path | None:
        """Where to write a file of this name, in a folder that exists; None where the basket is full."""
        number = sum(1 for _ in basket.files.rglob("*"))
        if number >= MOST:
            return None
        parts = cleaned(name)
        path = basket.files.joinpath(*parts)
        twin = 1
        while path.exists():
            twin += 1
            path = basket.files.joinpath(f"{twin}", *parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def hand_in(self, basket: Basket) -> None:
        """From now on it is for a run, also after a restart."""
        _handed(basket).touch()

    def waiting(self) -> Iterator[Basket]:
        """What was handed in and whose run has not ended, oldest first."""
        if not self._folder.is_dir():
            return
        for folder in sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime):
            basket = self._read(folder)
            if basket is not None and _handed(basket).exists():
                yield basket

    def drop(self, basket: Basket) -> None:
        shutil.rmtree(basket.folder, ignore_errors=True)

    def _read(self, folder: Path) -> Basket | None:
        try:
            told = json.loads((folder / "owner.json").read_text("utf-8"))
            return Basket(folder.name, str(told["who"]), int(told["year"]), folder)
        except (OSError, ValueError, KeyError):
            return None


def _handed(basket: Basket) -> Path:
    return basket.folder / "handed-in"


def cleaned(name: str) -> tuple[str, ...]:
    """A name from a browser as the parts of a path below the basket, whatever it was; never empty."""
    parts = []
    for part in re.split(r"[/\\]", name)[-_DEPTH:]:
        plain = "".join(char for char in part if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*').strip(
            " "
        )
        if plain.strip("."):
            parts.append(_cut(plain))
    return tuple(parts) or ("report",)


def _cut(name: str) -> str:
    stem, ending = os.path.splitext(name)
    ending = ending if len(ending.encode()) <= 20 else ""
    stem = stem if ending else name
    room = _NAME - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + ending
