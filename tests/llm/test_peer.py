"""A real llama.cpp server (in this process, over HTTP) with a made-up model: the protocol is real, the answers nonsense.

The wheel is not made for every platform; where it is not installed these tests say so instead of passing.
"""

from __future__ import annotations

import json
import platform
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from reviewer.llm.base import Message, ModelError, Request
from reviewer.llm.connect import Connected
from reviewer.llm.dialect import Dialect
from reviewer.llm.openai import OpenAIModel
from tests.llm.build import Clock, request, settings

_WHEELS = ("x86_64", "AMD64", "aarch64", "arm64")
if platform.machine() in _WHEELS:
    import xllamacpp
else:
    pytest.skip(f"no wheel of xllamacpp for {platform.machine()}: no real peer was tested", allow_module_level=True)


class Opinion(BaseModel):
    model_config = ConfigDict(extra="forbid")
    seg: Annotated[str, Field(max_length=8)]
    level: Literal["warning", "info"]
    count: Annotated[int, Field(ge=0, le=9999)]
    quote: Annotated[str, Field(max_length=40)]


class Opinions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: Annotated[list[Opinion], Field(min_length=1, max_length=3)]
    sure: bool


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.llm import tiny

    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    tiny.write(path)
    given = xllamacpp.CommonParams()
    given.model.path = str(path)
    given.hostnames, given.port = ["127.0.0.1"], 0
    given.n_ctx, given.n_parallel, given.warmup, given.use_jinja = 8192, 2, False, False
    given.chat_template, given.verbosity = "zephyr", 0
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = (
        1  # more of them wait for each other on a busy machine
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = xllamacpp.Server(given)
    yield f"{server.listening_address}/v1"
    del server


def _opinions(number: int) -> Request:
    said = f"s{number} 收到{number}条政府信息公开申请，予以公开{number * 7}条。"
    return Request(
        "vague@1", (Message("user", said),), "answer", Opinions.model_json_schema(), 400, Opinions.model_validate_json
    )


def _model(url: str, **over: Any) -> OpenAIModel:
    return OpenAIModel(settings(base_url=url, model="tiny", **over), Clock().guard())


def test_nonsense_keeps_the_schema(url: str) -> None:
    model = _model(url)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda number: model.answer(_opinions(number)), range(8)))
    for reply in replies:
        answer = Opinions.model_validate_json(reply.text)
        assert 1 <= len(answer.items) <= 3
        assert 0 <= answer.items[0].count <= 9999
        assert not reply.estimated
        assert reply.tokens_in > 20
    assert len({reply.text for reply in replies}) > 3


def test_json_mode_alone_gives_another_shape_and_that_is_told(url: str) -> None:
    with pytest.raises(ModelError) as caught:
        _model(url, llm_format="json_object").answer(_opinions(1)._replace(max_tokens=40))
    assert caught.value.code in ("M-SHAPE", "M-CUT")
    assert caught.value.calls == 2


def test_too_long_a_text_is_told(url: str) -> None:
    with pytest.raises(ModelError, match="M-LARGE") as caught:
        _model(url).answer(request("收到申请" * 2500))
    assert caught.value.calls == 1


def test_it_streams(url: str) -> None:
    model = _model(url)
    pieces = model.stream((Message("user", "收到几条申请？"),), max_tokens=30)
    with pytest.raises(ModelError, match="M-CUT"):
        assert [next(pieces) for _ in range(31)]
    assert model.bill.tokens_out == 30


def test_the_dialect_is_the_best_one(url: str) -> None:
    dialect = Dialect()
    OpenAIModel(settings(base_url=url, model="tiny"), Clock().guard(), dialect).answer(_opinions(3))
    assert dialect.format == "json_schema"


def test_the_whole_path_with_masks_and_cache(url: str, tmp_path: Any) -> None:
    given = settings(base_url=url, model="tiny", home=tmp_path, cache="on", llm_mask="always")
    model = Connected(given, Clock().guard())
    asked = _opinions(5)._replace(messages=(Message("user", "s1 联系电话13812345678，收到5条申请。"),))
    assert b"13812345678" not in model.sent(asked)
    first, second = model.answer(asked), model.answer(asked)
    model.close()
    assert json.loads(first.text) == json.loads(second.text)
    assert (first.cached, second.cached) == (False, True)
