"""Last year's table beside this year's: left out where the line above names its year, unreadable where nothing tells."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reviewer.model import AnnualReport, Block, Grid, Paragraph, State
from reviewer.recognise import recognise
from tests.recognise import build

FORM = build.FORM
NOW = {key: str((index + 3) % 29) for index, key in enumerate(FORM.cells)}
LAST = {key: str((index + 8) % 27 + 30) for index, key in enumerate(FORM.cells)}


def made(key: str, values: Mapping[str, str]) -> Grid:
    if key == "t2":
        return build.whole2(FORM, values)
    if key == "t3":
        return build.grid([*build.head3(FORM), *build.body3(FORM, values)], 10)
    return build.whole4(FORM, values)


def report(key: str, *blocks: Block) -> AnnualReport:
    """A report for 2023 whose table `key` is these blocks."""
    tables: dict[str, list[Block]] = {name: [made(name, NOW)] for name in ("t2", "t3", "t4")}
    tables[key] = list(blocks)
    return recognise(build.document(tables))


def line(text: str) -> Paragraph:
    return Paragraph(text=text)


@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
@pytest.mark.parametrize("above", ["2023年", "2023年情况表", ""])
@pytest.mark.parametrize("last", ["2022年", "附：2022年度统计表"])
def test_the_table_of_another_year_is_left_out(key: str, above: str, last: str) -> None:
    own: list[Block] = [*([line(above)] if above else []), made(key, NOW)]
    other: list[Block] = [line(last), made(key, LAST)]
    orders = [[*own, *other]] if not above else [[*own, *other], [*other, *own]]
    for blocks in orders:
        read = report(key, *blocks)
        assert {name: fact.raw for name, fact in read.facts.items()} == NOW
        assert all(table.certain and not table.missing and table.fragments == 1 for table in read.tables)


@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
@pytest.mark.parametrize("between", ["", "与2022年相比，情况如下。", "2022年至2023年对照", "较2022年有所增长"])
def test_without_a_year_of_its_own_nobody_knows(key: str, between: str) -> None:
    read = report(key, made(key, NOW), *([line(between)] if between else []), made(key, LAST))
    mine = [fact for name, fact in read.facts.items() if name.startswith(key)]
    assert mine
    assert all(fact.state is State.UNREADABLE for fact in mine)


def test_a_wrong_year_above_the_only_table_leaves_it_in() -> None:
    read = report("t3", line("2022年情况表"), made("t3", NOW))
    assert {name: fact.raw for name, fact in read.facts.items()} == NOW


def test_a_wrong_year_above_the_rest_of_a_table_leaves_it_in() -> None:
    upper, lower = build.split3(FORM, NOW, 12, repeat=True)
    read = report("t3", upper, line("2022年度报告"), lower)
    assert {name: fact.raw for name, fact in read.facts.items()} == NOW
