"""A real server and a made-up model behind the whole critic: what it says keeps the schema, and none of it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.llm.base import Reply, Request
from reviewer.llm.openai import OpenAIModel
from tests.llm.build import Clock, settings
from tests.llm.doubles import asked, dumps, report
from tests.llm.test_peer import url  # noqa: F401 - a fixture

ASKED = ("problems_concrete", "measures_match", "vague", "typos")
"""Of the nine, for time: these read the least."""


class Brief:
    """Puts the material alone to a tiny model, and bounds its texts: its nonsense would go on to the last token."""

    name = "tiny"

    def __init__(self, inner: OpenAIModel) -> None:
        self._inner = inner

    def answer(self, request: Request) -> Reply:
        if request.prompt.partition("@")[0] not in ASKED:
            return Reply(dumps({key: [] for key in request.schema["properties"]}), self.name)
        short = request._replace(messages=request.messages[-1:], schema=_bounded(request.schema), max_tokens=900)
        return self._inner.answer(short)


def _bounded(node: Any) -> Any:
    if isinstance(node, list):
        return [_bounded(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _bounded(value) for key, value in node.items()}
    if made.get("type") == "string" and "enum" not in made:
        made["maxLength"] = 12
    if made.get("type") == "array":
        made |= {"minItems": 1, "maxItems": 2}
    return made


@pytest.mark.slow
def test_nonsense_that_keeps_the_schema_is_never_shown(url: str) -> None:  # noqa: F811
    given = report(overview="公开工作成效显著，群众普遍满意。", problems="公开栏更新慢，已补齐。")
    patient = settings(base_url=url, model="tiny", llm_silence_timeout=900, llm_total_timeout=900)
    model = OpenAIModel(patient, Clock().guard())
    made = asked(given, Brief(model), seconds=900)
    model.close()
    assert (made.findings, made.claims) == ((), ())
    spoken = [one for one in made.use.jobs if one.prompt.partition("@")[0] in ASKED]
    assert [(one.status, one.reason) for one in spoken] == [("done", "")] * len(ASKED)
    assert all(one.dropped for one in spoken)
