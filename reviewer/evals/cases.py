"""A whole report from a seed: author, figures, prose, layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from reviewer.evals import cells as printing
from reviewer.evals import figures, narrative
from reviewer.evals.authors import Author, author
from reviewer.evals.spec import Edition, Layout, Para, Part, Piece, Spec
from reviewer.evals.templates import Voice, book, fill, fits

_KEYS = ("overview", "proactive", "requests", "disputes", "problems", "other")
_TABLES = {"proactive": "t2", "requests": "t3", "disputes": "t4"}
_YEARS = (2021, 2022, 2022, 2023, 2023, 2024, 2024, 2025, 2019, 2020)
Change = Callable[[dict[str, Decimal]], None]


@dataclass(frozen=True)
class Wish:
    """What a fault needs of the report it is planted in. `view` alters what the author believes, `figures` the truth."""

    sizes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    edition: str = ""
    style: str = ""
    figures: Change | None = None
    view: Change | None = None
    tag: str = ""
    without: tuple[str, ...] = ()
    numerals: str = ""
    who: Author | None = None
    year: int = 0
    results: bool = True
    """A government tells the results of appraisal."""
    flags: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    """Problems that are not told (by their template)."""
    layout: dict[str, object] = field(default_factory=dict)


def build(seed: int, wish: Wish | None = None) -> Spec:
    """The clean report of `seed`, shaped by `wish`; the same on every machine."""
    wish = wish or Wish()
    rng = Random(seed)  # noqa: S311 - reproducible figures, no secrets
    who = wish.who or author(rng, rng.choice(wish.kinds) if wish.kinds else "")
    year, edition = _edition(rng, wish)
    values = _values(rng, who, edition, wish)
    if wish.figures:
        wish.figures(values)
    view = dict(values)
    if wish.view:
        wish.view(view)
    style = wish.style or rng.choice(printing.STYLES)
    cells, allowed, numeric = printing.printed(rng, values, style, edition)
    voice = _voice(rng, who, year, edition, view, wish)
    office = (
        who.government
        and not wish.tag
        and wish.view is None
        and values["t3.new_received.total"] > 20
        and rng.random() < 0.3
    )
    parts = _parts(voice, who, edition, wish, office)
    if not office:
        parts = _beside(voice, parts, year)
    if edition == "hybrid":
        allowed.update(("STR-FORM-VERSION", "STR-GRID"))
    title = "".join(p.text for p in fill(rng.choice(book("words")["titles"]), voice))
    preface = tuple(
        Para(fill(rng.choice(book("overview")["preface"])["t"], voice)) for _ in range(rng.choice((0, 0, 1)))
    )
    signed = "".join(p.text for p in fill(rng.choice(book("words")["signature"]), voice))
    return Spec(
        seed=seed, kind=who.kind, agency=who.agency, year=year, edition=edition, title=title, preface=preface, parts=parts,
        cells=cells, values=values, layout=_layout(rng, wish), allowed=frozenset(allowed), numeric=numeric,
        self_name=who.self_name, who=who,
        signature=tuple(Para((Piece(line),)) for line in signed.split("\n") if line),
    )  # fmt: skip


def _edition(rng: Random, wish: Wish) -> tuple[int, Edition]:
    year = wish.year or rng.choice(_YEARS)
    hybrid = rng.random() < 0.06
    if wish.edition == "2021" or (wish.edition and year < 2021):
        return (year if year >= 2021 else rng.randint(2021, 2025)), "2021"
    if year < 2021:
        return year, "2019"
    return year, "hybrid" if hybrid and not wish.edition else "2021"


def _values(rng: Random, who: Author, edition: str, wish: Wish) -> dict[str, Decimal]:
    size = rng.choice(wish.sizes or who.sizes)
    proactive = figures.proactive_2019 if edition == "2019" else figures.proactive_2021
    return {
        **proactive(rng, makes_rules=who.makes_rules, busy=who.busy),
        **figures.requests(rng, "2021" if edition == "2021" else "2019", size),
        **figures.disputes(rng, size),
    }


def _voice(rng: Random, who: Author, year: int, edition: str, view: Mapping[str, Decimal], wish: Wish) -> Voice:
    units = {
        name: rng.choices(list(weights), list(weights.values()))[0] for name, weights in book("words")["units"].items()
    }
    style = wish.numerals or rng.choices(("arabic", "wide", "chinese", "comma", "spaced"), (74, 6, 7, 4, 9))[0]
    charged = rng.randint(1, 30) * 100 if rng.random() < 0.08 and not wish.tag else 0
    words = {
        "year": str(year), "last": str(year - 1), "next": str(year + 1), "self": who.self_name, "agency": who.agency,
        "place": who.place, "office": who.office, "bare": who.agency, "day": str(rng.randint(3, 28)),
        "amount": str(charged or 100),
    }  # fmt: skip
    return Voice(rng, view, words, edition != "2021", style, units, wish.flags, {"charged": charged})


def _parts(voice: Voice, who: Author, edition: str, wish: Wish, office: bool) -> tuple[Part, ...]:
    rng, words = voice.rng, book("words")
    mark = rng.choice(words["marks"])
    first, _ = narrative.overview(
        voice, government=who.government and wish.results, tag=wish.tag, office=office, without=wish.without
    )  # fmt: skip
    found = []
    for index, key in enumerate(_KEYS):
        heading = mark.format(o=words["ordinals"][index], h=rng.choice(words["headings"][key]))
        before: tuple[Para, ...] = ()
        after: tuple[Para, ...] = ()
        if key == "overview":
            before = first
        elif key == "problems":
            before = narrative.problems(voice, wish.avoid)
        elif key == "other":
            before = narrative.other(voice, edition, voice.fixed["charged"])
        elif rng.random() < 0.25 and not office:
            maker = {"proactive": narrative.table2, "requests": narrative.requests, "disputes": narrative.disputes}[key]
            paras = tuple(Para(sentence) for sentence in maker(voice)[:2])
            before, after = (paras, ()) if rng.random() < 0.6 else ((), paras)
        found.append(Part(key, heading, before, after, _TABLES.get(key)))
    return tuple(found)


def _beside(voice: Voice, parts: tuple[Part, ...], year: int) -> tuple[Part, ...]:
    """Up to three true sentences that look like a fault, each behind a paragraph of its section."""
    rng = Random(f"{voice.words['agency']}:{year}:{voice.words['day']}")  # noqa: S311 - its own dice
    entries: Any = book("lookalikes")
    open_ = [
        one
        for one in entries
        if fits(one, voice) and one.get("years", (year, year))[0] <= year <= one.get("years", (year, year))[1]
    ]
    found = {part.key: part for part in parts}
    for entry in rng.sample(open_, rng.randint(0, 5)):
        part = found[entry["in"]]
        para = Para(fill(entry["t"], replace(voice, rng=rng, fixed=dict(voice.fixed))))
        at = rng.randint(1, len(part.before)) if part.before else 0
        found[part.key] = replace(part, before=(*part.before[:at], para, *part.before[at:]))
    return tuple(found[part.key] for part in parts)


def _layout(rng: Random, wish: Wish) -> Layout:
    chosen: dict[str, object] = {
        "dot": rng.choice((".", ".", ".", "．", ". ", "、")),
        "straight_quotes": rng.random() < 0.15,
        "spaced_total": rng.random() < 0.12,
        "spaced_rules": rng.random() < 0.12,
        "total_word": rng.choice(book("words")["table"]["totals"]),
        "split_t2": rng.random() < 0.3,
        "split_t3": rng.choice((0, 0, 0, rng.randint(6, 18))),
        "repeat_header": rng.random() < 0.4,
        "split_t4": rng.random() < 0.1,
        "note_t4": rng.random() < 0.06,
        "short_labels": rng.random() < 0.06,
        "landscape": rng.random() < 0.1,
        "small": rng.random() < 0.15,
        "rotated": rng.random() < 0.35,
        "cut_rows": rng.random() < 0.5,
        "corner": rng.random() < 0.9,
        "flavour": rng.randrange(1 << 30),
    }
    chosen.update(wish.layout)
    return Layout(**chosen)  # type: ignore[arg-type]
