"""Whose report it is, which version, and which one of last year's serves."""

from __future__ import annotations

import pytest

from reviewer.errors import ConflictError, InputError
from reviewer.model import Agency, Decision, ReviewStatus
from reviewer.store import Placing, Store
from tests.store.build import finding, handed_in, incoming, result, sha, take


def numbers(store: Store, year: int = 2025, agency: str = "县财政局") -> list[tuple[str, int, bool]]:
    found = [one for one in store.submissions(year, newest=False) if one.agency == agency]
    return [(one.file, one.number, one.newest) for one in found]


def test_versions_count_different_bytes_in_the_order_they_came(store: Store) -> None:
    for place, content in enumerate("abac"):
        handed_in(store, content, label=f"{place}")
    assert numbers(store) == [("a.docx", 1, False), ("b.docx", 2, False), ("a.docx", 1, False), ("c.docx", 3, True)]
    assert [one.file for one in store.versions("县财政局", 2025)] == ["a.docx", "b.docx", "c.docx"]
    assert [one.file for one in store.submissions(2025)] == ["c.docx"]
    assert store.verify() == ()


def test_the_order_in_which_reviews_end_does_not_matter(store: Store) -> None:
    batch = store.begin("一批", "r1", "s1", [incoming("a"), incoming("b"), incoming("c")], "王")
    jobs = store.lease(batch, "w", 3)
    for job in (jobs[2], jobs[0], jobs[1]):
        store.finish(job, result(job.file))
    assert numbers(store) == [("a", 1, False), ("b", 2, False), ("c", 3, True)]


def test_what_could_not_be_reviewed_is_no_version(store: Store) -> None:
    batch = store.begin("一批", "r1", "s1", [incoming("a"), incoming("b")], "王")
    first, second = store.lease(batch, "w", 2)
    store.finish(first, result("a", status=ReviewStatus.REFUSED))
    assert [one.newest for one in store.submissions()] == [True, True]
    store.finish(second, result("b"))
    assert numbers(store) == [("a", 1, False), ("b", 1, True)]
    assert [one.file for one in store.versions("县财政局", 2025)] == ["b"]


def test_a_decision_goes_with_the_same_bytes_handed_in_again(store: Store) -> None:
    one = handed_in(store, "a")
    store.decide(one.id, Decision.RETURNED, "李", 0)
    again = handed_in(store, "a", label="again")
    assert (again.id, again.decision, again.decided_by, again.revision) == (one.id + 1, Decision.RETURNED, "李", 1)
    assert handed_in(store, "b").decision == Decision.OPEN
    assert store.verify() == ()


def test_last_years_report_is_the_newest_that_was_not_returned(store: Store) -> None:
    assert store.last("县财政局", 2025) is None
    old = [handed_in(store, content, year=2024) for content in ("a", "b", "c")]
    this = handed_in(store, "now")
    assert store.last("县财政局", 2025) == store.submission(old[2].id)
    assert store.unsettled(2025) == ((this.id, old[2].id),)
    store.decide(old[2].id, Decision.RETURNED, "李", 0)
    assert store.last("县财政局", 2025) == store.submission(old[1].id)
    assert store.unsettled(2025) == ((this.id, old[1].id),)
    for one in old[:2]:
        store.decide(one.id, Decision.RETURNED, "李", 0)
    assert store.last("县财政局", 2025) == store.submission(old[2].id)
    store.renew(this.id, result("now", previous=sha("c"), findings=(finding("CY-NEW"),)))
    assert store.unsettled(2025) == ()
    assert store.review(this.id).findings == (finding("CY-NEW"),)
    store.renew(this.id, result("now", previous=sha("c")))  # the same key: nothing new
    assert store.review(this.id).findings == (finding("CY-NEW"),)
    assert store.verify() == ()


def test_another_judgement_leaves_none_of_the_old_one(store: Store) -> None:
    one = handed_in(store, "a")
    store.renew(one.id, result("a", previous="x"))
    with store._database.reading() as connection:
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in ("reviews", "findings", "cells")
        ]
    assert counts == [1, 1, 2]
    batch = store.begin("open", "r1", "s1", [incoming("z")], "王")
    with pytest.raises(InputError, match="S-UNREVIEWED"):
        store.renew(store.submissions(batch=batch)[0].id, result("z"))


def test_a_judgement_that_ends_otherwise_moves_the_versions(store: Store) -> None:
    handed_in(store, "a")
    one = handed_in(store, "b")
    store.renew(one.id, result("b", status=ReviewStatus.REFUSED, previous="x"))
    assert numbers(store) == [("a.docx", 1, True), ("b.docx", 1, True)]
    assert store.verify() == ()
    with pytest.raises(InputError, match="S-UNKNOWN"):
        store.renew(77, result("b"))


def test_a_person_says_whose_it_is(store: Store) -> None:
    store.enrol([Agency(name="县财政局", aliases=("财政局",)), Agency(name="县教育局")], "管")
    first = handed_in(store, "a")
    wrong = handed_in(store, "b")
    assert numbers(store) == [("a.docx", 1, False), ("b.docx", 2, True)]
    after = store.assign(wrong.id, "县教育局", 2025, "李", 0)
    assert (after.agency, after.number, after.newest, after.revision) == ("县教育局", 1, True, 1)
    assert store.submission(first.id).newest
    with pytest.raises(ConflictError) as refused:
        store.assign(wrong.id, "财政局", 2025, "赵", 0)
    assert refused.value.values["theirs"] == "县教育局 2025"
    assert refused.value.values["yours"] == "县财政局 2025"
    assert refused.value.values["who"] == "李"
    assert store.assign(wrong.id, "财政局", 2024, "赵", 1).year == 2024
    for agency, year, code in (("没有的局", 2025, "S-AGENCY"), ("县财政局", 25, "S-YEAR"), ("", 2025, "S-AGENCY")):
        with pytest.raises(InputError, match=code):
            store.assign(wrong.id, agency, year, "李", 2)
    assert store.verify() == ()


def test_without_a_register_any_name_will_do(store: Store) -> None:
    one = handed_in(store, "a", None, None)
    assert (one.agency, one.year, one.newest) == (None, None, True)
    assert store.assign(one.id, "某局", 2025, "李", 0).agency == "某局"


def test_the_program_does_not_overrule_a_person(store: Store) -> None:
    said, open_ = handed_in(store, "a", None, None), handed_in(store, "b", None, None)
    store.assign(said.id, "甲局", 2025, "李", 0)
    store.match([Placing(said.id, "乙局", 2025), Placing(open_.id, "乙局", 2025), Placing(99, "乙局", 2025)], "程序")
    assert [store.submission(one.id).agency for one in (said, open_)] == ["甲局", "乙局"]
    store.match([Placing(open_.id, None, 2025, "哪一个局？")], "程序")
    assert (store.submission(open_.id).agency, store.submission(open_.id).question) == (None, "哪一个局？")
    lines = len(list(store.trail()))
    store.match([Placing(open_.id, None, 2025, "哪一个局？")], "程序")
    assert len(list(store.trail())) == lines
    assert store.verify() == ()


def test_a_person_is_heard_before_the_review_ends(store: Store) -> None:
    batch = store.begin("一批", "r1", "s1", [incoming("a")], "王")
    job = take(store, batch)
    store.assign(job.submission, "甲局", 2024, "李", 0)
    store.finish(job, result("a"))
    assert numbers(store, 2024, "甲局") == [("a", 1, True)]
    assert store.verify() == ()
