"""How the diagnosis takes the slips that clerks make: what is told of each, held against the truth.

`python -m tests.checks.slips [TABLES]` prints, for each kind of slip, how often what is told fits the truth.
"""

from __future__ import annotations

import sys
from collections import Counter

from reviewer.checks import Checked, check, told
from reviewer.checks.context import Context
from reviewer.checks.identity import Change
from reviewer.model import Finding, fingerprint, load_forms
from tests.checks.reports import balanced, report
from tests.checks.slipping import PARTS, SLIPS, Slip, slips

EDITIONS = {"2021": 2023, "2019": 2020}
ARITHMETIC = {
    "T3-ROW-SUM", "T3-COL-DONE-SUM", "T3-COL-BALANCE", "T3-REPAIR", "T3-SHIFT", "T4-BLOCK-SUM", "EX-SPLIT-DIGIT",
}  # fmt: skip
UNCHOSEN = ("表三的不平衡有几种", "表三的不平衡有一种")
HEADS = {
    "true": "the true cells and numbers, and they alone",
    "among several": "several repairs fit, none is chosen, the true one is shown",
    "part": "true, but not all cells of it",
    "open": "the broken identities, no cell accused",
    "not broken": "every identity still holds: nothing to find",
    "several, truth not shown": "several repairs fit, none is chosen, the true one is not among three",
    "wrong": "a right cell accused",
    "nothing": "an identity is broken and nothing is told",
}
DIAGNOSIS = {"T3-REPAIR", "T3-SHIFT", "EX-SPLIT-DIGIT"}


def review(slip: Slip) -> Checked:
    cells = {
        **slip.cells,
        **dict.fromkeys(slip.blanks, "blank"),
        **dict.fromkeys(slip.unreadable, "unreadable"),
    }
    return check(report(base={}, cells=cells, edition=slip.edition, year=EDITIONS[slip.edition]))


def roots(checked: Checked) -> list[Finding]:
    return [one for one in checked.findings if one.rule in ARITHMETIC and one.root is None]


def judge(slip: Slip, checked: Checked) -> str:
    """What is told of the slip: see HEADS."""
    found = roots(checked)
    causes = [one for one in found if one.rule in DIAGNOSIS]
    if not found:
        return "nothing" if _broken(slip) and not slip.unreadable else "not broken"
    if next(iter(slip.truth)).startswith("t4."):
        keys = {one.fact for root in found for one in root.evidence if one.kind == "cell"}
        return "true" if len(found) == 1 and slip.truth.keys() <= keys else "wrong"
    if not causes:
        return "open"
    if any(one.message.startswith(UNCHOSEN) for one in causes):
        return "among several" if _way(slip) in causes[0].message else "several, truth not shown"
    if len(causes) == 1 and causes[0].expected is None:
        return _moved(slip, causes[0])
    right = [one for one in causes if str(slip.truth.get(_cell(one))) == one.expected]
    return "wrong" if len(right) < len(causes) else "true" if len(right) == len(slip.truth) else "part"


def _broken(slip: Slip) -> bool:
    numbers = balanced({key: int(value) for key, value in slip.cells.items()}, load_forms()[slip.edition])
    done = {
        column: sum(
            value
            for key, value in slip.cells.items()
            if key.startswith("t3.done.") and key.endswith(f".{column}") and ".total." not in key
        )
        for column in PARTS
    }
    return any(numbers[key] != value for key, value in slip.cells.items()) or any(
        slip.cells[f"t3.new_received.{c}"] + slip.cells[f"t3.carried_in.{c}"] != done[c] + slip.cells[f"t3.carried_out.{c}"]
        for c in PARTS
    )  # fmt: skip


def _cell(found: Finding) -> str:
    return next(one.fact for one in found.evidence if one.kind == "cell")


def _moved(slip: Slip, found: Finding) -> str:
    """Numbers moved about: the same cells (their keys make the fingerprint), or some of them."""
    if found.fingerprint == fingerprint(found.rule, *sorted(slip.truth)):
        return "true"
    return "part" if {one.fact for one in found.evidence if one.kind == "cell"} <= slip.truth.keys() else "wrong"


def _way(slip: Slip) -> str:
    """The phrase by which a finding with several ways tells the true one."""
    reading = report(base={}, cells=slip.cells, edition=slip.edition, year=EDITIONS[slip.edition])
    repair = tuple(Change(key, value) for key, value in sorted(slip.truth.items()))
    return told.way(Context(reading, lambda table, form: ()), repair)


def measure(count: int) -> dict[str, Counter[str]]:
    return {kind: Counter(judge(one, review(one)) for one in slips(kind, count)) for kind in SLIPS}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print("| slip | " + " | ".join(HEADS) + " |")
    print("|---|" + "---|" * len(HEADS))
    for kind, heard in measure(count).items():
        print(f"| {kind} | " + " | ".join(f"{100 * heard[head] / count:.1f} %" for head in HEADS) + " |")


if __name__ == "__main__":
    main()
