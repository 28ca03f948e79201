"""Which cases a corpus has: how many reports a format, clean ones and faults in turn."""

from __future__ import annotations

from reviewer.evals.cases import build
from reviewer.evals.defects import plant, plant_pair
from reviewer.evals.pairs import pair
from reviewer.evals.spec import Case

SHARES = {
    "docx": 26, "html": 20, "text": 22, "pdf": 12, "pdf-office": 9, "pdf-chrome": 3.5, "doc": 2, "wps": 1.5, "rtf": 2, "odt": 2,
    "dump-layout": 2, "dump-raw": 2,
}  # fmt: skip
_TURNS = (
    "clean",
    "content",
    "table",
    "clean",
    "text",
    "content",
    "years",
    "clean pair",
    "content",
    "text",
    "content",
    "table",
    "clean",
    "content",
    "structure",
    "content",
    "clean",
    "text",
)


def allot(reports: int, formats: tuple[str, ...]) -> dict[str, int]:
    """How many reports each format gets; every format gets at least one."""
    whole = sum(SHARES[name] for name in formats)
    counts = {name: max(1, int(reports * SHARES[name] / whole)) for name in formats}
    counts[formats[0]] += max(0, reports - sum(counts.values()))
    return counts


def corpus(reports: int, seed: int, formats: tuple[str, ...]) -> list[Case]:
    """`reports` cases over `formats`; the same for the same arguments on every machine."""
    found: list[Case] = []
    turns = dict.fromkeys(("table", "text", "structure", "content", "years"), seed)
    for name, count in allot(reports, formats).items():
        for index in range(count):
            number = len(found)
            own = seed * 100_003 + number
            family = _TURNS[(index + seed) % len(_TURNS)]
            if family == "clean":
                found.append(Case(number, build(own), name))
            elif family == "clean pair":
                now, last = pair(own)
                found.append(Case(number, now, name, previous=last))
            elif family == "years":
                spec, fault, last = plant_pair(own, turns[family])
                turns[family] += 1
                found.append(Case(number, spec, name, fault, last))
            else:
                found.append(_faulty(number, family, own, name, turns))
    return found


def _faulty(number: int, family: str, own: int, format_: str, turns: dict[str, int]) -> Case:
    """The next fault of the family that the format can show; a fault passed over waits for the next format."""
    while True:
        spec, fault = plant(family, own, turns[family])
        turns[family] += 1
        if not fault.formats or format_ in fault.formats:
            return Case(number, spec, format_, fault)
