"""What goes into the store and comes out of its queue: plain values, no database behind them.

Workers make a `Result`; they need not import SQLAlchemy for it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from reviewer.model import Counts, Identity, Notice, ReviewStatus

TRIES = 2
"""Times that a file is tried before it is put aside."""


class Incoming(NamedTuple):
    """One file as it was handed in. With a `notice` it is refused as it stands and never opened."""

    file: str
    """Name as given, with the folders below the one handed in."""
    path: str
    """Where it lies; undecodable bytes as `os.fsdecode` gives them."""
    sha256: str
    """In hex; "" when it could not be read."""
    notice: Notice | None = None


class Job(NamedTuple):
    """A submission that somebody has taken to review. `attempt` counts from 1."""

    submission: int
    path: str
    file: str
    sha256: str
    attempt: int


class Hit(NamedTuple):
    """A finding in the index; those waived in the record are left out."""

    rule: str
    severity: str
    origin: str
    fingerprint: str
    message: str


class Result(NamedTuple):
    """All that is kept of one review. Plain tuples do for `Hit`."""

    status: ReviewStatus
    record: bytes
    """zlib over `Review.model_dump_json()`."""
    reading: bytes | None = None
    """zlib over `AnnualReport.model_dump_json()`."""
    notice: Notice | None = None
    identity: Identity = Identity()
    verdict: Literal["pass", "attention", "return"] = "pass"
    counts: Counts = Counts()
    """Over `findings`; marks of people are counted by the store, at reading."""
    findings: tuple[Hit | tuple[str, str, str, str, str], ...] = ()
    cells: tuple[tuple[str, str | None, str], ...] = ()
    """Key, value (a decimal as text, None unless the state is number or zero) and state."""
    previous: str = ""
    """SHA-256 of last year's report that it was judged with."""
    versions: tuple[str, ...] = ()
    """Name@version of what made it: program, packs."""
    agency: str | None = None
    """Name on the register whose report it is; as recognised when the register is empty."""
    year: int | None = None
    question: str = ""


class Placing(NamedTuple):
    """Whose report a submission is, as the program makes it out; never put over what a person has said."""

    submission: int
    agency: str | None
    year: int | None
    question: str = ""


class Tally(NamedTuple):
    """Submissions of a batch by state; `reused` of the done ones took the result of an earlier review."""

    queued: int = 0
    leased: int = 0
    done: int = 0
    refused: int = 0
    quarantined: int = 0
    reused: int = 0

    @property
    def left(self) -> int:
        return self.queued + self.leased
