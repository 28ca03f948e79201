"""The environment of the language layer: names that a contract fixes, lists, prices, a key that is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from reviewer.cli.review import settings_of
from reviewer.cli.words import CallError
from reviewer.settings import Settings


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {
        "OPENAI_BASE_URL": "http://127.0.0.1:8000/v1", "OPENAI_API_KEY": "secret-key", "REVIEWER_MODEL": "qwen",
        "REVIEWER_LLM": "off", "REVIEWER_CACHE": "off", "REVIEWER_HOME": str(tmp_path),
        "REVIEWER_LLM_HOSTS": "a.office, 10.0.0.0/8;b:80", "REVIEWER_LLM_EXTRA_BODY": '{"seed": 1}',
        "REVIEWER_LLM_MAX_COST": "12.5", "REVIEWER_LLM_CONCURRENCY": "4", "REVIEWER_LLM_CLOUD": "on",
        "BASE_URL": "http://evil.example", "API_KEY": "other",
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    read = Settings(_env_file=None)
    assert (read.base_url, read.model, read.llm, read.cache) == ("http://127.0.0.1:8000/v1", "qwen", "off", "off")
    assert read.api_key is not None
    assert read.api_key.get_secret_value() == "secret-key"
    assert "secret-key" not in f"{read!r}{read}{read.model_dump_json()}{read.model_dump()}"
    assert read.llm_hosts == ("a.office", "10.0.0.0/8", "b:80")
    assert (read.llm_extra_body, read.llm_max_cost, read.llm_concurrency) == ({"seed": 1}, 12.5, 4)
    assert read.folder() == tmp_path


def test_a_body_that_is_no_json_is_told_as_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_LLM_EXTRA_BODY", "{seed: 1}")
    with pytest.raises(ValidationError):
        Settings(_env_file=None)
    with pytest.raises(CallError, match="REVIEWER_LLM_EXTRA_BODY"):
        settings_of()


def test_defaults_send_nothing_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "REVIEWER_MODEL", "REVIEWER_HOME"):
        monkeypatch.delenv(name, raising=False)
    read = Settings(_env_file=None)
    assert (read.base_url, read.model, read.llm_hosts, read.llm_cloud) == (None, None, (), "off")
    assert (read.llm_connect_timeout, read.llm_silence_timeout, read.llm_total_timeout, read.llm_tries) == (
        5,
        60,
        120,
        3,
    )
    assert read.folder().is_absolute()


@pytest.mark.parametrize(
    "wrong", [{"llm_concurrency": 0}, {"llm_max_tokens": -1}, {"llm_cloud": "yes"}, {"llm_tries": 0}, {"llm_rate": -1}]
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **wrong)  # type: ignore[arg-type]
