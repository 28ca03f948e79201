"""The page and the desk running on a port of this machine, and a browser to use them with; what either says is kept."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reviewer import Settings
from reviewer.evals.demo import clean

YEAR, BODY = clean().year, clean().agency
ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "fixtures" / "reports"
BROWSER = shutil.which("chromium") or "/usr/bin/chromium"
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Site(NamedTuple):
    """The running page and what it is made of."""

    url: str
    workshop: Any


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The address at which an application answers."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none", timeout_graceful_shutdown=2)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("uploads"))
    from ui.app import create

    app = create()
    with running(app) as url:
        yield Site(url, app.state.workshop)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert Path(BROWSER).exists(), "the browser tests need chromium: apt-get install chromium"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=list(_FLAGS))
        yield browser
        browser.close()


class Visitor:
    """One person's browser: a page, and everything it asked for or complained of."""

    def __init__(self, context: Any, url: str) -> None:
        self.url = url
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.emulate_media(reduced_motion="reduce")  # a click on what is gliding into view is lost
        self.outside: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        context.on("request", self._asked)
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.outside.append(request.url)

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path: str = "/") -> None:
        self.page.goto(self.url + path)
        self.page.wait_for_selector("#drop input[type=file]", state="attached")

    def review(self, *files: Path) -> Any:
        """Drop files; the frame in which their review stands, with its styles and its code."""
        self.page.set_input_files("#drop input[type=file]", [str(one) for one in files])
        document = self.page.wait_for_selector("iframe.review-frame").content_frame()
        document.wait_for_url("**/view/*")
        document.wait_for_load_state("load")
        frame = self.page.frame_locator("iframe.review-frame")
        frame.locator("main .summary").wait_for()
        return frame


@pytest.fixture
def visitor(chromium: Any, site: Site) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield Visitor(context, site.url)
    context.close()


class Place(NamedTuple):
    url: str
    store: Any
    files: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The page over a season of its own: a register of two bodies, nothing handed in."""
    home = tmp_path_factory.mktemp("season")
    os.environ["GRADIO_TEMP_DIR"] = str(home / "uploads")
    from ui.app import create
    from ui.season import Bureau

    settings = Settings(home=home / "home", llm="off")
    bureau = Bureau(lambda: settings)
    files = home / "files"
    files.mkdir()
    with running(create(settings, bureau=bureau)) as url:
        yield Place(url, bureau.store, files)


@pytest.fixture
def desks(chromium: Any, place: Place) -> Iterator[Any]:
    """Opens the desk for a person in a browser of their own."""
    contexts = []

    def opened(name: str, path: str = f"{YEAR}/board", **given: Any) -> Visitor:
        size = given.pop("viewport", {"width": 1366, "height": 768})
        context = chromium.new_context(viewport=size, locale="zh-CN", accept_downloads=True, **given)
        contexts.append(context)
        visitor = Visitor(context, place.url)
        visitor.page.goto(f"{place.url}/season/{path}")
        if name:
            visitor.page.click("#who")
            visitor.page.fill("#name-form input", name)
            with visitor.page.expect_navigation():
                visitor.page.click("#name-form button.main")
            visitor.page.locator("#who", has_text=name).wait_for()
        return visitor

    yield opened
    for context in contexts:
        context.close()


def hand_in(visitor: Visitor, *files: Path) -> None:
    """Upload at the board and wait for the run's end."""
    page = visitor.page
    runs = page.locator(".run.done").count()
    page.set_input_files("#files", [str(one) for one in files])
    page.locator(".run.done").nth(runs).wait_for(timeout=120_000)
    page.wait_for_function("() => !('busy' in document.getElementById('runs').dataset)")
