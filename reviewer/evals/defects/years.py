"""Faults that show beside last year's report. A planter gives both years: the last one as third of the planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish
from reviewer.evals.defects.plant import appended, other_value
from reviewer.evals.numbers import plain
from reviewer.evals.pairs import COLUMNS, compared, pair, pieces, with_values
from reviewer.evals.spec import Fault, Para, Piece, Spec
from reviewer.evals.templates import book

PlantedPair = tuple[Spec, Fault, Spec]
PairPlanter = Callable[[int, Random], PlantedPair | None]
_SMALL = Wish(sizes=("small", "middle"))


def _fault(name: str, rules: tuple[str, ...], told: str, facts: frozenset[str] = frozenset(), quote: str = "") -> Fault:
    return Fault(name, "years", rules, facts, quote, told)


def _carry(seed: int, rng: Random) -> PlantedPair | None:
    """Last year carried out another number than this year carries in."""
    now, last = pair(seed, Wish(sizes=("tiny", "small", "middle")))
    column = rng.choice(COLUMNS)
    key = f"t3.carried_out.{column}"
    value = other_value(rng, last.values[key])
    step = value - last.values[key]
    both = {
        f"t3.{row}.{one}": last.values[f"t3.{row}.{one}"] + step
        for row in ("carried_out", "new_received")
        for one in (column, "total")
    }
    if min(both.values()) < 0:
        return None
    facts = frozenset({f"t3.carried_in.{column}", "t3.carried_in.total"})
    told = f"{column}: {plain(value)} carried out, {plain(now.values[f't3.carried_in.{column}'])} carried in"
    return now, _fault("cy-carry", ("CY-CARRY",), told, facts), with_values(last, both)


def _right(now: Spec, last: Spec) -> set[Decimal]:
    """Differences to last year that a report may as well mean: of applications dealt with, or of those done."""
    rows = (("new_received",), ("new_received", "carried_in"), ("done.total",))
    return {
        abs(sum((now.values[f"t3.{row}.total"] - last.values[f"t3.{row}.total"] for row in one), Decimal(0)))
        for one in rows
    }


def _growth(entry: dict[str, str]) -> PairPlanter:
    def plant(seed: int, rng: Random) -> PlantedPair | None:
        now, last = pair(seed, _SMALL)
        new, old = now.values["t3.new_received.total"], last.values["t3.new_received.total"]
        if not old or new == old:
            return None
        up, down = ("增长", "下降") if new > old else ("下降", "增长")
        rate = abs(new - old) * 100 / old
        wrong = rate + rng.choice((Decimal("1.7"), Decimal("12.3"), Decimal(30)))
        text = entry["t"].replace("{up}", up).replace("{down}", down).replace("{wrong}", f"{wrong:.1f}")
        much = abs(new - old) + rng.randint(2, 9)
        while much in _right(now, last):
            much += 1
        text = text.replace("{much}", plain(much))
        said = pieces(text, now, last, rng)
        text = "".join(one.text for one in said)
        return appended(now, entry["in"], *said), _fault("cy-growth", ("CY-GROWTH",), text, quote=text), last

    return plant


def _same_text(key: str, *rules: str) -> PairPlanter:
    """A section of last year's report again, with the years alone changed."""

    def plant(seed: int, rng: Random) -> PlantedPair | None:
        now, last = pair(seed)

        def aged(para: Para) -> Para:
            text = para.text.replace(str(now.year), "⟨y⟩").replace(str(now.year - 1), str(now.year - 2))
            return Para((Piece(text.replace("⟨y⟩", str(now.year - 1))),), para.level)

        part = now.part(key)
        old = replace(last.part(key), before=tuple(map(aged, part.before)), after=tuple(map(aged, part.after)))
        fault = replace(_fault(rules[0].lower(), rules, f"{key} as last year"), section=key)
        return now, fault, last.with_part(old)

    return plant


def _repeated(seed: int, rng: Random) -> PlantedPair | None:
    """The problems alone are last year's, word for word; the measures are new."""
    now, last = pair(seed)
    pages = book("closing")["problems"]
    picked = rng.sample(pages, 3)
    said = [one["p"].replace("{year}年", "本年度") for one in picked]
    said = [compared(text, now, last, rng) for text in said]
    first = ("一是", "二是", "三是")
    problem = "存在的主要问题：" + "".join(f"{mark}{text}。" for mark, text in zip(first, said, strict=True))

    def told(spec: Spec, measures: str) -> Spec:
        part = spec.part("problems")
        return spec.with_part(replace(part, before=(Para((Piece(problem),)), Para((Piece(measures),))), after=()))

    one, two = rng.sample(book("defects")["measures"], 2)
    fault = _fault("pb-repeat", ("PB-REPEAT",), problem, quote=problem)
    return told(now, one), fault, told(last, two)


def _same_table(seed: int, rng: Random) -> PlantedPair | None:
    now, last = pair(seed, Wish(sizes=("small", "middle")))
    values = {key: value for key, value in now.values.items() if key.startswith("t3.")}
    if now.values["t3.new_received.total"] < 8:
        return None
    fault = _fault("cy-dup-table", ("CY-DUP-TABLE",), "table 3 as last year")
    return now, fault, with_values(last, values)


def _stock(seed: int, rng: Random) -> PlantedPair | None:
    now, last = pair(seed, Wish(kinds=("county", "city", "county_bureau", "city_bureau")))
    key = "t2.art20_1.normative_documents.valid"
    if not now.values[key]:
        return None
    value = other_value(rng, last.values[key])
    if value < last.values[key.replace("valid", "made")]:
        return None
    told = f"valid last year {plain(last.values[key])} -> {plain(value)}"
    fault = _fault("t2-stock-flow", ("T2-STOCK-FLOW",), told, frozenset({key}))
    return now, fault, with_values(last, {key: value})


def _jump(seed: int, rng: Random) -> PlantedPair | None:
    now, last = pair(seed, Wish(kinds=("county", "city", "county_bureau", "city_bureau")))
    key = rng.choice(
        ("t2.art20_5.licensing.decisions", "t2.art20_6.punishment.decisions", "t2.art20_8.admin_fees.amount_wan")
    )
    value = now.values[key]
    if value < 25:
        return None
    other = rng.choice((value * rng.randint(6, 20), Decimal(0), Decimal(int(value / 7))))
    if other == 0 and key.endswith("amount_wan"):
        return None
    fault = _fault(
        "t2-yoy-jump", ("T2-YOY-JUMP", "T2-FEE-UNIT"), f"{key} {plain(other)} -> {plain(value)}", frozenset({key})
    )
    return now, fault, with_values(last, {key: other})


def _unit(seed: int, rng: Random) -> PlantedPair | None:
    """Yuan in the cell of 万元: ten thousand times last year's figure."""
    now, last = pair(seed, Wish(kinds=("county", "city", "county_bureau", "city_bureau")))
    key = "t2.art20_8.admin_fees.amount_wan"
    value = now.values[key]
    if value < 1 or any("行政事业性收费" in p.text for part in now.parts for p in part.paras):
        return None
    fault = _fault("t2-fee-unit", ("T2-FEE-UNIT",), f"{plain(value)} -> {plain(value * 10_000)}", frozenset({key}))
    return with_values(now, {key: value * 10_000}), fault, last


def _pending(seed: int, rng: Random) -> PlantedPair | None:
    now, last = pair(seed, Wish(sizes=("small", "middle")))
    block = rng.choice(("review", "litigation_direct", "litigation_after_review"))
    total = f"t4.{block}.total"
    step = now.values[total] + rng.randint(1, 4) - last.values[f"t4.{block}.pending"]
    old = {key: last.values[key] + step for key in (f"t4.{block}.pending", total)}
    fault = _fault(
        "t4-pending-roll",
        ("T4-PENDING-ROLL",),
        f"{block}: {plain(old[f't4.{block}.pending'])} pending last year",
        frozenset({total}),
    )
    return now, fault, with_values(last, old)


def planters() -> dict[str, PairPlanter]:
    growth = {f"cy-growth-{number}": _growth(one) for number, one in enumerate(book("faults/years")["growth"])}
    return {
        "cy-carry": _carry, **growth, "cy-dup-text": _same_text("overview", "CY-DUP-TEXT"),
        "pb-repeat-whole": _same_text("problems", "PB-REPEAT", "CY-DUP-TEXT"), "pb-repeat": _repeated, "cy-dup-table": _same_table,
        "t2-stock-flow": _stock, "t2-yoy-jump": _jump, "t2-fee-unit": _unit, "t4-pending-roll": _pending,
    }  # fmt: skip
