"""The form files say the statutory form, whole."""

from __future__ import annotations

import pytest

from reviewer.model import form_for, load_forms


@pytest.mark.parametrize(
    ("edition", "cells", "rows", "leaves"), [("2021", (10, 175, 15), 25, 21), ("2019", (22, 161, 15), 23, 19)]
)
def test_extent(edition: str, cells: tuple[int, ...], rows: int, leaves: int) -> None:
    form = load_forms()[edition]
    assert tuple(len(table.cells) for table in form.tables) == cells
    assert len(form.table("t3").blocks[0].rows) == rows
    assert len(form.table("t3").leaves()) == leaves


@pytest.mark.parametrize(
    "key",
    [
        "t2.art20_1.normative_documents.valid",
        "t2.art20_5.licensing.decisions",
        "t2.art20_8.admin_fees.amount_wan",
        "t3.new_received.total",
        "t3.done.denied.third_party.natural",
        "t3.done.total.total",
        "t3.carried_out.org_business",
        "t4.review.upheld",
        "t4.litigation_direct.total",
        "t4.litigation_after_review.pending",
    ],
)
def test_public_keys(key: str) -> None:
    assert key in load_forms()["2021"].cells


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (None, "2021"), (2015, "2019")],
)
def test_edition_of_a_year(year: int | None, edition: str) -> None:
    assert form_for(year).edition == edition


def test_sections_and_names() -> None:
    form = load_forms()["2021"]
    assert [one.key for one in form.sections] == ["overview", "proactive", "requests", "disputes", "problems", "other"]
    assert "".join(one.ordinal for one in form.sections) == "一二三四五六"
    assert len({form.name(key) for key in form.cells}) == len(form.cells)


def test_every_special_cell_exists() -> None:
    for form in load_forms().values():
        for table in form.tables:
            assert set(table.decimals) | set(table.signed) <= set(table.cells)
