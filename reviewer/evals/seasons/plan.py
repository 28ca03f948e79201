"""What is planted in a generated season, and what looks like a fault and is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from reviewer.evals.seasons.members import Member

DISTRICT_ROLES = ("cell", "left_out", "twice", "less", "corrected", "incomplete", "own")
"""One a district, in turn: a cell off; a part left out; one counted twice; less than a part; a part corrected after the
total was made; a part missing; a district that reports for itself alone (no fault)."""
CITY_ROLES = ("clean", "cell", "left_out")


@dataclass(frozen=True)
class Planted:
    """A fault: any of `rules` must be found at `agency`; `others` must be named with it (a group: all of them)."""

    kind: str
    rules: tuple[str, ...]
    agency: str
    others: tuple[str, ...] = ()
    facts: frozenset[str] = frozenset()
    """Cells one of which the finding must show."""
    group: bool = False
    """The finding may stand at any of the bodies."""


@dataclass
class Plan:
    """Roles by body. `allowed`: findings that follow from a planted fault: (rule, agency)."""

    parents: dict[str, str] = field(default_factory=dict)
    leaves: dict[str, list[Member]] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    allowed: set[tuple[str, str]] = field(default_factory=set)

    def of(self, kind: str) -> list[Member]:
        return self.leaves.get(kind, [])


_LEAVES = (
    ("template", 4), ("copied", 3), ("carry", 2), ("own_text", 1), ("own_problems", 1), ("last_copied", 2), ("overview", 2),
    ("late", 1), ("jump", 1), ("emptied", 1), ("coincide", 2), ("zero", 2), ("half", 2), ("worded", 3),
)  # fmt: skip
"""Bodies without parts that take part in each, as long as there are enough."""
_YEARS = {"carry", "own_text", "own_problems", "last_copied", "jump", "emptied"}
"""Those that need last year's reports."""


def plan(rng: Random, members: list[Member], seed: int, years: int) -> Plan:
    """Who plays what. Every role comes in turn over seeds where there are fewer districts than roles."""
    made = Plan()
    top = members[0]
    made.parents[top.name] = rng.choice(CITY_ROLES)
    heads = [one for one in members if one.agency.scope == "whole" and one is not top]
    rng.shuffle(heads)
    for number, head in enumerate(heads):
        at = (number + seed) % len(DISTRICT_ROLES) if len(heads) < len(DISTRICT_ROLES) else number
        made.parents[head.name] = DISTRICT_ROLES[at] if at < len(DISTRICT_ROLES) else "clean"
    parents = {one.agency.parent for one in members}
    free = [one for one in members if one.agency.reports and one.name not in parents and one.author.kind != "office"]
    rng.shuffle(free)
    turn = seed % len(_LEAVES)
    for kind, count in (*_LEAVES[turn:], *_LEAVES[:turn]):
        if len(free) >= count + 2 and (years > 1 or kind not in _YEARS):
            made.leaves[kind], free = free[:count], free[count:]
    for name, role in made.parents.items():
        if role == "incomplete":
            own = [one for one in free if one.agency.parent == name]
            if own:
                made.leaves["missing"] = own[:1]
                free.remove(own[0])
            else:
                made.parents[name] = "clean"
    return made
