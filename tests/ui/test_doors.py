"""What the page lets in and out: headers, shut doors, other people's files, programs, logging in."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reviewer import Settings
from reviewer.accounts import AccountError, Accounts
from tests.ui.conftest import REPORTS, Site
from ui.__main__ import loopback
from ui.desk import Desk, Opened, new_id
from ui.login import Login
from ui.server import application
from ui.workshop import Upload, Workshop

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
DEMO = REPORTS / "demo" / "report.docx"


def asked(
    site: Site, path: str, data: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of one request; redirects are not followed."""
    import http.client

    connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=60)
    body = None if data is None else json.dumps(data)
    connection.request(
        "GET" if data is None else "POST", path, body, {"content-type": "application/json", **(headers or {})}
    )
    answer = connection.getresponse()
    found = (
        answer.status,
        {key.lower(): value for key, value in answer.getheaders()},
        answer.read().decode("utf-8", "replace"),
    )
    connection.close()
    return found


def test_every_page_carries_its_headers(site: Site) -> None:
    for path in ("/", "/en/", "/own/view.css", "/view/none"):
        _, headers, _ = asked(site, path)
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert "script-src 'self';" in asked(site, "/view/none")[1]["content-security-policy"]
    cookie = asked(site, "/")[1]["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd", "/gradio_api/file=http://127.0.0.1:9/x", "/en/gradio_api/file=/etc/passwd", "/file=x",
        "/monitoring", "/monitoring/summary", "/gradio_api/monitoring", "/gradio_api/runs", "/gradio_api/proxy=http://x/", "/docs", "/openapi.json",
        "/view/../../etc/passwd", "/files/x/../../../etc/passwd", "/pages/x/1.png", "/own/../app.py", "/own/%2e%2e/app.py",
    ],
)  # fmt: skip
def test_doors_that_stay_shut(site: Site, path: str) -> None:
    status, _, body = asked(site, path)
    assert status in (401, 403, 404), body[:80]
    assert "root:" not in body


def test_history_analytics_and_sharing_are_off(site: Site) -> None:
    config = json.loads(asked(site, "/config")[2])
    assert config["run_history"] is False
    assert not config.get("analytics_enabled")
    assert config.get("space_id") is None


def called(site: Site, name: str, data: list[Any]) -> str:
    """What the server says to a program that calls an endpoint by hand."""
    event = json.loads(asked(site, f"/gradio_api/call/{name}", {"data": data})[2])["event_id"]
    return asked(site, f"/gradio_api/call/{name}/{event}")[2]


@pytest.mark.parametrize("path", ["/etc/passwd", str(DEMO), "../../etc/passwd", "", "http://127.0.0.1/x"])
def test_a_program_cannot_have_a_file_read_that_it_did_not_upload(site: Site, path: str) -> None:
    said = called(site, "review", [{"path": path, "meta": {"_type": "gradio.FileData"}}, None])
    assert "event: error" in said
    assert "sha256" not in said


def test_programs_review_compare_and_list_rules(site: Site) -> None:
    from gradio_client import Client, handle_file

    client = Client(site.url, verbose=False)
    review = client.predict(handle_file(str(DEMO)), None, api_name="/review")
    assert (review["status"], review["verdict"], review["file"]) == ("reviewed", "return", "report.docx")
    assert any(one["rule"] == "TX-NEW" for one in review["findings"])
    clean = handle_file(str(REPORTS / "demo-clean" / "report.docx"))
    compared = client.predict(handle_file(str(DEMO)), clean, api_name="/compare")
    assert len(compared["findings"]["fixed"]) == len(review["findings"])
    answer = client.predict(handle_file(str(DEMO)), "今年新收多少件申请？", None, api_name="/ask")["answer"]
    assert (answer["status"], answer["figures"][0]["value"]) == ("answered", "13")
    assert [one["id"] for one in client.predict("T3-ROW-SUM", api_name="/rules")] == ["T3-ROW-SUM"]
    client.close()


def test_uploads_over_the_limit_are_turned_away(site: Site) -> None:
    import httpx

    limit = site.workshop.settings.limits.upload
    answer = httpx.post(
        f"{site.url}/gradio_api/upload", files={"files": ("x.pdf", b"%PDF" + b"0" * limit)}, trust_env=False
    )
    assert answer.status_code == 413


def test_the_tools_of_the_mcp_server(tmp_path: Path) -> None:
    """The switch opens the endpoints to agents: they are listed with their parameters, and one of them is called."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--port", str(port), "--mcp"]
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        tools, rules = _tools(f"http://127.0.0.1:{port}/gradio_api/mcp/")
        program.terminate()
        assert program.wait(30) in (0, -signal.SIGTERM)
    finally:
        program.kill()
        program.wait()
    assert {name.removeprefix("_") for name in tools} >= {"review", "compare", "ask", "rules"}
    assert "T3-ROW-SUM" in rules


def _tools(url: str) -> tuple[dict[str, Any], str]:
    import asyncio

    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def ask() -> tuple[dict[str, Any], str]:
        async with streamablehttp_client(url) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            listed = {one.name: one.inputSchema for one in (await session.list_tools()).tools}
            name = next(one for one in listed if one.endswith("rules"))
            answer = await session.call_tool(name, {"search": "T3-ROW-SUM"})
            return listed, str(answer.content)

    until = time.monotonic() + 60
    while True:
        try:
            with ThreadPoolExecutor(1) as apart:  # the browser tests may have a loop in this thread
                return apart.submit(lambda: asyncio.run(ask())).result()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def test_another_address_needs_accounts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--host", "0.0.0.0"], capture_output=True, text=True, check=False,
        env={"REVIEWER_HOME": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 2
    assert "reviewer users add" in done.stderr
    assert [loopback(one) for one in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.1.2.3", "x")] == [True] * 3 + [
        False
    ] * 3


def test_nobody_sees_anything_before_logging_in(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.put("王敏", "correct horse", "supervisor")
    workshop = Workshop(Settings(llm="off"), Desk(tmp_path / "desk"))
    with TestClient(application(workshop, Login(accounts)), follow_redirects=False) as client:
        page = {"accept": "text/html"}
        assert client.get("/view/x", headers=page).headers["location"] == "/login"
        assert [client.get(path).status_code for path in ("/view/x", "/own/view.js", "/files/x/json")] == [401] * 3
        assert client.post("/login", data={"name": "王敏", "password": "wrong"}).status_code == 401
        done = client.post("/login", data={"name": "王敏", "password": "correct horse"})
        assert done.headers["location"] == "/"
        assert "HttpOnly" in done.headers["set-cookie"]
        *stages, opened = workshop.review("person:王敏", [Upload(DEMO, "报告.docx")])
        assert stages == ["reading", "checking"]
        assert isinstance(opened, Opened)
        assert client.get(f"/view/{opened.id}").status_code == 200
        accounts.remove("王敏")
        assert client.get(f"/view/{opened.id}").status_code == 401


def test_guessing_is_slowed_down(tmp_path: Path) -> None:
    now = [1000.0]
    accounts = Accounts(tmp_path)
    accounts.put("李强", "correct horse", "clerk")
    login = Login(accounts, lambda: now[0])
    assert [login.enter("李强", f"guess {n}", "10.0.0.9") for n in range(5)] == [None] * 5
    assert login.enter("李强", "correct horse", "10.0.0.1") is None
    now[0] += 61
    token = login.enter("李强", "correct horse", "10.0.0.1")
    assert login.who(token) is not None
    now[0] += 13 * 3600
    assert login.who(token) is None


def test_accounts_are_checked_and_hashed(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    for name, password in (("", "long enough"), ("a\nb", "long enough"), ("x" * 41, "long enough"), ("张三", "short")):
        with pytest.raises(AccountError):
            accounts.put(name, password, "clerk")
    accounts.put("张三", "long enough", "administrator")
    assert "long enough" not in (tmp_path / "users.json").read_text("utf-8")
    assert (tmp_path / "users.json").stat().st_mode & 0o077 == 0
    assert accounts.known("张三", "long enough") is not None
    assert accounts.known("张三", "long enougx") is None
    assert accounts.known("李四", "long enough") is None
    with pytest.raises(AccountError):
        accounts.remove("李四")


def test_a_desk_keeps_what_is_fresh_and_its_owners(tmp_path: Path) -> None:
    from tests.export import samples

    desk = Desk(tmp_path, kept=0.05)
    source = tmp_path / "a.txt"
    source.write_text("x")
    one = desk.put("a", Opened(new_id(), "a.txt", desk.take(source, "../../a.txt"), samples.clean()))
    assert one.path.is_relative_to(tmp_path)
    assert desk.get("a", one.id) is not None
    assert desk.get("b", one.id) is None
    time.sleep(0.1)
    desk.put("b", Opened(new_id(), "b.txt", desk.take(source, "b.txt"), samples.clean()))
    assert desk.get("a", one.id) is None
    assert not one.path.exists()
    assert desk.clear("b") == 1
    desk.close()
