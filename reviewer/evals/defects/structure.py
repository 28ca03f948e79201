"""Faults of structure and of whole sentences."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish, build
from reviewer.evals.defects.plant import Planted, Planter, appended, rebuilt, with_text, without_part
from reviewer.evals.spec import Fault, Para, Piece, Spec
from reviewer.evals.templates import Voice, book, fill


def _fault(spec: Spec, name: str, *rules: str, told: str = "", quote: str = "") -> Planted:
    return spec, Fault(name, "structure", rules, told=told, quote=quote)


def _title_term(seed: int, rng: Random) -> Planted | None:
    wrong, right = book("defects")["title_term"]
    spec = build(seed)
    return _fault(replace(spec, title=spec.title.replace(right, wrong)), "str-title-term", "STR-TITLE-TERM")


def _title_org(seed: int, rng: Random) -> Planted | None:
    spec = rebuilt(
        seed, Wish(kinds=("county_bureau",)),
        lambda one: not any(one.agency in para.text for part in one.parts for para in part.paras),
    )  # fmt: skip
    if spec is None:
        return None
    names = [one["name"] for one in book("words")["bureaus"]]
    short = next(name for name in sorted(names, key=len, reverse=True) if spec.agency.endswith(name))
    place = spec.agency.removesuffix(short)
    bare = rng.choice((short, place[-1] + short))
    title = spec.title.replace(spec.agency, bare)
    found = replace(spec, title=title, agency=bare, signature=(), preface=())
    return _fault(found, "str-title-org", "STR-TITLE-ORG", told=title)


def _missing_section(seed: int, rng: Random) -> Planted | None:
    key = rng.choice(("problems", "other", "other", "disputes"))
    spec = without_part(build(seed), key)
    if key == "disputes":
        spec = replace(spec, cells={name: cell for name, cell in spec.cells.items() if not name.startswith("t4.")})
    return _fault(spec, "str-six-sections", "STR-SIX-SECTIONS", told=key)


def _wrong_order(seed: int, rng: Random) -> Planted | None:
    """Two sections change places with their numbers, or their numbers alone are wrong."""
    spec = build(seed)
    parts = list(spec.parts)
    at = rng.randrange(0, 5)
    if rng.random() < 0.5:
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    else:
        ordinals = book("words")["ordinals"]
        heading = parts[at].heading.replace(ordinals[at], ordinals[at + 1], 1)
        parts[at] = replace(parts[at], heading=heading)
    return _fault(
        replace(spec, parts=tuple(parts)), "str-order", "STR-ORDER", told=" / ".join(p.heading for p in parts)
    )


def _missing_table(seed: int, rng: Random) -> Planted | None:
    spec = build(seed)
    key = rng.choice(("proactive", "requests", "disputes"))
    part = replace(spec.part(key), table=None, before=(Para((Piece(book("defects")["no_table"]),)),), after=())
    gone = {"proactive": "t2.", "requests": "t3.", "disputes": "t4."}[key]
    cells = {name: cell for name, cell in spec.cells.items() if not name.startswith(gone)}
    return _fault(replace(spec.with_part(part), cells=cells), "str-tables", "STR-TABLES-PRESENT", told=key)


def _deleted_row(seed: int, rng: Random) -> Planted | None:
    spec = build(seed, Wish(style="digits"))
    empty = [key for key in spec.cells if key.startswith("t3.done.") and key.endswith(".total") and key.count(".") == 4]
    rows = [key[3:-6] for key in empty if spec.values[key] == 0]
    if not rows:
        return None
    row = rng.choice(rows)
    cells = {name: cell for name, cell in spec.cells.items() if not name.startswith(f"t3.{row}.")}
    found = replace(spec, dropped=frozenset({row}), cells=cells)
    return _fault(found, "str-grid", "STR-GRID", told=row)


def _old_form(seed: int, rng: Random) -> Planted | None:
    spec = rebuilt(seed, Wish(), lambda one: one.edition == "2019", 80)
    if spec is None:
        return None
    shift = {str(spec.year + step): str(spec.year + 3 + step) for step in (-1, 0, 1)}
    return _fault(_renamed(spec, shift), "str-form-version", "STR-FORM-VERSION", told=f"{spec.year} + 3")


def _renamed(spec: Spec, names: dict[str, str]) -> Spec:
    """The same report on another year."""

    def text(old: str) -> str:
        for before in sorted(names, reverse=True):
            old = old.replace(before, names[before])
        return old

    def para(old: Para) -> Para:
        return replace(old, pieces=tuple(replace(p, text=p.text if p.stated else text(p.text)) for p in old.pieces))

    parts = tuple(replace(p, before=tuple(map(para, p.before)), after=tuple(map(para, p.after))) for p in spec.parts)
    return replace(
        spec, year=spec.year + 3, title=text(spec.title), parts=parts, preface=tuple(map(para, spec.preface)),
        signature=tuple(map(para, spec.signature)),
    )  # fmt: skip


def _aspects(seed: int, rng: Random) -> Planted | None:
    """Aspects left out, and no passing word about them in the sentences that stay."""
    gone = rng.choice((("guard",), ("manage", "guard"), ("manage", "platform", "guard")))
    words = [word for name in gone for word in book("defects")["aspect_words"][name]]

    def silent(spec: Spec) -> bool:
        return not any(word in para.text for para in spec.part("overview").paras for word in words)

    wish = Wish(without=gone, kinds=("county_bureau", "city_bureau", "street"))
    spec = rebuilt(seed, wish, silent, 120)
    return _fault(spec, "na-five", "NA-FIVE", told=" ".join(gone)) if spec else None


def _no_fee(seed: int, rng: Random) -> Planted | None:
    """No word on fees; a report that speaks of fees elsewhere would be open to debate."""
    words = book("defects")["fee_words"]

    def silent(spec: Spec) -> bool:
        return not any(word in para.text for part in spec.parts[:5] for para in part.paras for word in words)

    spec = rebuilt(seed, Wish(), silent)
    return (
        _fault(with_text(spec, "other", [book("defects")["nothing"]]), "fe-statement", "FE-STATEMENT") if spec else None
    )


def _no_problems(seed: int, rng: Random) -> Planted | None:
    spec = with_text(build(seed), "problems", [book("defects")["nothing"]])
    return spec, Fault("pb-present", "content", ("PB-PRESENT",))


def _fee_chain(seed: int, rng: Random) -> Planted | None:
    def owed(values: dict[str, Decimal]) -> None:
        for row in ("done.other.fee_overdue", "done.total", "new_received"):
            for column in ("natural", "total"):
                values[f"t3.{row}.{column}"] += 1

    def unsaid(view: dict[str, Decimal]) -> None:
        view["t3.done.other.fee_overdue.total"] = Decimal(0)

    wish = Wish(edition="2021", style="digits", figures=owed, view=unsaid, sizes=("tiny", "small"), tag="none")
    spec = build(seed, wish)
    told = "fee_overdue 1, section six: " + spec.part("other").before[0].text
    return _fault(spec, "xt-fee-chain", "XT-FEE-CHAIN", told=told)


def _sentence(entry: dict[str, object]) -> Planter:
    def plant(seed: int, rng: Random) -> Planted | None:
        limit = int(str(entry.get("before", 9999)))
        spec = rebuilt(seed, Wish(), lambda one: one.year < limit)
        if spec is None:
            return None
        words = {"year": str(spec.year), "last": str(spec.year - 1), "next": str(spec.year + 1), "self": "我们"}
        voice = Voice(rng, {}, words, False, "arabic", {})
        sentence = "".join(piece.text for piece in fill(str(entry["t"]), voice))
        found = appended(spec, str(entry["section"]), Piece(sentence))
        return found, Fault(str(entry["rule"]).lower(), "content", (str(entry["rule"]),), told=sentence, quote=sentence)

    return plant


PLANTERS: dict[str, Planter] = {
    "str-title-term": _title_term, "str-title-org": _title_org, "str-six-sections": _missing_section,
    "str-order": _wrong_order, "str-tables": _missing_table, "str-grid": _deleted_row, "str-form-version": _old_form,
    "na-five": _aspects, "fe-statement": _no_fee, "xt-fee-chain": _fee_chain,
}  # fmt: skip


def later() -> dict[str, Planter]:
    """Faults of rules that read whole sentences, from the list in defects.yaml."""
    found: dict[str, Planter] = {"pb-present": _no_problems}
    for number, entry in enumerate(book("defects")["sentences"]):
        found[f"{str(entry['rule']).lower()}-{number}"] = _sentence(entry)
    return found
