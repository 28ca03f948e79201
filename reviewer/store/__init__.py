"""What is kept of a season: register, submissions, reviews, what people said, the trail (docs/season.md).

`Store` needs SQLAlchemy (extra `batch`) and is imported when it is first asked for: the values of the queue do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.errors import ConfigError, ConflictError, StoreError
from reviewer.store.atwork import at_work, marks
from reviewer.store.files import keep
from reviewer.store.jobs import Hit, Incoming, Job, Placing, Result, Tally

if TYPE_CHECKING:
    from reviewer.store.store import Store

__all__ = [
    "ConflictError", "Hit", "Incoming", "Job", "Placing", "Result", "Store", "StoreError", "Tally",
    "at_work",
    "keep",
    "marks",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Raises ConfigError (S-EXTRA) where what the store is built on is not installed."""
    if name != "Store":
        raise AttributeError(name)
    try:
        from reviewer.store.store import Store
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("sqlalchemy", "alembic"):
            raise ConfigError("S-EXTRA", package=error.name, extra="batch") from error
        raise
    return Store
