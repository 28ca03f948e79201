"""The office behind the desk: opened when it is first needed, with its uploads, its runs and what its trail says."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from reviewer.errors import ConfigError, ReviewerError
from ui.season.baskets import Basket, Baskets
from ui.season.ledger import Ledger
from ui.season.needs import Bureaucracy
from ui.season.runs import Runs, Told

if TYPE_CHECKING:
    from reviewer import Settings
    from reviewer.store import Store


_LOG = logging.getLogger(__name__)


def opened(settings: Settings) -> Bureaucracy:
    """Raises ConfigError (S-EXTRA) where the extra is not installed, StoreError, InputError."""
    try:
        from reviewer.batch import Office
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("sqlalchemy", "alembic", "openpyxl", "pypdf", "rensa"):
            raise ConfigError("S-EXTRA", package=error.name, extra="batch") from error
        raise
    return Office(settings)


class Bureau:
    """One office for all who use the page. `settings`: those in force when it is opened; `opener`: for tests."""

    def __init__(self, settings: Callable[[], Settings], opener: Callable[[Settings], Bureaucracy] = opened) -> None:
        self._settings = settings
        self._opener = opener
        self._lock = threading.Lock()
        self._office: Bureaucracy | None = None
        self.baskets = Baskets(settings().folder())
        self.runs = Runs(self._review, self.baskets.drop)
        self.ledger = Ledger()
        self._chores = ThreadPoolExecutor(1, thread_name_prefix="season-settle")

    @property
    def settings(self) -> Settings:
        return self._settings()

    @property
    def office(self) -> Bureaucracy:
        """Opened at the first call; uploads whose run a restart cut off go on then. Raises as `opened`."""
        with self._lock:
            if self._office is None:
                self._office = self._opener(self._settings())
                for basket in self.baskets.waiting():
                    self.runs.add(basket)
            self._office.settings = self._settings()
            return self._office

    @property
    def store(self) -> Store:
        return self.office.store

    def hand_in(self, basket: Basket) -> None:
        """Review what is in a basket, as soon as those before it are done."""
        self.baskets.hand_in(basket)
        self.runs.add(basket)

    def settle(self, year: int) -> Future[None]:
        """Compare a year's reports with each other and with last year's anew, in the background; one at a time."""
        return self._chores.submit(self._settle, year)

    def _settle(self, year: int) -> None:
        try:
            self.office.settle(year)
        except ReviewerError as error:  # told again by whoever presses the button that compares
            _LOG.warning("settle %s: %s", year, error.code)

    def _review(self, basket: Basket, told: Told, stopped: Callable[[], bool]) -> None:
        output = basket.folder / "results"
        self.office.run(
            [basket.files], output, resume=output.exists(), label=basket.id, season=basket.year, who=basket.who,
            told=told, stopped=stopped,
        )  # fmt: skip

    def close(self) -> None:
        """Stops after the files that are being read; the next start goes on."""
        self.runs.close(20.0)
        self._chores.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            if self._office is not None:
                self._office.close()
                self._office = None
