"""What one job may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reviewer.limits import Limits


class Budget(NamedTuple):
    """Sizes in bytes, times in seconds."""

    memory: int = 2**30
    """Address space of the worker (RLIMIT_AS)."""
    cpu: int = 30
    wall: float = 60.0
    answer: int = 20 * 2**20
    """Largest answer the worker may send."""
    file: int = 200 * 2**20
    """Largest file the worker may write (RLIMIT_FSIZE)."""
    programs: bool = False
    """True: the job may start programs (LibreOffice), which take their own memory limit; the rest still holds."""
    debug: bool = False
    """True: the worker's standard error stays open and a traceback is printed there."""

    @classmethod
    def of(cls, limits: Limits, *, debug: bool = False) -> Budget:
        return cls(limits.memory, limits.cpu, limits.wall, limits.answer, limits.unpacked, debug=debug)

    @classmethod
    def of_office(cls, limits: Limits, *, debug: bool = False) -> Budget:
        """For a conversion: the converter stops itself at `office_wall`, the warden some seconds later."""
        return cls(
            limits.memory, limits.office_wall, limits.office_wall + 10, 2**16, limits.unpacked, True, debug=debug
        )
