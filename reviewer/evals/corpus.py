"""Which cases a corpus has: how many reports a format, clean ones and faults in turn."""

from __future__ import annotations

from reviewer.evals.cases import build
from reviewer.evals.defects import plant
from reviewer.evals.spec import Case

SHARES = {
    "docx": 26, "html": 20, "text": 22, "pdf": 12, "pdf-office": 9, "pdf-chrome": 3.5, "doc": 2, "wps": 1.5, "rtf": 2, "odt": 2,
}  # fmt: skip
_TURNS = ("clean", "table", "clean", "text", "table", "clean", "text", "structure", "clean", "text", "table", "later")


def allot(reports: int, formats: tuple[str, ...]) -> dict[str, int]:
    """How many reports each format gets; every format gets at least one."""
    whole = sum(SHARES[name] for name in formats)
    counts = {name: max(1, int(reports * SHARES[name] / whole)) for name in formats}
    counts[formats[0]] += max(0, reports - sum(counts.values()))
    return counts


def corpus(reports: int, seed: int, formats: tuple[str, ...]) -> list[Case]:
    """`reports` cases over `formats`; the same for the same arguments on every machine."""
    found: list[Case] = []
    turns = {"table": seed, "text": seed, "structure": seed, "later": seed}
    for name, count in allot(reports, formats).items():
        for index in range(count):
            number = len(found)
            own = seed * 100_003 + number
            family = _TURNS[(index + seed) % len(_TURNS)]
            if family == "clean":
                found.append(Case(number, build(own), name))
            else:
                spec, fault = plant(family, own, turns[family])
                turns[family] += 1
                found.append(Case(number, spec, name, fault))
    return found
