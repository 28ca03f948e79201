"""Small seasons for tests, stated briefly: a register and reports that hold a few figures each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from reviewer.checks import Loaded, loaded
from reviewer.checks.season import Handed, SeasonChecked, check_season, handed
from reviewer.examples.build import balanced, report
from reviewer.model import Agency, SeasonFinding, SeasonInfo, load_forms

HEAD = "甲市人民政府"
OFFICE = "甲市人民政府办公室"
BUREAUS = ("甲市财政局", "甲市教育局", "甲市水务局", "甲市民政局")
INFO = SeasonInfo(year=2023, due=date(2024, 1, 31), due_governments=date(2024, 3, 31))
TODAY = date(2024, 4, 2)
NEW, GRANTED = "t3.new_received.natural", "t3.done.granted.natural"


def body(name: str, **more: Any) -> Agency:
    return Agency(name=name, **{"level": "市", "parent": HEAD, **more})


def register(*more: Agency) -> tuple[Agency, ...]:
    head = body(HEAD, kind="government", parent=None, scope="whole")
    return (head, body(OFFICE), *(body(name) for name in BUREAUS), *more)


def hand(
    name: str,
    base: Mapping[str, int] | None = None,
    *,
    received: datetime = datetime(2024, 1, 20),
    submission: int = 0,
    last: Handed | None = None,
    older: Sequence[Handed] = (),
    whole: bool = False,
    decision: Any = "open",
    rules: Sequence[Loaded] | None = None,
    **given: Any,
) -> Handed:
    """A body's report: its figures are those of `base` (all others 0), its narrative is too short to be compared, the
    rest is what `report` makes of `given`."""
    year = given.setdefault("year", 2023)
    given["text"] = {"overview": "全年公开信息318条。", "problems": "没有。", **given.get("text", {})}
    made = report(agency=name, title=f"{name}{year}年政府信息公开工作年度报告", base=base or {}, **given)
    return handed(
        made, agency=name, year=year, submission=submission or crc32(f"{name}{year}".encode()), received=received,
        last=last, older=older, whole=whole, decision=decision, rules=rules,
    )  # fmt: skip


def applications(count: int) -> dict[str, int]:
    """So many applications, all granted."""
    return {NEW: count, GRANTED: count}


def summed(*parts: Mapping[str, int]) -> dict[str, int]:
    return {key: sum(one.get(key, 0) for one in parts) for key in {key for one in parts for key in one}}


def whole(parts: Sequence[Mapping[str, int]], **given: Any) -> Handed:
    """The whole-region report that is the sum of `parts`."""
    return hand(HEAD, summed(*parts), whole=True, **{"received": datetime(2024, 3, 1), **given})


def total(base: Mapping[str, int], key: str, edition: str = "2021") -> Decimal:
    return balanced(base, load_forms()[edition])[key]


def checked(
    bodies: Sequence[Agency], reports: Sequence[Handed], rules: Sequence[Loaded] | None = None, today: date = TODAY,
    info: SeasonInfo = INFO,
) -> SeasonChecked:  # fmt: skip
    made = check_season(bodies, reports, info, today, rules)
    assert not [one for one in made.outcomes if one.status == "broken"], made.outcomes
    return made


def only(rule: str) -> list[Loaded]:
    return [one for one in loaded() if one.rule.id == rule]


def found(made: SeasonChecked, rule: str) -> list[SeasonFinding]:
    return [one for one in made.findings if one.rule == rule]


def status(made: SeasonChecked, rule: str, agency: str) -> tuple[str, str]:
    one = next(each for each in made.outcomes if (each.rule, each.agency) == (rule, agency))
    return one.status, one.reason
