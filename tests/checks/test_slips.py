"""What is told of planted slips in random consistent tables; `python -m tests.checks.slips` measures more of them."""

from __future__ import annotations

import pytest

from tests.checks.slipping import SLIPS, slips
from tests.checks.slips import judge, review, roots

ONE = {
    "one cell", "two digits of a cell exchanged", "a total copied from another column", "one cell of table 4",
    "a row one column off", "one cell, blank for zero", "one cell, some zeros blank",
}  # fmt: skip
HONEST = {
    "two columns of all results exchanged": {"true", "among several", "several, truth not shown", "not broken"},
    "one cell, others unreadable": {"true", "open", "not broken"},
    "rows one line off": {"true", "part"},
    "three cells": {"true", "among several", "several, truth not shown", "open"},
}


@pytest.mark.parametrize("kind", SLIPS)
def test_no_right_cell_is_accused(kind: str) -> None:
    """One slip is told as what it is; of more than one the truth is told or shown, or the matter is left open."""
    honest = {"true"} if kind in ONE else HONEST.get(kind, {"true", "among several"})
    for slip in slips(kind, 20, seed=7):
        checked = review(slip)
        assert judge(slip, checked) in honest, [one.message for one in roots(checked)]


@pytest.mark.parametrize("kind", sorted(ONE - {"one cell of table 4"}))
def test_consequences_are_folded_under_the_root(kind: str) -> None:
    for slip in slips(kind, 8, seed=8):
        checked = review(slip)
        (root,) = roots(checked)
        folded = [one for one in checked.findings if one.rule in ("T3-ROW-SUM", "T3-COL-DONE-SUM", "T3-COL-BALANCE")]
        assert folded
        assert {one.root for one in folded} == {root.fingerprint}
        assert all(one.arithmetic for one in folded)


@pytest.mark.parametrize("kind", SLIPS)
def test_no_digit_is_invented(kind: str) -> None:
    """What is said to stand in a cell stands there."""
    for slip in slips(kind, 8, seed=9):
        for found in roots(review(slip)):
            for one in found.evidence:
                if one.kind == "cell" and one.fact not in slip.blanks and one.fact not in slip.unreadable:
                    assert one.raw == str(slip.cells[one.fact])
            if found.rule == "T3-REPAIR" and found.actual is not None:
                cell = next(one for one in found.evidence if one.kind == "cell")
                assert found.actual == str(slip.cells[cell.fact])
