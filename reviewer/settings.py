"""Settings from the environment (`REVIEWER_…`) or `.env`; read by the pipeline and the faces alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reviewer.limits import Limits

__all__ = ["Limits", "Settings"]


class _FromEnvironment(Limits, BaseSettings):
    model_config = SettingsConfigDict(env_prefix="REVIEWER_LIMIT_", frozen=True)


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
    rules: Path | None = None
    """A folder of rule packs of a place (docs/packs.md); relative to the working folder."""
    limits: Limits = Field(default_factory=_FromEnvironment)

    @field_validator("rules", mode="before")
    @classmethod
    def _set_to_nothing(cls, value: object) -> object:
        return None if value == "" else value
