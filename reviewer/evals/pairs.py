"""Two reports of one body in following years, whose figures agree: what was carried out is carried in, stocks follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish, build
from reviewer.evals.cells import truth
from reviewer.evals.spec import Para, Piece, Spec
from reviewer.evals.templates import Voice, book, fill

COLUMNS = ("natural", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
_BLOCKS = ("review", "litigation_direct", "litigation_after_review")
PAIR = frozenset({"pair"})
"""The flag of reports that stand beside last year's."""
Change = Callable[[dict[str, Decimal]], None]


def pair(seed: int, wish: Wish | None = None, before: Change | None = None) -> tuple[Spec, Spec]:
    """(this year, last year). `before` alters last year's figures after they were made to agree."""
    rng = Random(seed)  # noqa: S311 - reproducible
    drawn = rng.randint(2022, 2025)
    shape = replace(wish or Wish(), edition="2021", year=wish.year if wish and wish.year else drawn, flags=PAIR)
    now = build(seed, replace(shape, style=shape.style or "digits"))
    last = year_before(seed, now, shape.sizes, before)
    return with_growth(now, last, rng), last


def year_before(seed: int, now: Spec, sizes: tuple[str, ...] = (), before: Change | None = None) -> Spec:
    """Last year's report of the same body, whose figures agree with `now`; `before` alters them afterwards."""

    def agree(values: dict[str, Decimal]) -> None:
        _carried(values, now)
        _stocks(values, now)
        _pending(values, now)
        if before:
            before(values)

    told = frozenset(one["p"] for one in book("closing")["problems"] if _told(one["p"], now))
    size = next(name for name in ("tiny", "small", "middle") if name in (*sizes, "middle"))
    return build(
        seed + 499_979,
        Wish(who=now.who, year=now.year - 1, edition="2021", style="digits", figures=agree, sizes=sizes or (size,),
             flags=PAIR, avoid=told, tag="pair"),
    )  # fmt: skip


def _told(problem: str, spec: Spec) -> bool:
    """Whether section five tells this problem: its longest run without a slot stands there."""
    run = max(problem.replace("}", "{").split("{")[::2], key=len)
    return any(run in para.text for para in spec.part("problems").paras)


def _carried(values: dict[str, Decimal], now: Spec) -> None:
    """What is carried out is what `now` carries in; what was newly received makes up for it."""
    for column in COLUMNS:
        out, new, into = (f"t3.{row}.{column}" for row in ("carried_out", "new_received", "carried_in"))
        values[new] += now.values[f"t3.carried_in.{column}"] - values[out]
        values[out] = now.values[f"t3.carried_in.{column}"]
        if values[new] < 0:
            values[into] += values[new]
            values[new] = Decimal(0)
        if values[into] < 0:
            values[f"t3.done.granted.{column}"] -= values[into]
            values[f"t3.done.total.{column}"] -= values[into]
            values[into] = Decimal(0)
    for row in ("carried_out", "new_received", "carried_in", "done.granted", "done.total"):
        values[f"t3.{row}.total"] = sum((values[f"t3.{row}.{column}"] for column in COLUMNS), Decimal(0))


def _stocks(values: dict[str, Decimal], now: Spec) -> None:
    for row in ("regulations", "normative_documents"):
        made, gone, valid = (f"t2.art20_1.{row}.{name}" for name in ("made", "repealed", "valid"))
        stock = now.values[valid] - now.values[made] + now.values[gone]
        values[valid] = stock
        values[made] = min(values[made], stock)
    for key in ("art20_5.licensing", "art20_6.punishment", "art20_6.coercion"):
        values[f"t2.{key}.decisions"] = now.values[f"t2.{key}.decisions"]
    values["t2.art20_8.admin_fees.amount_wan"] = now.values["t2.art20_8.admin_fees.amount_wan"]


def _pending(values: dict[str, Decimal], now: Spec) -> None:
    for block in _BLOCKS:
        pending, total = f"t4.{block}.pending", f"t4.{block}.total"
        left = min(values[pending], now.values[total])
        values[total] += left - values[pending]
        values[pending] = left


def with_growth(now: Spec, last: Spec, rng: Random) -> Spec:
    """Right comparisons with last year, in the words of fixtures/evals/pairs.yaml."""
    new, old = now.values["t3.new_received.total"], last.values["t3.new_received.total"]
    pages = book("pairs")
    entries = list(pages["any"]) + (pages["grown"] if new > old > 0 else pages["fallen"] if old > new > 0 else [])
    told = rng.sample(entries, 2)
    spec = now
    for entry in told:
        said = pieces(str(entry["t"]), now, last, rng)
        part = spec.part(str(entry["in"]))
        spec = spec.with_part(replace(part, before=(*part.before, Para(said))))
    return spec


def compared(text: str, now: Spec, last: Spec, rng: Random) -> str:
    """The text of such a sentence."""
    return "".join(piece.text for piece in pieces(text, now, last, rng))


def pieces(text: str, now: Spec, last: Spec, rng: Random) -> tuple[Piece, ...]:
    """A sentence with {rate}, {gap} and {old} of the applications newly received, and words of this year."""
    new, old = now.values["t3.new_received.total"], last.values["t3.new_received.total"]
    rate = abs(new - old) * 100 / old if old else Decimal(0)
    words = {
        "year": str(now.year), "last": str(now.year - 1), "next": str(now.year + 1), "self": now.self_name,
        "agency": now.agency, "rate": f"{rate:.1f}", "gap": str(int(abs(new - old))), "old": str(int(old)),
    }  # fmt: skip
    return fill(text, Voice(rng, now.values, words, False, "arabic", {}))


def with_values(spec: Spec, changed: dict[str, Decimal]) -> Spec:
    """The report with other figures, printed plainly."""
    return replace(
        spec, values={**spec.values, **changed}, cells={**spec.cells, **{k: truth(v) for k, v in changed.items()}}
    )
