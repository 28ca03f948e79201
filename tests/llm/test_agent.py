"""langchain's tool loop over the configured model: retries, masks, bill and codes are those of all other calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.messages import HumanMessage
from langchain.tools import tool

from reviewer.llm.agent import agent_chat
from reviewer.llm.base import ModelError
from reviewer.llm.connect import Connected
from tests.llm import server as stub
from tests.llm.build import Clock, settings
from tests.llm.server import Server, says, status

READ: list[str] = []


@tool
def look_up(cell: str) -> str:
    """The value of a cell."""
    READ.append(cell)
    return f"{cell} = 6364，经办人电话13812345678"


def calls(cell: str) -> stub.Cue:
    function = {"name": "look_up", "arguments": json.dumps({"cell": cell}, ensure_ascii=False)}
    return says(None, tool_calls=[{"id": "t1", "type": "function", "function": function}], finish="tool_calls")


@pytest.fixture
def clock() -> Iterator[Clock]:
    READ.clear()
    yield Clock()
    READ.clear()


def ask(server: Server, clock: Clock, question: str, **over: Any) -> tuple[str, Connected]:
    given = settings(server, **over)
    connected = Connected(given, clock.guard(given))
    agent = create_agent(agent_chat(connected), tools=[look_up])
    said = agent.invoke({"messages": [HumanMessage(question)]})
    return str(said["messages"][-1].text), connected


def test_a_loop_with_an_error_in_the_middle(clock: Clock) -> None:
    with Server(calls("t3.new_received.total"), status(503), says("收到6364条。")) as server:
        said, connected = ask(server, clock, "收到几条？")
    assert (said, READ) == ("收到6364条。", ["t3.new_received.total"])
    assert connected.bill[:4] == (3, 22, 14, False)
    body = json.loads(server.bodies[-1])
    assert (body["max_tokens"], body["temperature"]) == (2000, 0)
    assert body["messages"][-1]["content"].startswith("t3.new_received.total = 6364")


def test_a_loop_sees_masks_and_its_tools_do_not(clock: Clock) -> None:
    with Server(calls("〔手机号1〕"), says("是〔手机号1〕")) as server:
        said, _ = ask(server, clock, "13812345678是谁的？", llm_mask="always")
    assert (said, READ) == ("是13812345678", ["13812345678"])
    assert not [body for body in server.bodies if b"13812345678" in body]


@pytest.mark.parametrize(
    ("cue", "code"),
    [
        (status(401), "M-KEY"),
        (stub.reset, "M-RESET"),
        (stub.raw(b"<html>", "text/html"), "M-PROTOCOL"),
        (says("收到", finish="length"), "M-CUT"),
        (says("收到", finish="content_filter"), "M-REFUSED"),
        (says("收到", model="other"), "M-OTHER"),
    ],
)
def test_a_loop_fails_with_the_same_codes(clock: Clock, cue: stub.Cue, code: str) -> None:
    with Server(cue) as server, pytest.raises(ModelError, match=code):
        ask(server, clock, "收到几条？")


def test_a_budget_ends_a_loop_that_does_not_end(clock: Clock) -> None:
    with Server(calls("t3.x")) as server, pytest.raises(ModelError, match="M-BUDGET"):
        ask(server, clock, "收到几条？", llm_max_calls=5)
    assert (server.calls, len(READ)) == (5, 5)
