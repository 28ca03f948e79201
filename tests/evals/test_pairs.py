"""Pairs of years, sentence faults and invented personal numbers: what the examination takes for true is true."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest

from reviewer.evals import persons
from reviewer.evals.by_rule import by_rule
from reviewer.evals.defects import plant_pair, sentences, years
from reviewer.evals.pairs import COLUMNS, pair
from reviewer.evals.scorers import Cells, Score
from reviewer.evals.spec import Case, Fault
from reviewer.model.personal import is_card, is_identity
from tests.evals.test_generator import SEEDS, identities_hold


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_two_years_agree(seed: int) -> None:
    now, last = pair(seed)
    assert identities_hold(now)
    assert identities_hold(last)
    assert (last.year, last.agency) == (now.year - 1, now.agency)
    for column in (*COLUMNS, "total"):
        assert last.values[f"t3.carried_out.{column}"] == now.values[f"t3.carried_in.{column}"]
    for row in ("regulations", "normative_documents"):
        made, gone, valid = (now.values[f"t2.art20_1.{row}.{name}"] for name in ("made", "repealed", "valid"))
        assert last.values[f"t2.art20_1.{row}.valid"] + made - gone == valid
    for block in ("review", "litigation_direct", "litigation_after_review"):
        assert last.values[f"t4.{block}.pending"] <= now.values[f"t4.{block}.total"]
    assert min(last.values.values()) >= 0


def test_every_fault_of_two_years_can_be_planted() -> None:
    for number, name in enumerate(years.planters()):
        now, fault, last = plant_pair(40 + number, number)
        assert name.startswith(fault.name)
        assert last.year == now.year - 1
        assert fault.facts or fault.quote or fault.section or fault.name == "cy-dup-table"


def test_a_planted_sentence_stands_where_it_is_said_to_stand() -> None:
    for number, (name, planter) in enumerate(sentences.planters().items()):
        planted = next(one for step in range(30) if (one := planter(7 + number + step, Random(step))))
        spec, fault = planted
        assert "{" not in fault.told, name
        assert "⟨" not in fault.told, name
        whole = "\n".join(para.text for part in spec.parts for para in part.paras)
        whole += "\n".join(para.text for para in (*spec.preface, *spec.signature)) + spec.title
        for line in fault.quote.split("\n"):
            assert line in whole, name


def test_personal_numbers_have_right_check_digits() -> None:
    rng = Random(3)
    for _ in range(30):
        assert is_identity(persons.drawn("⟨id⟩", rng))
        assert is_card(persons.drawn("⟨card⟩", rng).replace(" ", ""))
        assert re.fullmatch(r"1[3-9]\d([ -]?)\d{4}\1\d{4}", persons.drawn("⟨mobile⟩", rng))


def test_the_table_by_rule_counts_a_fault_under_its_first_rule() -> None:
    spec, _ = pair(3)
    fault = Fault("a", "content", ("DT-YEAR", "DT-STALE"))
    cases = {0: Case(0, spec, "docx", fault), 1: Case(1, spec, "docx")}
    scores = [
        Score(0, "docx", "reviewed", Cells(), None, found=True, spoke=frozenset({"DT-STALE"})),  # type: ignore[arg-type]
        Score(1, "docx", "reviewed", Cells(), None, errors=("TX-NEW: x",), hints=("DT-YEAR: y",)),  # type: ignore[arg-type]
    ]
    table = by_rule(cases, scores, ["WD-DUP"])
    assert set(table) == {"DT-YEAR", "WD-DUP"}
    assert (table["DT-YEAR"].planted, table["DT-YEAR"].found, table["DT-YEAR"].itself) == (1, 1, 0)
    assert table["DT-YEAR"].hints == 1
    assert Decimal(table["WD-DUP"].planted) == 0
