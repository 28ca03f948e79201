"""Faults in cells: every kind of single change in tables three and four, shifts, swaps, impossible cells, blanks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish, build
from reviewer.evals.cells import BLANK
from reviewer.evals.defects.plant import (
    COLUMNS,
    FILLED,
    IDENTITIES,
    Planted,
    Planter,
    as_text,
    changed,
    leaves,
    other_value,
    rebuilt,
)  # fmt: skip
from reviewer.evals.spec import CellTruth, Fault, Spec
from reviewer.evals.templates import book


def _single(name: str, rows: str, columns: tuple[str, ...]) -> Planter:
    """Change one cell of table 3 in one of the rows named (`leaf`: any leaf) and one of `columns`."""

    def plant(seed: int, rng: Random) -> Planted | None:
        spec = build(seed, FILLED)
        pool = leaves(spec) if rows == "leaf" else tuple(rows.split())
        busy = [row for row in pool if spec.values[f"t3.{row}.total"]] or list(pool)
        key = f"t3.{rng.choice(busy if rng.random() < 0.6 else pool)}.{rng.choice(columns)}"
        value = spec.values[key]
        return changed(spec, {key: other_value(rng, value)}, name, IDENTITIES)

    return plant


def _swapped_digits(seed: int, rng: Random) -> Planted | None:
    wish = Wish(sizes=("middle", "large"), style="digits")
    keys: list[str] = []

    def fits(spec: Spec) -> bool:
        keys[:] = [
            k
            for k, v in spec.values.items()
            if k.startswith("t3.") and v >= 12 and len(set(str(int(v))[:2])) == 2 and str(int(v))[1] != "0"
        ]
        return bool(keys)

    spec = rebuilt(seed, wish, fits)
    if spec is None:
        return None
    key = rng.choice(keys)
    digits = str(int(spec.values[key]))
    return changed(spec, {key: Decimal(digits[1] + digits[0] + digits[2:])}, "t3-swapped-digits", IDENTITIES)


def _row(spec: Spec, rng: Random) -> str | None:
    rows = [row for row in (*leaves(spec), "new_received", "done.total") if spec.values[f"t3.{row}.total"]]
    return rng.choice(rows) if rows else None


def _shifted_row(seed: int, rng: Random) -> Planted | None:
    spec = build(seed, FILLED)
    row = _row(spec, rng)
    if row is None:
        return None
    values = [spec.values[f"t3.{row}.{column}"] for column in COLUMNS]
    cells = dict(zip((f"t3.{row}.{column}" for column in COLUMNS), [Decimal(0), *values[:-1]], strict=True))
    return changed(spec, cells, "t3-shifted-row", IDENTITIES)


def _swapped_columns(seed: int, rng: Random) -> Planted | None:
    spec = build(seed, FILLED)
    row = _row(spec, rng)
    if row is None:
        return None
    one = next(column for column in COLUMNS if spec.values[f"t3.{row}.{column}"])
    others = [c for c in COLUMNS[:-1] if spec.values[f"t3.{row}.{c}"] != spec.values[f"t3.{row}.{one}"]]
    if not others:
        return None
    two = rng.choice(others)
    cells = {f"t3.{row}.{one}": spec.values[f"t3.{row}.{two}"], f"t3.{row}.{two}": spec.values[f"t3.{row}.{one}"]}
    return changed(spec, cells, "t3-swapped-columns", IDENTITIES)


def _block(column: str) -> Planter:
    def plant(seed: int, rng: Random) -> Planted | None:
        spec = build(seed, Wish(sizes=("small", "middle"), style="digits"))
        block = rng.choice(("review", "litigation_direct", "litigation_after_review"))
        name = column or rng.choice(("upheld", "corrected", "other", "pending"))
        key = f"t4.{block}.{name}"
        value = spec.values[key]
        new = Decimal(0) if name == "total" and value and rng.random() < 0.5 else other_value(rng, value)
        return changed(spec, {key: new}, f"t4-{column or 'part'}", ("T4-BLOCK-SUM",))

    return plant


def _not_a_number(seed: int, rng: Random) -> Planted | None:
    spec = build(seed, FILLED)
    key = rng.choice([key for key in spec.cells if not key.endswith(("amount_wan", "amount", "change"))])
    raw = rng.choice(book("defects")["not_numbers"])
    fault = Fault("tab-numeric", "table", ("TAB-NUMERIC",), frozenset({key}), told=f"{key}: {raw}")
    return spec.with_cells({key: as_text(raw)}), fault


def _mixture(seed: int, rng: Random) -> Planted | None:
    spec = build(seed, replace(FILLED, layout={"flavour": rng.randrange(1 << 30)}))
    zeros = [key for key, value in spec.values.items() if value == 0 and key.startswith(("t3.", "t4."))]
    if len(zeros) < 20:
        return None
    picked = rng.sample(zeros, rng.randint(4, 12))
    cells = {key: BLANK if index % 2 else CellTruth("/", "placeholder", None) for index, key in enumerate(picked)}
    fault = Fault("tab-blank", "table", ("TAB-BLANK",), told=", ".join(picked))
    return replace(spec.with_cells(cells), numeric=False), fault


def _total_only(seed: int, rng: Random) -> Planted | None:
    spec = build(seed, FILLED)
    keys = [key for key in spec.cells if key.startswith("t3.") and not key.endswith(".total")]
    fault = Fault("t3-total-only", "table", ("T3-TOTAL-ONLY",), told="all applicant columns blank")
    return replace(spec.with_cells(dict.fromkeys(keys, BLANK)), numeric=False), fault


def _too_few_valid(seed: int, rng: Random) -> Planted | None:
    key = "t2.art20_1.normative_documents."
    spec = rebuilt(
        seed, Wish(edition="2021", style="digits"), lambda one: one.values[key + "made"] > one.values[key + "repealed"]
    )
    if spec is None:
        return None
    least = spec.values[key + "made"] - spec.values[key + "repealed"]
    return changed(spec, {key + "valid": Decimal(rng.randrange(int(least)))}, "t2-valid-min", ("T2-VALID-MIN",))


def _no_power(seed: int, rng: Random) -> Planted | None:
    kinds = ("county_bureau", "city_bureau", "county", "town", "street", "zone", "department")
    spec = build(seed, Wish(edition="2021", style="digits", kinds=kinds))
    if spec.agency.endswith("市人民政府"):  # a city of a county's rank: its name does not tell
        return None
    key = "t2.art20_1.regulations."
    one = Decimal(1)
    return changed(spec, {key + "made": one, key + "valid": one}, "t2-rulemaking", ("T2-RULEMAKING-POWER",))


PLANTERS: dict[str, Planter] = {
    "t3-leaf": _single("t3-leaf", "leaf", COLUMNS[:-1]),
    "t3-leaf-total": _single("t3-leaf-total", "leaf", ("total",)),
    "t3-new": _single("t3-new", "new_received", COLUMNS),
    "t3-carried": _single("t3-carried", "carried_in carried_out", COLUMNS),
    "t3-done": _single("t3-done", "done.total", COLUMNS),
    "t3-swapped-digits": _swapped_digits,
    "t3-shifted-row": _shifted_row,
    "t3-swapped-columns": _swapped_columns,
    "t4-part": _block(""),
    "t4-total": _block("total"),
    "tab-numeric": _not_a_number,
    "tab-blank": _mixture,
    "t3-total-only": _total_only,
    "t2-valid-min": _too_few_valid,
    "t2-rulemaking": _no_power,
}
