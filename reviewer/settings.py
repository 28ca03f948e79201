"""Settings from the environment (`REVIEWER_…`) or `.env`; read by the pipeline and the faces alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, NonNegativeFloat, PositiveFloat, PositiveInt, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from reviewer.limits import Limits
from reviewer.preferences import kept

__all__ = ["Limits", "Settings"]


def _listed(value: object) -> object:
    """`a, b` as a tuple; an empty text as none."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace(";", ",").split(",") if part.strip())
    return value


def _parsed(value: object) -> object:
    """JSON as a value; anything else is left to the type."""
    return json.loads(value) if isinstance(value, str) else value


_Json = Annotated[dict[str, Any], NoDecode, BeforeValidator(_parsed)]
_Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class _FromEnvironment(Limits, BaseSettings):
    model_config = SettingsConfigDict(env_prefix="REVIEWER_LIMIT_", frozen=True)


class _Language(BaseSettings):
    """What the language layer may use, where it may send text, and what that may cost."""

    llm: Literal["auto", "off"] = "auto"
    """`auto`: on when a model and an endpoint are named."""
    model: str | None = None
    base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")
    api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY", repr=False)
    llm_hosts: _Names = ()
    """Hosts besides this machine that text may be sent to: names, addresses (each with or without a port), networks."""
    llm_cloud: Literal["on", "off"] = "off"
    """`on`: any host may be the endpoint, over https; personal data are masked."""
    llm_mask: Literal["outside", "always"] = "outside"
    """Personal data are masked in what goes to other machines, or in all that is sent."""
    llm_ca_file: Path | None = None
    """Certificates (PEM) of an office's own authority, for an endpoint with https."""
    llm_format: Literal["auto", "json_schema", "json_object", "tools"] = "auto"
    """How the shape of an answer is asked for; `auto` finds out what the server understands, once."""
    llm_extra_body: _Json = Field(default_factory=dict)
    """JSON added to each request, such as `{"chat_template_kwargs": {"enable_thinking": false}}`."""
    llm_model_names: _Names = ()
    """Other names under which the same model may answer."""
    llm_concurrency: PositiveInt = 16
    """Calls at a time, over all reports of a process."""
    llm_rate: NonNegativeFloat = 0
    """Calls started in a minute, over all reports of a process; 0 for no limit."""
    llm_tries: PositiveInt = 3
    llm_connect_timeout: PositiveFloat = 5
    llm_silence_timeout: PositiveFloat = 60
    """Seconds without a byte of the answer."""
    llm_total_timeout: PositiveFloat = 120
    """Seconds of one call."""
    llm_report_timeout: PositiveFloat = 300
    """Seconds that all calls about one report may take together; later answers are not waited for."""
    llm_max_calls: PositiveInt | None = None
    llm_max_tokens: PositiveInt | None = None
    """Tokens sent and received, over all calls of a process."""
    llm_max_cost: PositiveFloat | None = None
    """In the money of the prices; needs `llm_price_in` and `llm_price_out`."""
    llm_price_in: NonNegativeFloat = 0
    """Price of a million tokens sent."""
    llm_price_out: NonNegativeFloat = 0
    cache: Literal["on", "off"] = "on"
    """`off` asks the model anew and keeps no answer."""
    llm_cache_days: PositiveInt = 30
    """Days that an answer is kept."""


class Settings(_Language):
    """All a review depends on besides the file and the rules."""

    model_config = SettingsConfigDict(
        env_prefix="REVIEWER_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    home: Path | None = None
    """Folder of what is kept between runs; the platform's folder for user data when not given."""
    database_url: str | None = None
    """`postgresql://…` for offices that share a store; a SQLite file in `home` when not given."""
    isolation: Literal["process", "none"] = "process"
    """`none` reads files in this process: for tests and debuggers only."""
    fail_on: Literal["error", "warning", "info"] = "error"
    waivers: Literal["beside", "off"] = "beside"
    """`off` passes over `<name>.waivers.yaml` beside a file: for folders that others have filled."""
    office: str = Field("", max_length=60)
    """The reviewing office's name, under notices and products."""
    rules: Path | None = None
    """A folder of rule packs of a place (docs/packs.md); relative to the working folder."""
    limits: Limits = Field(default_factory=_FromEnvironment)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over `.env` over what the page's settings tab keeps."""
        return init_settings, env_settings, dotenv_settings, _Kept(settings_cls)

    @field_validator("rules", mode="before")
    @classmethod
    def _set_to_nothing(cls, value: object) -> object:
        return None if value == "" else value

    def folder(self) -> Path:
        """Where to keep what is kept between runs: `home`, else the platform's folder for user data. Not made here."""
        return self.home or _default_home()


def _default_home() -> Path:
    return platformdirs.user_data_path("annual-report-reviewer", appauthor=False)


class _Kept(InitSettingsSource):
    """settings.json of the home, as far as the fields there are not set elsewhere."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        home = Path(os.environ.get("REVIEWER_HOME") or _default_home())
        super().__init__(settings_cls, init_kwargs=dict(kept(home)))
