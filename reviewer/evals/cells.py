"""How values are printed in cells, and how the printed cell must be read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from reviewer.evals.numbers import plain, written
from reviewer.evals.spec import CellTruth

STYLES = (
    "digits", "digits", "digits", "digits", "digits", "digits", "digits", "digits", "digits", "comma", "wide",
    "blank_orgs", "blank_leaves", "blank_all", "slash_rules",
)  # fmt: skip
PLACEHOLDERS = ("/", "/", "—", "-", "无")


def truth(value: Decimal, raw: str = "") -> CellTruth:
    """The truth of a cell that holds `value`, printed as `raw` when given."""
    return CellTruth(raw or plain(value), "zero" if value == 0 else "number", value)


BLANK = CellTruth("", "blank", None)


def printed(
    rng: Random, values: Mapping[str, Decimal], style: str, edition: str
) -> tuple[dict[str, CellTruth], set[str], bool]:
    """Cells of a report in `style`, the rules its style may raise, and whether every cell holds a number."""
    cells = {key: _one(key, value, style, edition) for key, value in values.items()}
    allowed: set[str] = set()
    zero = {key for key, value in values.items() if value == 0}
    orgs = ("org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
    blank: set[str] = set()
    if style == "blank_orgs":
        blank = {key for key in zero if key.startswith("t3.") and key.rsplit(".", 1)[1] in orgs}
    elif style == "blank_leaves":
        blank = {key for key in zero if key.startswith("t3.") and not key.endswith(".total")}
    elif style == "blank_all":
        blank = {key for key in zero if key.startswith(("t3.", "t4."))}
    elif style == "slash_rules":
        mark = rng.choice(PLACEHOLDERS)
        rules = [key for key in values if key.startswith("t2.art20_1.regulations.")]
        if all(key in zero for key in rules):
            cells.update({key: CellTruth(mark, "placeholder", None) for key in rules})
            allowed.add("TAB-BLANK")
    if blank:
        cells.update(dict.fromkeys(blank, BLANK))
        allowed.update(("TAB-BLANK", "T3-TOTAL-ONLY"))
    if style == "digits" and rng.random() < 0.15:
        _annotate(rng, cells)
    return cells, allowed, not blank


def _one(key: str, value: Decimal, style: str, edition: str) -> CellTruth:
    if edition == "2019" and key.endswith(".change") and value > 0:
        return truth(value, f"+{plain(value)}")
    if style in ("comma", "wide"):
        return truth(value, written(value, style))
    return truth(value)


def _annotate(rng: Random, cells: dict[str, CellTruth]) -> None:
    """`22（其中修订16件）` in the stock of documents."""
    key = "t2.art20_1.normative_documents.valid"
    now = cells.get(key)
    if now is not None and now.value is not None and now.value > 2:
        cells[key] = truth(now.value, f"{plain(now.value)}（其中修订{rng.randint(1, int(now.value) - 1)}件）")
