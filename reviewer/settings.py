"""Settings from the environment (`REVIEWER_…`) or `.env`; read by the pipeline and the faces alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Limits(BaseSettings):
    """What one file may cost; `REVIEWER_LIMIT_…`. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="REVIEWER_LIMIT_", frozen=True)

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


class Settings(BaseSettings):
    """All a review depends on besides the file and the rules."""

    model_config = SettingsConfigDict(env_prefix="REVIEWER_", env_file=".env", extra="ignore", frozen=True)

    llm: Literal["auto", "off"] = "auto"
    model: str | None = None
    home: Path | None = None
    database_url: str | None = None
    cache: Literal["on", "off"] = "on"
    isolation: Literal["process", "none"] = "process"
    """`none` reads files in this process: for tests and debuggers only."""
    fail_on: Literal["error", "warning", "info"] = "error"
    waivers: Literal["beside", "off"] = "beside"
    """`off` passes over `<name>.waivers.yaml` beside a file: for folders that others have filled."""
    limits: Limits = Field(default_factory=Limits)
