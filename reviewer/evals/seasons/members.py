"""Who is in a generated season: a city's register of three levels, and who writes each report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from reviewer.evals.authors import Author
from reviewer.evals.spec import Spec
from reviewer.evals.templates import book
from reviewer.model import Agency


@dataclass
class Version:
    """One submitted file: the report, when it came in, its format."""

    spec: Spec
    received: datetime
    format: str


@dataclass
class Member:
    """A body on the register: who writes, this year's versions (the newest last), last year's report."""

    agency: Agency
    author: Author
    size: str
    versions: list[Version] = field(default_factory=list)
    last: Spec | None = None

    @property
    def name(self) -> str:
        return self.agency.name

    @property
    def now(self) -> Spec:
        return self.versions[-1].spec

    @now.setter
    def now(self, spec: Spec) -> None:
        self.versions[-1].spec = spec


_SIZES = ("none", "none", "tiny", "tiny", "tiny", "small", "small")
_TOWNS = 3
"""Towns of a district, at most; the rest are bureaus beside its government and office."""


def region(rng: Random, agencies: int, levels: int) -> list[Member]:
    """About `agencies` bodies: a city, its office, bureaus and a vertically managed body; districts with their own.

    At least one district; with two levels nothing else. Parents stand before children.
    """
    words = book("words")
    city = rng.choice(words["cities"])
    if levels == 2:
        towns = min(_TOWNS, max(1, agencies // 3))
        return _place(rng, city + rng.choice(words["counties"]), None, "county", max(1, agencies - 2 - towns), towns)
    counties = rng.sample(words["counties"], min(len(words["counties"]), max(1, (agencies - 8) // 8)))
    found = _place(rng, city, None, "city", 4, 0)
    left = agencies - len(found)
    for number, county in enumerate(counties):
        share = left // (len(counties) - number)
        left -= share
        towns = min(_TOWNS, max(1, (share - 2) // 2))
        found += _place(rng, city + county, found[0].name, "county", share - 2 - towns, towns)
    return found


def _place(rng: Random, place: str, above: str | None, level: str, bureaus: int, towns: int) -> list[Member]:
    words, own = book("words"), book("season")
    label = own["levels"][level]
    name = f"{place}{own['bare'][0]}"
    head = Agency(
        name=name, aliases=(f"{place}{own['bare'][1]}",), kind="government", level=label, parent=above, scope="whole"
    )
    group = "government_city" if place.endswith("市") else "government_county" if place.endswith("县") else "government_district"  # fmt: skip
    found = [Member(head, _author(rng, level, name, place, group, government=True), "none")]
    office = place + words["offices"][0]
    found.append(
        Member(
            _agency(office, label, name), _author(rng, "office", office, place, "office", rules=level == "city"), "tiny"
        )
    )
    kind = f"{level}_bureau"
    for one in rng.sample(words["bureaus"], bureaus):
        title = place + one["name"]
        self_group = "commission" if one["name"].endswith("委员会") else "bureau"
        author = _author(rng, kind, title, place, self_group, busy=one["busy"])
        found.append(Member(_agency(title, label, name), author, rng.choice(_SIZES)))
    found += [_town(rng, place, town, name) for town in rng.sample([*words["towns"], *words["streets"]], towns)]
    title = place + rng.choice(own["vertical"])
    vertical = _agency(title, label, name).model_copy(update={"reports": False})
    if level == "city" or rng.random() < 0.3:
        found.append(Member(vertical, _author(rng, kind, title, place, "bureau"), "none"))
    return found


def _town(rng: Random, place: str, town: str, above: str) -> Member:
    words, own = book("words"), book("season")
    label = own["levels"]["town"]
    if town in words["streets"]:
        title = f"{place}{town}办事处"
        return Member(_agency(title, label, above), _author(rng, "street", title, place, "street"), rng.choice(_SIZES))
    title = f"{place}{town}{own['bare'][0]}"
    agency = Agency(
        name=title, aliases=(f"{place}{town}{own['bare'][1]}",), kind="government", level=label, parent=above
    )
    group = "township" if town.endswith("乡") else "town"
    return Member(agency, _author(rng, "town", title, place, group, government=True), rng.choice(_SIZES))


def _agency(name: str, level: str, parent: str) -> Agency:
    return Agency(name=name, kind="department", level=level, parent=parent)


def _author(
    rng: Random, kind: str, agency: str, place: str, group: str, *, busy: bool = False, rules: bool = False,
    government: bool = False,
) -> Author:  # fmt: skip
    words = book("words")
    return Author(
        kind, agency, place, rng.choice(words["selves"][group]), place + words["offices"][0], busy, rules, government,
        ("none",),
    )  # fmt: skip
