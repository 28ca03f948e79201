"""The trail as the desk needs it: whose upload a submission was, and what was done to it. Read on from where it ended."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reviewer.model import Entry
    from reviewer.store import Store


class Mark(NamedTuple):
    """What a trail line about a finding is about."""

    agency: str
    year: int
    rule: str
    fingerprint: str


class Ledger:
    """Safe for threads. Lines are never changed, so what was read stays right."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._by: dict[int, str] = {}
        self._about: dict[str, list[Entry]] = defaultdict(list)

    def read(self, store: Store) -> None:
        """Take in what was added since."""
        with self._lock:
            for entry in store.trail(after=self._last):
                self._last = entry.n
                kind, _, name = entry.about.partition(":")
                if kind == "submission":
                    self._about[entry.about].append(entry)
                    if entry.what == "receive":
                        self._by[int(name)] = entry.who
                elif kind == "mark":
                    mark = mark_of(entry)
                    self._about[f"mark:{mark.agency}:{mark.year}"].append(entry)

    def handed_in_by(self, store: Store, submission: int) -> str | None:
        """Who uploaded it; None for a submission that the trail does not know."""
        self.read(store)
        return self._by.get(submission)

    def lines(self, store: Store, submission: int, agency: str | None, year: int | None) -> list[Entry]:
        """All that was done to a submission and to the findings of its body's report, oldest first."""
        self.read(store)
        found = [*self._about.get(f"submission:{submission}", ()), *self._about.get(f"mark:{agency}:{year}", ())]
        return sorted(found, key=lambda entry: entry.n)


def mark_of(entry: Entry) -> Mark:
    agency, year, rule, fingerprint = json.loads(entry.about.partition(":")[2])
    return Mark(agency, year, rule, fingerprint)
