"""Marks of the language layer: what it found against what was labelled, as a table, as JSON, and two runs side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from reviewer.evals.narratives import Label, Narrative
from reviewer.llm.critic import Criticism
from reviewer.llm.prompt import ORDER
from reviewer.model import CellRef, Claim, Finding, TextSpan, folded


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


def answers(name: str, made: Criticism) -> list[Claim | Finding]:
    """What a prompt brought forth; the comparison of its claims is ours, and not counted."""
    if name == "claims":
        return list(made.claims)
    return [one for one in made.findings if one.prompt is not None and one.prompt.partition("@")[0] == name]


def score(tally: Tally, case: Narrative, labels: Sequence[Label], answers: Iterable[Claim | Finding]) -> None:
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
