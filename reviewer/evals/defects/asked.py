"""Figures that each stand in a sound table and yet must be asked about; subtotals that do not add; a table as a picture."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish, build
from reviewer.evals.defects.plant import FILLED, Planted, Planter, rebuilt
from reviewer.evals.spec import Fault, Para, Piece, Spec
from reviewer.evals.templates import book
from reviewer.model import load_forms

_FORM = Wish(edition="2021", style="digits")
_FEE = "t2.art20_8.admin_fees.amount_wan"


def _fault(rule: str, told: str, *facts: str) -> Fault:
    return Fault(rule.lower(), "table", (rule,), frozenset(facts), told=told)


def _added(values: dict[str, Decimal], column: str, number: int, *rows: str) -> None:
    for row in rows:
        for one in (column, "total"):
            values[f"t3.{row}.{one}"] += number


def _secret(seed: int, rng: Random) -> Planted | None:
    """A street office or a township that refuses for state secrecy or for security."""
    row = rng.choice(("done.denied.state_secret", "done.denied.security_stability"))
    many = rng.randint(1, 4)

    def figures(values: dict[str, Decimal]) -> None:
        _added(values, "natural", many, row, "done.total", "new_received")

    wish = replace(_FORM, kinds=("town", "street"), sizes=("tiny", "small"), figures=figures)
    spec = build(seed, wish)
    return spec, _fault("T3-PLAUSIBLE", f"{row} {many} at {spec.agency}", f"t3.{row}.total", f"t3.{row}.natural")


def _misc(seed: int, rng: Random) -> Planted | None:
    """Most results are 其他."""

    def figures(values: dict[str, Decimal]) -> None:
        many = int(values["t3.done.total.total"]) + rng.randint(3, 9)
        _added(values, rng.choice(("natural", "org_business")), many, "done.other.misc", "done.total", "new_received")

    spec = build(seed, replace(_FORM, sizes=("tiny", "small"), figures=figures))
    return spec, _fault("T3-PLAUSIBLE", "most results are 其他", "t3.done.other.misc.total")


def _left(seed: int, rng: Random) -> Planted | None:
    """Nearly half of the applications go to next year."""

    def figures(values: dict[str, Decimal]) -> None:
        many = int(values["t3.new_received.total"]) + rng.randint(6, 12)
        _added(values, "natural", many, "carried_out", "new_received")

    spec = build(seed, replace(_FORM, sizes=("small",), figures=figures))
    return spec, _fault("T3-PLAUSIBLE", "half is carried out", "t3.carried_out.total")


def _fee_unit(seed: int, rng: Random) -> Planted | None:
    """A sum of yuan where 万元 are asked for, or more digits than a cent has."""
    spec = rebuilt(
        seed, replace(_FORM, kinds=("county_bureau", "street", "town", "county")),
        lambda one: not any("行政事业性收费" in p.text for part in one.parts for p in part.paras),
    )  # fmt: skip
    if spec is None:
        return None
    value = rng.choice(
        (Decimal(rng.randint(200_000_000, 999_999_999)), Decimal("12.33333333"), Decimal("4.1666666667"))
    )
    from reviewer.evals.cells import truth

    return spec.with_cells({_FEE: truth(value)}), _fault("T2-FEE-UNIT", f"fee {value}", _FEE)


def _direct(seed: int, rng: Random) -> Planted | None:
    many = rng.randint(1, 4)

    def figures(values: dict[str, Decimal]) -> None:
        _added(values, "natural", many, "done.denied.third_party", "done.total", "new_received")
        for name in ("upheld", "total"):
            values[f"t4.litigation_direct.{name}"] += many

    spec = rebuilt(seed, replace(_FORM, sizes=("small",), figures=figures), lambda one: one.year >= 2024)
    if spec is None:
        return None
    return spec, _fault("T4-REVIEW-FIRST", f"{many} direct suits", "t4.litigation_direct.total")


def _no_review(seed: int, rng: Random) -> Planted | None:
    def figures(values: dict[str, Decimal]) -> None:
        for name in ("upheld", "corrected", "other", "pending", "total"):
            values[f"t4.review.{name}"] = Decimal(0)
        for name in ("upheld", "total"):
            values[f"t4.litigation_after_review.{name}"] += 2

    spec = build(seed, replace(_FORM, sizes=("small", "tiny"), figures=figures))
    return spec, _fault("T4-AFTER-WITHOUT-REVIEW", "suits after review, no review", "t4.litigation_after_review.total")


def _no_request(seed: int, rng: Random) -> Planted | None:
    block = rng.choice(("review", "litigation_direct"))

    def figures(values: dict[str, Decimal]) -> None:
        for name in ("upheld", "total"):
            values[f"t4.{block}.{name}"] += rng.choice((1,))

    spec = build(seed, replace(_FORM, sizes=("none",), figures=figures))
    return spec, _fault("XT-T4-NEEDS-T3", f"{block} 1, no application", f"t4.{block}.total")


def _subtotal(seed: int, rng: Random) -> Planted | None:
    """A line of a group with a total that is not the sum of its rows."""
    spec = build(seed, replace(FILLED, edition="2021", layout={"short_labels": False, "split_t3": 0}))
    groups = [one.key for one in load_forms()["2021"].table("t3").groups]
    group = rng.choice([one for one in groups if one != "done"])
    whole = sum(
        (v for k, v in spec.values.items() if k.startswith(f"t3.{group}.") and k.endswith(".total")), Decimal(0)
    )
    told = str(int(whole) + rng.randint(1, 5))
    return replace(spec, subtotals={group: told}), Fault(
        "t3-subtotal", "table", ("T3-SUBTOTAL",), told=f"{group} {told}, sum {whole}"
    )


def _split(seed: int, rng: Random) -> Planted | None:
    """A number of two digits in two cells: 1 | 2 for 12 | 0."""
    wish = Wish(sizes=("small",), style="digits")
    keys: list[str] = []

    def fits(spec: Spec) -> bool:
        keys[:] = [
            key for key, value in spec.values.items()
            if key.startswith("t3.") and key.endswith(".natural") and 12 <= value < 100
            and spec.values[key.replace("natural", "org_business")] == 0 and value % 10
        ]  # fmt: skip
        return bool(keys)

    spec = rebuilt(seed, wish, fits)
    if spec is None:
        return None
    from reviewer.evals.cells import truth

    key = rng.choice(keys)
    tens, ones = divmod(int(spec.values[key]), 10)
    beside = key.replace("natural", "org_business")
    cells = {key: truth(Decimal(tens)), beside: truth(Decimal(ones))}
    rules = ("EX-SPLIT-DIGIT", "T3-REPAIR", "T3-ROW-SUM")
    return spec.with_cells(cells), Fault(
        "ex-split-digit", "table", rules, frozenset(cells), told=f"{key} {tens}|{ones}"
    )


def _picture(seed: int, rng: Random) -> Planted | None:
    """A table that is a picture."""
    spec = build(seed)
    table = rng.choice(("t2", "t3", "t4"))
    cells = {key: cell for key, cell in spec.cells.items() if not key.startswith(table)}
    fault = Fault("pu-image", "structure", ("PU-IMAGE",), told=table, formats=("docx", "html"))
    return replace(spec, pictures=frozenset({table}), cells=cells), fault


def _long(seed: int, rng: Random) -> Planted | None:
    """An overview of several thousand characters."""
    spec = build(seed)
    pages = book("overview")
    texts = [
        one["t"] for name in ("manage", "platform", "guard", "active") for one in pages[name] if "{" not in one["t"]
    ]
    assert texts
    part = spec.part("overview")
    more = tuple(Para((Piece(text),)) for text in texts * (1 + 2200 // sum(map(len, texts))))
    spec = spec.with_part(replace(part, before=part.before + more))
    return spec, Fault("na-length", "content", ("NA-LENGTH",), told="overview over 2000 characters")


PLANTERS: dict[str, Planter] = {
    "t3-plausible-secret": _secret, "t3-plausible-misc": _misc, "t3-plausible-left": _left, "t2-fee-unit": _fee_unit,
    "t4-review-first": _direct, "t4-after-without-review": _no_review, "xt-t4-needs-t3": _no_request,
    "t3-subtotal": _subtotal, "ex-split-digit": _split, "pu-image": _picture, "na-length": _long,
}  # fmt: skip
