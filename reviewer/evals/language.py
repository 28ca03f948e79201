"""`reviewer eval --model NAME`: labelled narratives through the language layer; per prompt what was found and what it cost."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reviewer import hints, resources
from reviewer.errors import ReviewerError
from reviewer.evals import narratives
from reviewer.evals.narratives import Label, Narrative
from reviewer.llm.base import Model, Reply, Request
from reviewer.llm.critic import Criticism, criticise
from reviewer.llm.prompt import ORDER, prompts
from reviewer.llm.recorded import Recorded, Recording
from reviewer.model import CellRef, Claim, Finding, ModelUse, TextSpan, folded
from reviewer.settings import Settings


@dataclass
class Tally:
    """One prompt over all narratives. `misses` and `alarms` name the narrative and the words."""

    label: str
    right: int = 0
    labelled: int = 0
    shown: int = 0
    dropped: int = 0
    unfinished: int = 0
    calls: int = 0
    tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        return self.right / self.shown if self.shown else None

    @property
    def recall(self) -> float | None:
        return self.right / self.labelled if self.labelled else None


class Timed:
    """Passes requests on and adds up the seconds of each prompt, and the money where the model knows its prices."""

    def __init__(self, inner: Model) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self.seconds: dict[str, float] = defaultdict(float)
        self.cost: dict[str, float] = defaultdict(float)

    @property
    def name(self) -> str:
        return self._inner.name

    def answer(self, request: Request) -> Reply:
        start = time.perf_counter()
        try:
            reply = self._inner.answer(request)
        finally:
            with self._lock:
                self.seconds[request.prompt] += time.perf_counter() - start
        price = getattr(self._inner, "price", None)
        if price is not None and not reply.cached:
            with self._lock:
                self.cost[request.prompt] += price(reply.tokens_in, reply.tokens_out) or 0.0
        return reply


def measure(model: Model, cases: Sequence[tuple[str, Narrative]], workers: int = 4) -> list[Tally]:
    """A tally for each prompt, in their order."""
    timed = Timed(model)
    with ThreadPoolExecutor(workers) as pool:
        made = list(pool.map(lambda case: _criticised(timed, case[1]), cases))
    tallies = {one.id: Tally(one.label) for one in prompts()}
    for (_, case), criticism in zip(cases, made, strict=True):
        for use in criticism.use.jobs:
            tally = tallies[use.prompt.partition("@")[0]]
            tally.dropped += use.dropped
            tally.unfinished += use.status == "unfinished"
            tally.calls += use.calls
            tally.tokens += use.tokens
        for name, tally in tallies.items():
            _score(tally, case, case.labels.get(name, ()), _answers(name, criticism))
    for tally in tallies.values():
        tally.seconds, tally.cost = timed.seconds[tally.label], timed.cost[tally.label]
    return list(tallies.values())


def _criticised(model: Model, case: Narrative) -> Criticism:
    report = case.report()
    return criticise(report, model, compare=lambda some: hints.compared(report, some), previous=case.last_year())


def _answers(name: str, made: Criticism) -> list[Claim | Finding]:
    """What a prompt brought forth; the comparison of its claims is ours, and not counted."""
    if name == "claims":
        return list(made.claims)
    return [one for one in made.findings if one.prompt is not None and one.prompt.partition("@")[0] == name]


def _score(tally: Tally, case: Narrative, labels: Sequence[Label], answers: Iterable[Claim | Finding]) -> None:
    left = list(labels)
    for one in answers:
        tally.shown += 1
        match = next((label for label in left if _fits(label, one)), None)
        if match is None:
            tally.alarms.append(f"{case.id}: {one.rule} {_words(one)}")
        else:
            left.remove(match)
            tally.right += 1
    tally.labelled += len(labels)
    tally.misses += [f"{case.id}: {label[0]} {label[1]}" for label in left]


def _fits(label: Label, answer: Claim | Finding) -> bool:
    rule, words = label[0], folded(label[1])
    if answer.rule != rule:
        return False
    if isinstance(answer, Claim):
        quote = folded(answer.quote)
        return f"{answer.value:f}" == label[2] and (quote in words or words in quote)
    if any(isinstance(one, CellRef) and one.fact == label[1] for one in answer.evidence):
        return True
    quotes = [folded(one.quote) for one in answer.evidence if isinstance(one, TextSpan)]
    return any(words in one or one in words for one in quotes) or words[:20] in folded(answer.message)


def _words(answer: Claim | Finding) -> str:
    return answer.quote if isinstance(answer, Claim) else answer.message


COLUMNS = ("prompt", "labelled", "shown", "right", "precision", "recall", "dropped", "unfinished", "calls", "tokens", "cost", "seconds")  # fmt: skip


def row(tally: Tally) -> tuple[str, ...]:
    return (
        tally.label, str(tally.labelled), str(tally.shown), str(tally.right), _share(tally.precision), _share(tally.recall),
        str(tally.dropped), str(tally.unfinished), str(tally.calls), f"{tally.tokens:,}", f"{tally.cost:.4f}",
        f"{tally.seconds:.1f}",
    )  # fmt: skip


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(one[index]) for one in rows) for index in range(len(rows[0]))]
    return ["  ".join(text.rjust(width) for text, width in zip(one, widths, strict=True)) for one in rows]


def as_json(model: str, cases: int, tallies: Sequence[Tally]) -> dict[str, Any]:
    return {
        "model": model,
        "narratives": cases,
        "prompts": {
            one.label.partition("@")[0]: {**asdict(one), "precision": one.precision, "recall": one.recall}
            for one in tallies
        },
    }


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Two runs side by side, and the narratives on which they differ."""
    rows: list[Sequence[str]] = [("prompt", "precision", "recall", "dropped", "tokens")]
    told: list[str] = []
    for name in ORDER:
        one, two = (run["prompts"].get(name) for run in (old, new))
        if one is None or two is None:
            continue
        label = one["label"] if one["label"] == two["label"] else f"{one['label']} > {two['label']}"
        shares = [f"{_share(one[key])} > {_share(two[key])}" for key in ("precision", "recall")]
        rows.append((label, *shares, f"{one['dropped']} > {two['dropped']}", f"{one['tokens']:,} > {two['tokens']:,}"))
        for key, less, more in (("misses", "now found", "now missed"), ("alarms", "no longer raised", "now raised")):
            told += [f"{name}: {less}: {text}" for text in one[key] if text not in two[key]]
            told += [f"{name}: {more}: {text}" for text in two[key] if text not in one[key]]
    return [f"{old['model']} > {new['model']}", *aligned(rows), *told]


def main(argv: Sequence[str]) -> int:
    """Exit status 0; 2 when nothing could be measured."""
    parser = argparse.ArgumentParser(
        prog="reviewer eval", description="Measures the language layer on labelled narratives."
    )
    parser.add_argument("--model", help="name of the model; its endpoint is that of the environment")
    parser.add_argument("--answers", type=Path, help="replay a recording instead of asking")
    parser.add_argument("--record", type=Path, help="keep the answers in this file")
    parser.add_argument("--narratives", type=Path, help="a folder of narratives of your own")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("A.json", "B.json"), help="compare two such files")
    parser.add_argument("--show", choices=("misses",), help="list every miss and every alarm")
    given = parser.parse_args(argv)
    if given.compare:
        runs = [json.loads(path.read_text("utf-8")) for path in given.compare]
        sys.stdout.write("\n".join(compare(*runs)) + "\n")
        return 0
    if not given.model:
        parser.error("--model NAME or --compare A.json B.json")
    try:
        model = _model(given.model, given.answers)
        cases = narratives.load(given.narratives)
    except ReviewerError as error:
        sys.stderr.write(resources.sentence(error.code, **error.values) + "\n")
        return 2
    recording = Recording(model, given.record) if given.record else None
    tallies = measure(recording or model, cases)
    if recording is not None:
        recording.write()
    lines = aligned([COLUMNS, *(row(one) for one in tallies)])
    lines.append(f"{len(cases)} narratives, model {given.model}" + (", answers replayed" if given.answers else ""))
    if given.show:
        lines += [f"{one.label}: missed: {text}" for one in tallies for text in one.misses]
        lines += [f"{one.label}: alarm: {text}" for one in tallies for text in one.alarms]
    sys.stdout.write("\n".join(lines) + "\n")
    if given.json:
        told = json.dumps(as_json(given.model, len(cases), tallies), ensure_ascii=False, indent=1)
        given.json.write_text(told + "\n", "utf-8")
    return 0 if any(one.calls or one.shown or one.tokens for one in tallies) else 2


def _model(name: str, answers: Path | None) -> Model:
    """Raises ReviewerError: the recording or the endpoint cannot be used."""
    if answers is not None:
        return Recorded(answers, name)
    made = hints.model_of(Settings(llm="auto", model=name))
    if isinstance(made, ModelUse):
        raise ReviewerError("J-NO-MODEL", reason="".join(made.sentences))
    return made
