"""The store as people see it: the register, deadlines, and what they say."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.model import Agency, Decision, Mark, Note, SeasonInfo, Submission
from reviewer.store import bodies, register, said
from reviewer.store.base import Base


class People(Base):
    """An edit names the revision that its author saw; another one raises ConflictError and changes nothing."""

    def register(self) -> tuple[Agency, ...]:
        """All bodies by name."""
        with self._reading() as connection:
            return register.register(connection)

    def enrol(self, agencies: Iterable[Agency], who: str) -> None:
        """Add bodies, or change those of the same name. Raises InputError (S-NAME, S-PARENT)."""
        with self._writing() as connection:
            register.enrol(connection, agencies, who)

    def season(self, year: int) -> SeasonInfo:
        """A report year with its deadlines: those that were set, else those of the law. Raises InputError (S-YEAR)."""
        with self._reading() as connection:
            return register.season(connection, year)

    def seasons(self) -> tuple[SeasonInfo, ...]:
        """Those with a report, and those whose deadlines were set; the latest first."""
        with self._reading() as connection:
            return register.all_seasons(connection)

    def schedule(self, info: SeasonInfo, who: str) -> None:
        """Set a season's deadlines. Raises InputError (S-YEAR)."""
        with self._writing() as connection:
            register.schedule(connection, info, who)

    def assign(self, id: int, agency: str, year: int, who: str, seen: int) -> Submission:
        """A person says whose report it is. Raises ConflictError, InputError (S-UNKNOWN, S-AGENCY, S-YEAR)."""
        with self._writing() as connection:
            return bodies.assign(connection, id, agency, year, who, seen)

    def mark(self, agency: str, year: int, mark: Mark, seen: int) -> Mark:
        """Confirm or dismiss a finding; the mark as it stands now. Raises ConflictError."""
        with self._writing() as connection:
            return said.mark(connection, agency, year, mark, seen)

    def unmark(self, agency: str, year: int, rule: str, fingerprint: str, who: str, seen: int) -> None:
        """Take a mark back. Raises ConflictError."""
        with self._writing() as connection:
            said.unmark(connection, agency, year, rule, fingerprint, who, seen)

    def marks(self, agency: str, year: int) -> tuple[Mark, ...]:
        with self._reading() as connection:
            return said.all_marks(connection, agency, year)

    def decide(self, id: int, decision: Decision, who: str, seen: int, note: str = "") -> Submission:
        """Raises ConflictError, InputError (S-UNKNOWN, S-UNREVIEWED)."""
        with self._writing() as connection:
            return said.decide(connection, id, decision, who, seen, note)

    def notes(self, id: int) -> tuple[Note, ...]:
        """Oldest first."""
        with self._reading() as connection:
            return said.all_notes(connection, id)

    def annotate(self, id: int, who: str, text: str) -> Note:
        """Raises InputError (S-UNKNOWN)."""
        with self._writing() as connection:
            return said.annotate(connection, id, who, text)
