"""The settings tab: what is kept, what is refused, and that a key never comes out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer import Settings
from tests.ui.conftest import Site, Visitor
from ui.desk import Desk
from ui.tabs import settings
from ui.workshop import Workshop

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


class _Asked:
    """A request as the guard leaves it."""

    def __init__(self, role: str | None) -> None:
        session = None if role is None else type("S", (), {"role": role})()
        self.request = type("R", (), {"state": type("T", (), {"session": session})()})()


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "REVIEWER_MODEL", "REVIEWER_RULES"):
        monkeypatch.delenv(name, raising=False)
    made = Workshop(Settings(), Desk(tmp_path / "desk"))
    yield made
    made.close()


def change(workshop: Workshop, role: str | None = None, **changes: object) -> str:
    return settings.change(workshop, "zh", changes, _Asked(role))  # type: ignore[arg-type]


def test_what_is_saved_holds_from_now_on_and_after_a_restart(workshop: Workshop, tmp_path: Path) -> None:
    said = change(workshop, base_url="http://127.0.0.1:9/v1", model="qwen", api_key="sk-hidden-value")
    assert "已保存" in said
    for now in (workshop.settings, Settings()):
        assert (now.base_url, now.model) == ("http://127.0.0.1:9/v1", "qwen")
        assert now.api_key is not None
        assert "sk-hidden" not in repr(now)
    assert "结构与格式 1.0；" in settings.in_force(workshop, "zh")
    assert "sk-hidden" not in settings.in_force(workshop, "zh") + settings._key(workshop, "zh")
    assert (tmp_path / "home" / "settings.json").stat().st_mode & 0o077 == 0
    change(workshop, api_key=None)
    assert Settings().api_key is None


def test_the_environment_goes_before_what_is_kept(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    change(workshop, model="kept")
    monkeypatch.setenv("REVIEWER_MODEL", "given")
    assert Settings().model == "given"


def test_a_folder_of_bad_packs_is_refused_and_nothing_changes(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "bad.yaml").write_text("pack: x\nrules: [", "utf-8")
    said = change(workshop, rules=str(tmp_path / "packs"), model="qwen")
    assert "没有保存" in said
    assert "bad.yaml" in said
    assert (Settings().rules, Settings().model) == (None, None)


def test_only_administrators_change_settings(workshop: Workshop) -> None:
    assert "只有管理员" in change(workshop, "clerk", model="x")
    assert Settings().model is None
    assert "已保存" in change(workshop, "administrator", model="x")


def test_the_connection_is_tried(workshop: Workshop) -> None:
    assert "没有设模型" in settings.tried(workshop.settings, "zh")
    change(workshop, base_url="http://model.example/v1", model="x")
    assert "不在允许的名单" in settings.tried(workshop.settings, "zh")
    change(workshop, base_url="http://127.0.0.1:9/v1", model="x")
    assert "连接不上" in settings.tried(workshop.settings.model_copy(update={"llm_tries": 1}), "zh")


def test_the_tab_in_a_browser(visitor: Visitor, site: Site) -> None:
    visitor.open()
    visitor.page.get_by_role("tab", name="设置").click()
    visitor.page.locator("#set-test").click()
    visitor.page.get_by_text("没有设模型").wait_for()
    assert (
        "national" in visitor.page.locator("#set-state").inner_text()
        or visitor.page.locator("#set-state dd").count() >= 3
    )
    assert visitor.page.locator("#set-key input").get_attribute("type") == "password"
