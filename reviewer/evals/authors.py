"""Who writes a report: kind of body, its name, how it calls itself, what it may do and how big it is."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from reviewer.evals.templates import book


@dataclass(frozen=True)
class Author:
    """`place` is the full name of its place; `makes_rules`: it may issue 规章; `government`: a people's government."""

    kind: str
    agency: str
    place: str
    self_name: str
    office: str
    busy: bool
    makes_rules: bool
    government: bool
    sizes: tuple[str, ...]


KINDS = (
    "county_bureau", "county_bureau", "county_bureau", "city_bureau", "city_bureau", "department", "county", "city",
    "town", "town", "street", "office", "zone",
)  # fmt: skip
_SMALL: tuple[str, ...] = ("none", "none", "none", "tiny", "tiny", "tiny", "small")
_MEDIUM: tuple[str, ...] = ("none", "tiny", "small", "small", "middle")


def author(rng: Random, kind: str = "") -> Author:
    """A body of `kind`, or of any."""
    words = book("words")
    kind = kind or rng.choice(KINDS)
    province, city, county = (rng.choice(words[name]) for name in ("provinces", "cities", "counties"))
    place = city + county if rng.random() < 0.45 else county
    selves = words["selves"]

    def named(agency: str, place: str, group: str, sizes: tuple[str, ...], **more: bool) -> Author:
        return Author(
            kind, agency, place, rng.choice(selves[group]), place + words["offices"][0],
            more.get("busy", False), more.get("makes_rules", False), more.get("government", False), sizes,
        )  # fmt: skip

    if kind == "department":
        return named(
            province + rng.choice(words["departments"]), province, "department", ("small", "middle", "large"), busy=True
        )
    if kind in ("county_bureau", "city_bureau"):
        bureau = rng.choice(words["bureaus"])
        where = place if kind == "county_bureau" else city
        group = "commission" if bureau["name"].endswith("委员会") else "bureau"
        sizes = _SMALL if kind == "county_bureau" else _MEDIUM
        return named(where + bureau["name"], where, group, sizes, busy=bureau["busy"])
    if kind == "county":
        group = "government_district" if county.endswith("区") else "government_county"
        group = "government_city" if county.endswith("市") else group
        return named(place + "人民政府", place, group, ("small", "middle", "large"), busy=True, government=True)
    if kind == "city":
        sizes = ("middle", "large", "large", "huge")
        return named(city + "人民政府", city, "government_city", sizes, busy=True, makes_rules=True, government=True)
    if kind == "town":
        town = rng.choice(words["towns"])
        group = "township" if town.endswith("乡") else "town"
        return named(f"{place}{town}人民政府", place, group, _SMALL, busy=rng.random() < 0.5, government=True)
    if kind == "street":
        return named(f"{place}{rng.choice(words['streets'])}办事处", place, "street", _SMALL)
    if kind == "office":
        return named(place + words["offices"][0], place, "office", ("tiny", "small"))
    return named(f"{city}{rng.choice(words['zones'])}管理委员会", city, "zone", ("none", "tiny", "small"), busy=True)
