"""The register: names that nobody can mistake; seasons and their deadlines."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer.errors import InputError
from reviewer.model import Agency, SeasonInfo
from reviewer.store import Store
from tests.store.build import handed_in

COUNTY = Agency(name="某县人民政府", kind="government", level="县", scope="whole", aliases=("某县政府",))
FINANCE = Agency(name="某县财政局", aliases=("财政局", "县财政"), parent="某县人民政府", due=date(2026, 1, 20))


def test_bodies_are_added_and_changed(store: Store) -> None:
    store.enrol([FINANCE, COUNTY], "管")
    assert store.register() == (COUNTY, FINANCE)
    changed = FINANCE.model_copy(update={"aliases": ("财政局",), "reports": False, "due": None})
    store.enrol([changed], "管")
    assert store.register() == (COUNTY, changed)
    lines = [entry.about for entry in store.trail()]
    store.enrol([changed, COUNTY], "管")
    assert (
        [entry.about for entry in store.trail()]
        == lines
        == ["agency:某县财政局", "agency:某县人民政府", "agency:某县财政局"]
    )
    assert store.verify() == ()


@pytest.mark.parametrize(
    "other",
    [
        Agency(name="县财政"),
        Agency(name="另一局", aliases=("财政局",)),
        Agency(name="某县财政 局", aliases=()),
        Agency(name="某县财政局", aliases=("某县政府",)),
        Agency(name=" "),
    ],
)
def test_two_with_one_name_are_refused(store: Store, other: Agency) -> None:
    store.enrol([COUNTY, FINANCE], "管")
    with pytest.raises(InputError, match="S-NAME"):
        store.enrol([Agency(name="县教育局"), other], "管")
    assert store.register() == (COUNTY, FINANCE)


def test_a_name_said_twice_of_one_body_is_one(store: Store) -> None:
    store.enrol([Agency(name="县财政局", aliases=("县财政局", "财政局", "财 政 局"))], "管")
    assert store.register()[0].aliases == ("财政局",)
    store.enrol([Agency(name="县财政局", aliases=("县财政局", "财政局", "财 政 局"))], "管")
    assert len(list(store.trail())) == 1


@pytest.mark.parametrize(
    "bodies",
    [
        [Agency(name="甲", parent="无")],
        [Agency(name="甲", parent="甲")],
        [Agency(name="甲", parent="乙"), Agency(name="乙", parent="甲")],
    ],
)
def test_parents_are_on_the_register_and_nobody_is_his_own(store: Store, bodies: list[Agency]) -> None:
    with pytest.raises(InputError, match="S-PARENT"):
        store.enrol(bodies, "管")
    assert store.register() == ()


def test_a_season_has_the_deadlines_of_the_law_until_others_are_set(store: Store) -> None:
    assert store.season(2025) == SeasonInfo(year=2025, due=date(2026, 1, 31), due_governments=date(2026, 3, 31))
    assert store.seasons() == ()
    assert list(store.trail()) == []
    later = SeasonInfo(year=2025, due=date(2026, 2, 10), due_governments=date(2026, 3, 31))
    store.schedule(later, "管")
    store.schedule(later, "管")
    assert store.season(2025) == later
    handed_in(store, "last", year=2024)
    handed_in(store, "lost", None, None)
    handed_in(store, "misread", year=205)
    assert [one.year for one in store.seasons()] == [2025, 2024]
    assert store.seasons()[0] == later
    assert [entry.what for entry in store.trail()].count("season") == 1
    with pytest.raises(InputError, match="S-YEAR"):
        store.season(25)
    assert store.verify() == ()
