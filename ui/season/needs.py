"""What the desk needs of an office (`reviewer.batch.Office`), as far as it goes: so that the pages know no more of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from reviewer.model import Comparison

if TYPE_CHECKING:
    from reviewer import Settings
    from reviewer.annotate import Annotated
    from reviewer.store import Store


class Progress(Protocol):
    """How far a run is: files ended, files in all."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def stage(self) -> str: ...
    @property
    def refused(self) -> int: ...
    @property
    def quarantined(self) -> int: ...
    @property
    def rate(self) -> float | None: ...
    @property
    def left(self) -> float | None: ...


class Bureaucracy(Protocol):
    """As in docs/season.md; `workbook`, `summary` and `ask` are asked for by name, where there are such."""

    settings: Settings

    @property
    def store(self) -> Store: ...
    def run(
        self, paths: Sequence[Path], output: Path, *, resume: bool, label: str, season: int, who: str,
        told: Callable[[Any], None], stopped: Callable[[], bool],
    ) -> Any: ...  # fmt: skip
    def rematch(self, who: str) -> None: ...
    def settle(self, year: int) -> Any: ...
    def resubmitted(self, id: int) -> Comparison | None: ...
    def notice(self, ids: Sequence[int]) -> bytes: ...
    def commented(self, id: int) -> Annotated: ...
    def close(self) -> None: ...
