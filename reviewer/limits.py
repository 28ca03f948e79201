"""What one file may cost. Apart from the settings, so that a reading child need not know of an environment."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Limits(BaseModel):
    """Sizes in bytes, times in seconds; `REVIEWER_LIMIT_…` in the environment (see settings.py)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    upload: int = 50 * 2**20
    unpacked: int = 200 * 2**20
    entry: int = 100 * 2**20
    ratio: int = 100
    """Highest compression ratio of an archive entry larger than 1 MiB."""
    entries: int = 2000
    pages: int = 500
    blocks: int = 200_000
    cells: int = 50_000
    characters: int = 2_000_000
    memory: int = 2**30
    cpu: int = 30
    wall: int = 60
    office_wall: int = 60
    """Time one LibreOffice conversion may take."""
    answer: int = 20 * 2**20
    """Largest answer a reading child may send."""
