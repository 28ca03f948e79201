"""`reviewer prompts`, and `review --show-prompts`: what a model is told, and exactly what would leave."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from reviewer.cli.output import ReaderMayLeave, unify
from reviewer.cli.review import Call, settings_of
from reviewer.cli.words import CallError, table, words
from reviewer.llm.base import Request
from reviewer.llm.check import check_all
from reviewer.llm.connect import preview
from reviewer.llm.prompt import prompts
from reviewer.pipeline import Reviewer
from reviewer.settings import Settings

if TYPE_CHECKING:
    from reviewer.isolate import Host


def show_all() -> int:
    """One line a prompt: label, gravest severity, title, rules."""
    names = table("prompts", "severity")
    console = _console()
    width = max(len(one.label) for one in prompts()) + 2
    for one in prompts():
        rules = " ".join(one.rules)
        console.print(Text(f"{one.label:<{width}}{names[one.severity.value]}  {one.title}  {rules}"), soft_wrap=True)
    return 0


def show_one(wanted: str) -> int:
    """All that a prompt's file says. Raises CallError (K-PROMPT)."""
    prompt = next((one for one in prompts() if wanted in (one.id, one.label)), None)
    if prompt is None:
        raise CallError("K-PROMPT", name=wanted)
    fields, names = table("prompts", "fields"), table("prompts", "severity")
    said = {
        "severity": names[prompt.severity.value], "reads": " ".join(prompt.reads), "rules": " ".join(prompt.rules),
        "basis": prompt.basis, "shape": prompt.answer,
    }  # fmt: skip
    console = _console()
    console.print(Text(f"{prompt.label}  {prompt.title}", style="bold"), soft_wrap=True)
    for key, text in said.items():
        console.print(Text.assemble((f"{fields[key]}  ", "dim"), text), soft_wrap=True)
    for name, kind in prompt.kinds.items():
        console.print(
            Text.assemble((f"{fields['kinds']}  ", "dim"), f"{name} {kind.rule} {kind.message}"), soft_wrap=True
        )
    console.print(Text(f"\n{prompt.instructions}"), soft_wrap=True)
    return 0


def check() -> int:
    """Load every prompt and try its examples. Raises ConfigError where one is wrong: file, line, column, lines around."""
    found = check_all()
    examples = sum(len(one.examples) for one in found)
    _console().print(Text(words("prompts", "checked", prompts=len(found), examples=examples)), soft_wrap=True)
    return 0


def show_sent(call: Call, host: Host | None) -> int:
    """Every request about the files, one a line, byte for byte as it would leave; nothing is sent.

    Without an endpoint the same is shown as it is before a server's dialect is known. Raises ReviewerError.
    """
    settings = settings_of(call.llm, call.fail_on)
    with Reviewer(settings, host=host, debug=call.debug) as reviewer, ReaderMayLeave():
        for name in call.files:
            for request in reviewer.requests(name, call.previous):
                sys.stdout.buffer.write(_bytes(request, settings) + b"\n")
        sys.stdout.flush()
    return 0


def _bytes(request: Request, settings: Settings) -> bytes:
    if settings.model and settings.base_url:
        return preview(settings, request)
    messages = [{"role": one.role, "content": one.content} for one in request.messages]
    body = {"prompt": request.prompt, "messages": messages, "schema": request.schema, "max_tokens": request.max_tokens}
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _console() -> Console:
    unify()
    return Console(highlight=False, emoji=False, markup=False)
