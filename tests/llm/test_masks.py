"""500 canaries of ten kinds in 60 reports: what leaves has none of them, what comes back has all, figures stay."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reviewer.evals.cases import build
from reviewer.evals.writers import plain
from reviewer.llm.base import Message
from reviewer.llm.connect import Connected, preview
from reviewer.llm.masks import Masked, Masks, find
from reviewer.llm.scripted import Scripted
from reviewer.model.personal import is_code
from tests.llm import server as stub
from tests.llm.build import Clock, request, settings
from tests.llm.canaries import KINDS, Canary, canary
from tests.llm.server import Server, completion

REPORTS, CANARIES = 60, 500


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Clean reports as text, tables and all."""
    path = tmp_path_factory.mktemp("reports") / "report.txt"
    texts = []
    for seed in range(REPORTS):
        plain.write(build(seed), path, "tabs")
        data = path.read_bytes()
        try:
            texts.append(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            texts.append(data.decode("gb18030"))
    return texts


@cache
def canaries() -> tuple[Canary, ...]:
    dice = Random(20)
    return tuple(canary(KINDS[number % len(KINDS)], dice) for number in range(CANARIES))


def planted(texts: list[str]) -> list[tuple[str, list[Canary]]]:
    """Each report with its share of the canaries, between its lines."""
    dice, shares = Random(21), [canaries()[number::REPORTS] for number in range(REPORTS)]
    out = []
    for text, share in zip(texts, shares, strict=True):
        lines = text.splitlines()
        for one in share:
            lines.insert(dice.randint(1, len(lines)), one.sentence)
        out.append(("\n".join(lines), list(share)))
    return out


def test_no_canary_leaves_and_all_come_back(reports: list[str]) -> None:
    missed: Counter[str] = Counter()
    for text, share in planted(reports):
        masks = Masks([text])
        missed.update(one.kind for one in share if one.datum in masks.hidden[0])
        assert masks.shown(masks.hidden[0]) == text
        assert json.loads(masks.shown_json(json.dumps(masks.hidden[0], ensure_ascii=False))) == text
    total = Counter(one.kind for one in canaries())
    assert set(missed) <= {"person"}, missed
    assert missed["person"] <= 0.05 * total["person"]


def test_nothing_else_is_touched(reports: list[str]) -> None:
    """Of clean reports only the offices' own telephones are hidden; of planted ones only the canaries besides."""
    for text in reports:
        assert {one.kind for one in find(text)} <= {"phone", "mobile"}
        hidden = Masks([text]).hidden[0]
        numbers = r"（?0\d{2,3}）?[- ]?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)"
        assert re.sub(numbers, "", text) == re.sub(r"〔(?:固定电话|手机号)\d〕", "", hidden)
    for text, share in planted(reports):
        found = [text[one.start : one.end] for one in find(text) if one.kind not in ("phone", "mobile")]
        known = {one.datum for one in share}
        assert [one for one in found if one not in known and not any(one in datum for datum in known)] == []


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码：91350100M000100Y43。",
        "统一社会信用代码 11410100005184432P",
        "收到政府信息公开申请13812345次，行政处罚12345678件，办结率99.99%。",
        "1 3812 3456 78 901 2 3",
        "自然人 138 1234 5678 12 34",
        "接听电话12345678次，咨询电话65432100次。",
        "豫政办〔2023〕12号，国办公开办函〔2021〕30号，2023年1月1日至12月31日。",
        "行政事业性收费 123456789012 万元。",
        "微信公众号发布信息1234条，QQ群12个，邮箱收到申请3件。",
        "吉林省A级景区12个，京A区B级单位。",
        "申请人撤回申请2件，联系人制度健全，负责人亲自部署。",
        "原告败诉0件，当事人申请公开环境信息5件。",
        "热线12345受理32100件，监督举报电话：12345。",
        "公开标准化目录E123，第G1234567期简报。",
    ],
)
def test_what_only_looks_like_personal_data_stays(text: str) -> None:
    assert Masks([text]).hidden == (text,)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("身份证：１１０１０１１９９００３０７００２Ｘ", ["identity"]),
        ("身份证1101 0119 9003 0700 2X", ["identity"]),
        ("手机138\u200b1234\u200b5678。", ["mobile"]),
        ("电话：138-1234-5678或+86 13912345678", ["mobile", "mobile"]),
        ("邮箱zhang.san＠163.com", ["mail"]),
        ("张三（身份证号11010119900307002X）", ["person", "identity"]),
        ("申请人：李明、王芳，电话13812345678", ["person", "mobile"]),
        ("统一社会信用代码91350100M000100Y43，联系电话13812345678", ["mobile"]),
    ],
)
def test_spellings_of_the_same(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in find(text)] == kinds


def test_the_same_datum_has_one_mask_and_a_mask_in_the_text_is_no_mask() -> None:
    masks = Masks(["电话13812345678，〔手机号1〕", "又是13812345678和13912345678"])
    assert masks.hidden == ("电话〔手机号2〕，〔手机号1〕", "又是〔手机号2〕和〔手机号3〕")
    assert masks.shown("〔手机号1〕〔手机号2〕〔手机号9〕") == "〔手机号1〕13812345678〔手机号9〕"


def test_a_stream_is_put_together_wherever_it_is_cut() -> None:
    text = "答：〔手机号1〕，见〔2023〕12号；〔未完"
    masks = Masks(["13812345678"])
    for first in range(len(text)):
        for second in range(first, len(text)):
            pieces = [text[:first], text[first:second], text[second:]]
            assert "".join(masks.shown_flow(pieces)) == "答：13812345678，见〔2023〕12号；〔未完"


def test_check_characters_of_credit_codes() -> None:
    assert is_code("91350100M000100Y43")
    assert not is_code("91350100M000100Y44")
    assert not is_code("91350100M000100I43")


def _echo(handler: stub.Handler, body: dict[str, Any]) -> None:
    """A server that quotes what it was sent, word for word."""
    items = [{"seg": "s1", "quote": line} for line in body["messages"][1]["content"].splitlines() if line]
    said = json.dumps(completion(json.dumps({"items": items}, ensure_ascii=False))).encode()
    handler.reply(200, said)


def test_what_leaves_is_what_the_preview_shows_and_has_no_canary(
    reports: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Over the line, in the cache and in the logs: no canary; in the reply: each quote as it stands in the report."""
    caplog.set_level(logging.DEBUG)
    with Server(_echo) as server:
        given = settings(server, tmp_path, llm_mask="always", cache="on")
        model = Connected(given, Clock().guard())
        for text, share in planted(reports)[:20]:
            asked = request(text)
            told = preview(given, asked)
            reply = model.answer(asked)
            assert server.bodies[-1] == told
            quotes = [one["quote"] for one in json.loads(reply.text)["items"]]
            assert quotes == [line for line in text.splitlines() if line]
            sent = json.loads(told)["messages"][1]["content"]
            assert not [one for one in share if one.kind != "person" and one.datum in sent]
        assert model.answer(request(planted(reports)[0][0])).cached
        model.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "政府信息公开".encode() in kept
    for one in canaries():
        if one.kind not in ("person", "qq"):
            assert one.datum.encode() not in kept
            assert one.datum not in caplog.text


@pytest.mark.parametrize(
    ("over", "masked"),
    [
        ({"base_url": "http://127.0.0.1:1/v1"}, False),
        ({"base_url": "http://127.0.0.1:1/v1", "llm_mask": "always"}, True),
        ({"base_url": "http://10.0.0.1:1/v1", "llm_hosts": "10.0.0.1"}, True),
        ({"base_url": "https://api.example.com/v1", "llm_cloud": "on"}, True),
    ],
)
def test_masks_are_on_for_all_that_leaves_this_machine(over: dict[str, Any], masked: bool) -> None:
    model = Connected(settings(**over))
    assert model.masked is masked
    assert ("13812345678" in model.sent(request("电话13812345678")).decode()) is not masked


def test_answers_are_checked_with_the_data_put_back() -> None:
    seen: list[str] = []
    inner = Scripted(['{"items": [{"seg": "s1", "quote": "电话〔手机号1〕"}]}'])
    asked = request("电话13812345678")._replace(accept=seen.append)
    reply = Masked(inner).answer(asked)
    assert json.loads(reply.text)["items"][0]["quote"] == "电话13812345678"
    assert seen == [reply.text]
    assert inner.asked[0].messages[1].content == "电话〔手机号1〕"


def test_a_talk_is_masked_too() -> None:
    inner = Scripted(lambda asked: f"您问的是{asked.messages[0].content}")
    pieces: Iterator[str] = Masked(inner).stream((Message("user", "13812345678"),))
    assert "".join(pieces) == "您问的是13812345678"
    assert inner.asked[0].messages[0].content == "〔手机号1〕"
