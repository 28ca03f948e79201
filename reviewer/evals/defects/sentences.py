"""Faults told by a sentence: every form of every entry of fixtures/evals/faults is a planter of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from reviewer.evals import persons
from reviewer.evals.cases import Wish
from reviewer.evals.cells import truth
from reviewer.evals.defects.plant import Planted, Planter, rebuilt, with_text
from reviewer.evals.spec import Fault, Para, Part, Piece, Spec
from reviewer.evals.templates import Voice, book, fill

BOOKS = ("faults/dates", "faults/wording", "faults/content", "faults/second")
_HIDING = ("docx", "html")
_GUARD = "guard"


def planters() -> dict[str, Planter]:
    """By rule and number."""
    found: dict[str, Planter] = {}
    for name in BOOKS:
        book_mark = name.rsplit("/", 1)[1][0]
        entries: Any = book(name)
        for number, entry in enumerate(entries):
            rules = _list(entry["rule"])
            for form, text in enumerate(entry["t"]):
                found[f"{rules[0].lower()}-{book_mark}{number}-{form}"] = _planter(entry, rules, _list(text))
    return found


def _list(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


def _planter(entry: dict[str, Any], rules: tuple[str, ...], texts: tuple[str, ...]) -> Planter:
    low, high = entry.get("years", (0, 9999))
    wish = Wish(
        kinds=tuple(entry.get("kinds", ())), sizes=tuple(entry.get("sizes", ())), results=_GUARD not in entry,
        without=(_GUARD,) if _GUARD in entry else (),
        edition="2021" if "set" in entry or low > 2020 else "", style="digits" if "set" in entry else "",
    )  # fmt: skip
    quiet = tuple(book("defects")["result_words"]) if _GUARD in entry else tuple(entry.get("without", ()))

    gone = entry["in"] if entry.get("whole") else ""

    def fits(spec: Spec) -> bool:
        if entry["in"] == "title" and not _tells_year(spec):
            return False
        return low <= spec.year <= high and not any(
            word in para.text for part in spec.parts if part.key != gone for para in part.paras for word in quiet
        )

    def plant(seed: int, rng: Random) -> Planted | None:
        spec = rebuilt(seed, wish, fits, 200)
        if spec is None:
            return None
        place = rng.choice(_list(entry["in"]))
        pieces = [_filled(text, spec, rng) for text in texts]
        said = [piece.text for piece in pieces]
        cells = {key: truth(Decimal(value)) for key, value in entry.get("set", {}).items()}
        spec = _placed(spec.with_cells(cells), place, pieces, entry, rng)
        fault = Fault(
            rules[0].lower(), "content", rules, quote="" if place in ("title", "signature") or entry.get("hidden") else "\n".join(said),
            told=f"{place}: {' / '.join(said)}", section=place if entry.get("whole") or _GUARD in entry else "",
            formats=_HIDING if entry.get("hidden") else (),
        )  # fmt: skip
        return spec, fault

    return plant


def _tells_year(spec: Spec) -> bool:
    """Whether a wrong year in the title shows: the first sentence, or that on problems or on fees, names the right one."""
    heads = [para.text for key in ("overview", "problems") for para in spec.part(key).before[:1]]
    return any(one.startswith((f"{spec.year}年，", f"{spec.year}年度，")) for one in heads)


def _filled(text: str, spec: Spec, rng: Random) -> Piece:
    """The sentence; a number in it that is open to debate ({?cells}) is told with it."""
    assert spec.who is not None
    words = {
        "year": str(spec.year), "last": str(spec.year - 1), "next": str(spec.year + 1), "self": spec.self_name,
        "agency": spec.agency, "place": spec.who.place, "bare": spec.agency,
    }  # fmt: skip
    voice = Voice(rng, spec.values, words, spec.edition != "2021", "arabic", {})
    pieces = fill(text, voice)
    open_ = next((piece.stated for piece in pieces if piece.stated and piece.stated.kind == "neutral"), None)
    return Piece(persons.drawn("".join(piece.text for piece in pieces), rng), open_)


def _placed(spec: Spec, place: str, said: list[Piece], entry: dict[str, Any], rng: Random) -> Spec:
    lines = tuple(Para((Piece(line),)) for piece in said for line in piece.text.split("\n"))
    if place == "title":
        return replace(spec, title=said[0].text, preface=())
    if place in ("preface", "signature"):
        return replace(spec, preface=lines) if place == "preface" else replace(spec, signature=lines)
    if entry.get("whole"):
        return with_text(spec, place, said[0].text.split("\n"))
    if entry.get("twice"):
        spec = spec.with_part(_inserted(spec.part("overview"), said[0], entry, rng))
        return spec.with_part(_inserted(spec.part(place), said[1], entry, rng))
    for piece in said:
        spec = spec.with_part(_inserted(spec.part(place), piece, entry, rng))
    return spec


def _inserted(part: Part, said: Piece, entry: dict[str, Any], rng: Random) -> Part:
    """The sentence as a paragraph of its own, behind a paragraph or behind a sentence inside one."""
    paras = list(part.before)
    bodies = [index for index, para in enumerate(paras) if not para.level]
    how = entry.get("at") or rng.choice(("new", "behind", "inside", "inside"))
    if how in ("new", "start") or not bodies:
        at = 0 if how == "start" or not bodies else rng.choice(bodies) + 1
        paras.insert(at, Para((said,), hidden=bool(entry.get("hidden"))))
        return replace(part, before=tuple(paras))
    at = rng.choice(bodies)
    pieces = list(paras[at].pieces)
    ends = [number for number, one in enumerate(pieces) if not one.stated and "。" in one.text[:-1]]
    if how == "inside" and ends:
        number = rng.choice(ends)
        head, tail = pieces[number].text.split("。", 1)
        pieces[number : number + 1] = [Piece(head + "。"), said, *((Piece(tail),) if tail else ())]
    else:
        pieces.append(said)
    paras[at] = replace(paras[at], pieces=tuple(pieces))
    return replace(part, before=tuple(paras))
