"""`reviewer eval --model NAME`: labelled narratives through the language layer; per prompt what was found and what it cost."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reviewer import hints, resources
from reviewer.errors import ReviewerError
from reviewer.evals import marks, narratives
from reviewer.evals.narratives import Narrative
from reviewer.llm.base import Model, Reply, Request
from reviewer.llm.critic import Criticism, criticise
from reviewer.llm.prompt import prompts
from reviewer.llm.recorded import Recorded, Recording
from reviewer.model import ModelUse
from reviewer.settings import Settings


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


def measure(model: Model, cases: Sequence[tuple[str, Narrative]], workers: int = 4) -> list[marks.Tally]:
    """A tally for each prompt, in their order."""
    timed = Timed(model)
    with ThreadPoolExecutor(workers) as pool:
        made = list(pool.map(lambda case: _criticised(timed, case[1]), cases))
    tallies = {one.id: marks.Tally(one.label) for one in prompts()}
    for (_, case), criticism in zip(cases, made, strict=True):
        for use in criticism.use.jobs:
            tally = tallies[use.prompt.partition("@")[0]]
            tally.dropped += use.dropped
            tally.unfinished += use.status == "unfinished"
            tally.calls += use.calls
            tally.tokens += use.tokens
        for name, tally in tallies.items():
            marks.score(tally, case, case.labels.get(name, ()), marks.answers(name, criticism))
    for tally in tallies.values():
        tally.seconds, tally.cost = timed.seconds[tally.label], timed.cost[tally.label]
    return list(tallies.values())


def _criticised(model: Model, case: Narrative) -> Criticism:
    report = case.report()
    return criticise(
        report, model, compare=lambda some: hints.compared(hints.Read(report), some), previous=case.last_year()
    )


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
        sys.stdout.write("\n".join(marks.compare(*runs)) + "\n")
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
    try:
        tallies = measure(recording or model, cases)
    finally:
        if (close := getattr(model, "close", None)) is not None:
            close()
    if recording is not None:
        recording.write()
    lines = marks.aligned([marks.COLUMNS, *(marks.row(one) for one in tallies)])
    lines.append(f"{len(cases)} narratives, model {given.model}" + (", answers replayed" if given.answers else ""))
    if given.show:
        lines += [f"{one.label}: missed: {text}" for one in tallies for text in one.misses]
        lines += [f"{one.label}: alarm: {text}" for one in tallies for text in one.alarms]
    sys.stdout.write("\n".join(lines) + "\n")
    if given.json:
        told = json.dumps(marks.as_json(given.model, len(cases), tallies), ensure_ascii=False, indent=1)
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
