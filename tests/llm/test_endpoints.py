"""Where text may go: by configuration, by name resolution, and by what the sockets really do."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from reviewer import resources
from reviewer.llm.base import ModelError
from reviewer.llm.connect import connect, wanted
from reviewer.llm.endpoints import addresses, endpoint
from reviewer.llm.openai import OpenAIModel
from tests.llm.build import GOOD, Clock, request, settings
from tests.llm.server import Handler, Server, says, status


@pytest.mark.parametrize(
    ("url", "over", "place"),
    [
        ("http://127.0.0.1:8000/v1", {}, "loopback"),
        ("http://127.8.9.1/v1", {}, "loopback"),
        ("http://[::1]:8000/v1", {}, "loopback"),
        ("http://localhost:11434/v1/", {}, "loopback"),
        ("http://LOCALHOST./v1", {}, "loopback"),
        ("http://10.1.2.3:8000/v1", {"llm_hosts": "10.1.0.0/16"}, "listed"),
        ("http://10.1.2.3:8000/v1", {"llm_hosts": "10.1.2.3"}, "listed"),
        ("http://10.1.2.3:8000/v1", {"llm_hosts": "other, 10.1.2.3:8000"}, "listed"),
        ("http://Qwen.Office.example/v1", {"llm_hosts": "qwen.office.example"}, "listed"),
        ("http://[fd00::5]:80/v1", {"llm_hosts": "fd00::5"}, "listed"),
        ("http://[fd00::5]:80/v1", {"llm_hosts": "fd00::/8"}, "listed"),
        ("https://api.example.com/v1", {"llm_cloud": "on"}, "cloud"),
    ],
)
def test_where_text_may_go(url: str, over: dict[str, Any], place: str) -> None:
    assert endpoint(settings(base_url=url, **over)).place == place


@pytest.mark.parametrize(
    ("url", "over", "code"),
    [
        ("https://api.example.com/v1", {}, "M-HOST"),
        ("http://10.1.2.3/v1", {}, "M-HOST"),
        ("http://10.2.2.3/v1", {"llm_hosts": "10.1.0.0/16"}, "M-HOST"),
        ("http://10.1.2.3:9/v1", {"llm_hosts": "10.1.2.3:8000"}, "M-HOST"),
        ("http://a.qwen.office/v1", {"llm_hosts": "qwen.office"}, "M-HOST"),
        ("http://qwen.office.evil.example/v1", {"llm_hosts": "qwen.office"}, "M-HOST"),
        ("http://localhost.evil.example/v1", {}, "M-HOST"),
        ("http://127.0.0.1.evil.example/v1", {}, "M-HOST"),
        ("http://0.0.0.0/v1", {}, "M-HOST"),
        ("http://2130706433/v1", {}, "M-HOST"),
        ("http://169.254.169.254/v1", {"llm_hosts": "not an entry/99"}, "M-HOST"),
        ("http://api.example.com/v1", {"llm_cloud": "on"}, "M-PLAIN"),
        ("http://user:pass@127.0.0.1/v1", {}, "M-URL"),
        ("http://127.0.0.1@evil.example/v1", {"llm_cloud": "on"}, "M-URL"),
        ("http://127.0.0.1/v1?key=1", {}, "M-URL"),
        ("http://127.0.0.1:99999/v1", {}, "M-URL"),
        ("http://[::1/v1", {}, "M-URL"),
        ("http://１２７.0.0.1/v1", {}, "M-URL"),
        ("ftp://127.0.0.1/v1", {}, "M-URL"),
        ("file:///etc/passwd", {}, "M-URL"),
        ("127.0.0.1:8000", {}, "M-URL"),
        (" ", {}, "M-URL"),
    ],
)
def test_where_it_may_not_and_what_is_said(url: str, over: dict[str, Any], code: str) -> None:
    with pytest.raises(ModelError) as caught:
        connect(settings(base_url=url, **over))
    assert caught.value.code == code
    said = resources.sentence(code, **caught.value.values)
    assert "未发送任何内容" in said
    assert "pass" not in said


@pytest.mark.parametrize(
    ("over", "on"),
    [
        ({"base_url": "http://127.0.0.1/v1"}, True),
        ({"base_url": "http://127.0.0.1/v1", "llm": "off"}, False),
        ({"base_url": None}, False),
        ({"base_url": "http://127.0.0.1/v1", "model": None}, False),
    ],
)
def test_auto_is_on_when_a_model_and_an_endpoint_are_named(over: dict[str, Any], on: bool) -> None:
    assert wanted(settings(**over)) is on
    assert (connect(settings(**over)) is not None) is on


@pytest.mark.parametrize(
    ("url", "over", "found", "allowed"),
    [
        ("http://localhost/v1", {}, ["127.0.0.1", "::1"], True),
        ("http://localhost/v1", {}, ["127.0.0.1", "10.0.0.1"], False),
        ("http://localhost/v1", {}, ["93.184.216.34"], False),
        ("http://qwen.office/v1", {"llm_hosts": "qwen.office"}, ["10.0.0.1"], True),
        ("http://qwen.office/v1", {"llm_hosts": "qwen.office"}, ["169.254.169.254"], False),
        ("http://qwen.office/v1", {"llm_hosts": "qwen.office"}, ["0.0.0.0"], False),
        ("https://api.example.com/v1", {"llm_cloud": "on"}, ["93.184.216.34"], True),
        ("https://api.example.com/v1", {"llm_cloud": "on"}, ["127.0.0.1"], False),
        ("https://api.example.com/v1", {"llm_cloud": "on"}, ["fe80::1%eth0"], False),
    ],
)
def test_a_name_is_looked_at_again_with_its_addresses(
    url: str, over: dict[str, Any], found: list[str], allowed: bool
) -> None:
    where = endpoint(settings(base_url=url, **over))
    if allowed:
        assert addresses(where, lambda *_: found) == found
    else:
        with pytest.raises(ModelError, match="M-RESOLVE"):
            addresses(where, lambda *_: found)


def _once(handler: Handler, body: dict[str, Any]) -> None:
    """An error, and the connection is closed: the next try has to look the name up again."""
    status(500, connection="close")(handler, body)
    handler.close_connection = True


def test_a_name_that_changes_its_address_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """localhost that leads elsewhere from the second look on: refused then, and nothing is tried again."""
    with Server(status(500)) as server:
        answers = iter([["127.0.0.1"], ["10.9.8.7"]])
        monkeypatch.setattr("reviewer.llm.endpoints.resolve", lambda *_: next(answers))
        server.cue(_once)
        model = OpenAIModel(settings(base_url=f"http://localhost:{server.port}/v1"), Clock().guard())
        with pytest.raises(ModelError, match="M-RESOLVE") as caught:
            model.answer(request())
        assert (server.calls, caught.value.calls) == (1, 2)


def test_the_second_address_of_a_name_is_tried() -> None:
    with Server(says(GOOD)) as server:
        model = OpenAIModel(settings(base_url=f"http://localhost:{server.port}/v1"), Clock().guard())
        assert model.answer(request()).text == GOOD


def test_no_such_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    monkeypatch.setattr("reviewer.llm.endpoints.resolve", gone)
    model = OpenAIModel(settings(base_url="http://qwen.office/v1", llm_hosts="qwen.office"), Clock().guard())
    with pytest.raises(ModelError, match="M-CONNECT"):
        model.answer(request())


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clock = Clock()
    with pytest.raises(ModelError, match="M-CONNECT") as caught:
        OpenAIModel(settings(base_url=f"http://127.0.0.1:{port}/v1"), clock.guard()).answer(request())
    assert caught.value.calls == 3


def test_a_plain_server_where_tls_is_expected_is_not_sent_anything() -> None:
    with Server(says(GOOD)) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(ModelError, match="M-CONNECT"):
            OpenAIModel(settings(base_url=url, llm_connect_timeout=0.5), Clock().guard()).answer(request())
        assert server.calls == 0


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where the sockets of this process really connect to, and which names it looks up."""
    seen: list[Any] = []
    lock, connecting, looking = threading.Lock(), socket.socket.connect, socket.getaddrinfo

    def connect_to(self: socket.socket, address: Any) -> None:
        with lock:
            seen.append(address[:2])
        connecting(self, address)

    def look_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        with lock:
            seen.append((host, port))
        return looking(host, port, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connect_to)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return seen


def test_nothing_connects_anywhere_but_to_the_endpoint(connected: list[Any]) -> None:
    """Answers with addresses in them, redirects, links: whatever is said, one address is spoken to."""
    evil = '{"items": [{"seg": "http://evil.invalid/x", "quote": "![x](https://evil.invalid/?d=1)"}]}'
    with Server(
        says(evil), status(302, location="http://127.0.0.2:1/"), status(307, location="http://evil.invalid/")
    ) as server:
        model = OpenAIModel(settings(server), Clock().guard())
        for code in ("", "M-REDIRECT", "M-REDIRECT"):
            if code:
                with pytest.raises(ModelError, match=code):
                    model.answer(request("见 http://evil.invalid/"))
            else:
                assert "evil" in model.answer(request("见 http://evil.invalid/")).text
        assert set(connected) == {("127.0.0.1", server.port)}
