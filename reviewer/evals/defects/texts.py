"""Faults in prose: a stated number changed, a zero or a 均已办结 that the table denies, the wrong column's figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals import aliases
from reviewer.evals.cases import Wish
from reviewer.evals.defects.plant import Planted, Planter, other_value, rebuilt
from reviewer.evals.numbers import plain
from reviewer.evals.spec import Fault, Para, Part, Piece, Spec
from reviewer.evals.templates import restate

Spot = tuple[str, bool, int, int, Piece]
_WISH = Wish(sizes=("tiny", "small", "small", "middle", "large"), style="digits")


def _spots(spec: Spec) -> list[Spot]:
    """(section, after the table?, paragraph, piece, the piece) of every number stated."""
    return [
        (part.key, late, number, index, piece)
        for part in spec.parts
        for late, paras in ((False, part.before), (True, part.after))
        for number, para in enumerate(paras)
        for index, piece in enumerate(para.pieces)
        if piece.stated and piece.stated.kind == "eq"
    ]


def _put(spec: Spec, spot: Spot, piece: Piece) -> tuple[Spec, Para]:
    key, late, number, index, _ = spot
    part: Part = spec.part(key)
    paras = list(part.after if late else part.before)
    pieces = list(paras[number].pieces)
    pieces[index] = piece
    paras[number] = replace(paras[number], pieces=tuple(pieces))
    changed = replace(part, after=tuple(paras)) if late else replace(part, before=tuple(paras))
    return spec.with_part(changed), paras[number]


def _forbidden(spec: Spec, alias: str) -> set[Decimal]:
    """Figures that would be a right statement about something near, so that the fault would be open to debate."""
    names = ["new", "in", "done", "out", "new+in", "done+out", "new.natural", "new.org", alias]
    if alias.startswith(("rv", "suit", "ld", "la")):
        names = [alias, "rv", "suit", "ld", "la", "all"]
    unsplit = spec.edition != "2021"
    return {value for name in names if (value := aliases.value(name, spec.values, unsplit)) is not None}


def _number(rule: str) -> Planter:
    """Change one number that `rule` compares."""

    def plant(seed: int, rng: Random) -> Planted | None:
        found: list[Spot] = []

        def fits(spec: Spec) -> bool:
            found[:] = [spot for spot in _spots(spec) if spot[4].stated and rule in spot[4].stated.rules]
            return bool(found)

        spec = rebuilt(seed, _WISH, fits)
        if spec is None:
            return None
        spot = rng.choice(found)
        stated = spot[4].stated
        assert stated is not None
        bad = _forbidden(spec, stated.alias)
        if stated.scale == 1 and stated.value == stated.value.to_integral_value():
            value = next((v for _ in range(30) if (v := other_value(rng, stated.value)) not in bad), max(bad) + 7)
        else:
            value = stated.value * 10 + 3
        spec, para = _put(spec, spot, restate(spot[4], value))
        told = f"{stated.alias}: {plain(stated.value)} -> {plain(value)}"
        return spec, Fault(rule.lower(), "text", stated.rules, quote=para.text, told=told)

    return plant


def _column_slip(seed: int, rng: Random) -> Planted | None:
    def wrong(spec: Spec, spot: Spot) -> Decimal | None:
        stated = spot[4].stated
        if stated is None or stated.alias not in ("new", "granted", "done"):
            return None
        (key,) = stated.accept[0]
        value = spec.values[key.removesuffix("total") + "natural"]
        near = _forbidden(spec, stated.alias) - {spec.values["t3.new_received.natural"]}
        return value if value not in near and value != spec.values[key] else None

    spec = rebuilt(seed, _WISH, lambda one: any(wrong(one, spot) is not None for spot in _spots(one)))
    if spec is None:
        return None
    spot = rng.choice([one for one in _spots(spec) if wrong(spec, one) is not None])
    value, stated = wrong(spec, spot), spot[4].stated
    assert value is not None
    assert stated is not None
    spec, para = _put(spec, spot, restate(spot[4], value))
    rules = ("TX-COLUMN-SLIP", *stated.rules)
    return spec, Fault(
        "tx-column-slip", "text", rules, quote=para.text, told=f"{stated.alias} -> natural {plain(value)}"
    )


def _no_disputes(view: dict[str, Decimal]) -> None:
    view.update({key: Decimal(0) for key in view if key.startswith("t4.")})


def _no_requests(view: dict[str, Decimal]) -> None:
    view.update({key: Decimal(0) for key in view if key.startswith("t3.")})


def _nothing_left(view: dict[str, Decimal]) -> None:
    view.update({key: Decimal(0) for key in view if key.startswith("t3.carried_out.")})


def _all_upheld(view: dict[str, Decimal]) -> None:
    for name in ("corrected", "other", "pending"):
        view[f"t4.review.{name}"] = Decimal(0)
    view["t4.review.upheld"] = view["t4.review.total"]


def _zero_claim(seed: int, rng: Random) -> Planted | None:
    disputes = rng.random() < 0.5
    alias, view = ("rv", _no_disputes) if disputes else ("new", _no_requests)
    wish = replace(_WISH, view=view, sizes=("tiny", "small", "middle"))

    def fits(spec: Spec) -> bool:
        cells = aliases.facts(alias, False)
        said = any(one.kind == "zero" and alias in one.alias.split("|") for _, _, one in spec.statements())
        return said and all(spec.values[key] > 0 for key in cells)

    spec = rebuilt(seed, wish, fits, 200)
    if spec is None:
        return None
    para = next(p for _, p, one in spec.statements() if one.kind == "zero" and alias in one.alias.split("|"))
    rules = ("TX-ZERO-CLAIM", *aliases.rules(alias))
    return spec, Fault("tx-zero-claim", "text", rules, quote=para.text, told=f"{alias} said to be none")


def _viewed(name: str, rules: tuple[str, ...], wish: Wish, key: str, words: str) -> Planter:
    """A report whose author believes otherwise about `key`; `words`: alternatives, one of which its prose must hold."""

    def plant(seed: int, rng: Random) -> Planted | None:
        def said(para: Para) -> bool:
            return any(word in para.text for word in words.split("|"))

        def fits(spec: Spec) -> bool:
            return spec.values[key] > 0 and any(said(para) for part in spec.parts for para in part.paras)

        spec = rebuilt(seed, wish, fits, 120)
        if spec is None:
            return None
        para = next(para for part in spec.parts for para in part.paras if said(para))
        return spec, Fault(name, "text", rules, quote=para.text, told=f"{key} = {plain(spec.values[key])}")

    return plant


_DONE = replace(_WISH, view=_nothing_left, tag="all_done", sizes=("tiny", "small", "middle"))
_UPHELD = replace(_WISH, view=_all_upheld, tag="all_upheld", sizes=("small", "middle"))
PLANTERS: dict[str, Planter] = {
    **{rule.lower(): _number(rule) for rule in (
        "TX-NEW", "TX-CARRY", "TX-DONE", "TX-OUTCOME", "TX-DISPUTE", "TX-NORMDOC", "TX-DECISIONS", "TX-FEE",
    )},
    "tx-column-slip": _column_slip,
    "tx-zero-claim": _zero_claim,
    "tx-all-done": _viewed("tx-all-done", ("TX-ALL-DONE",), _DONE, "t3.carried_out.total", "所有申请均已办结|全部办结|均已办理完毕"),
    "tx-dispute-quality": _viewed("tx-dispute-quality", ("TX-DISPUTE-QUALITY",), _UPHELD, "t4.review.corrected", "均维持"),
}  # fmt: skip
