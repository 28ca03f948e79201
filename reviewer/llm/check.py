"""`reviewer prompts check`: every worked example must pass the very check that answers pass; texts and versions agree."""

from __future__ import annotations

import json
from pathlib import Path

from reviewer import resources
from reviewer.llm.answers import SHAPES, ShapeError, parse
from reviewer.llm.critic import judged
from reviewer.llm.desk import Desk
from reviewer.llm.material import sample
from reviewer.llm.prompt import LEDGER, Example, Prompt, fault, prompts


def check_examples(prompt: Prompt, path: Path) -> None:
    """Raises ConfigError at the first example whose answer would not be shown as it is, or comes to another count."""
    for number, example in enumerate(prompt.examples):
        problem = tried(prompt, example)
        if problem:
            raise fault(path, ("examples", number, "answer"), problem)
    counts = [one.findings for one in prompt.examples]
    if not any(counts) or all(counts):
        raise fault(path, ("examples",), "one example must come to findings, and one to none")


def tried(prompt: Prompt, example: Example) -> str:
    """What is wrong with an example, "" when nothing is."""
    desk = Desk(prompt, example.report(), *sample(prompt, example))
    try:
        parsed = parse(json.dumps(example.answer, ensure_ascii=False), SHAPES[prompt.answer])
    except ShapeError as error:
        return f"answer: {error}"
    if parsed.misfits:
        return f"answer: {parsed.misfits} items do not fit the shape"
    result = judged(desk, parsed)
    if result.refused:
        first = result.refused[0]
        return f"answer: {first.code} {resources.sentence(first.code)} <{first.quote}>"
    count = len(result.findings) + len(result.claims)
    return "" if count == example.findings else f"answer: comes to {count} findings, not {example.findings}"


def check_all() -> tuple[Prompt, ...]:
    """Every prompt with its examples and its entry in the ledger. Raises ConfigError."""
    folder = resources.prompts_dir()
    path = folder / LEDGER
    ledger = resources.read_yaml(path)
    for prompt in prompts():
        check_examples(prompt, folder / f"{prompt.id}.md")
        known = ledger.get(prompt.id, {}) if isinstance(ledger, dict) else {}
        if known.get(prompt.version) != prompt.digest:
            problem = f"{prompt.label} has the text {prompt.digest}: raise its version, and enter both"
            raise resources.fault(path, (prompt.id, prompt.version), problem)
    return prompts()
