"""The prose of a report: which sentences stand where, in which shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from reviewer.evals.numbers import chinese
from reviewer.evals.spec import Para, Piece
from reviewer.evals.templates import Voice, book, choose, fill, stated_names

_ASPECTS = ("active", "apply", "manage", "platform", "guard")
Sentence = tuple[Piece, ...]


def _some(entries: Sequence[dict[str, Any]], voice: Voice, low: int, high: int) -> list[Sentence]:
    """Between `low` and `high` different fitting sentences."""
    from reviewer.evals.templates import fits

    fitting = [one for one in entries if fits(one, voice)]
    picked = voice.rng.sample(fitting, min(len(fitting), voice.rng.randint(low, high)))
    return [fill(str(one["t"]), voice) for one in picked]


def requests(voice: Voice, tag: str = "", office: bool = False) -> list[Sentence]:
    """What is said about applications; nothing contradicts the view of `voice`."""
    pages = book("requests")
    found: list[Sentence] = []
    said: list[str] = []
    named: set[str] = set()

    def add(topic: str, chance: float = 1.0, tag: str = "") -> None:
        fresh = [one for one in pages[topic] if topic != "outcome" or _follows(one, said, named)]
        entry = choose(fresh, voice, tag)
        if entry is not None and voice.rng.random() < chance and entry["t"] not in said:
            said.append(str(entry["t"]))
            named.update(stated_names(entry))
            found.append(fill(str(entry["t"]), voice))

    if office:
        add("office")
    elif voice.value("new+in"):
        if voice.rng.random() < 0.25 and not tag:
            add("whole")
        else:
            add("intake")
            add("applicant", 0.35)
            add("handled", 1.0 if tag else 0.85, tag)
        add("outcome", 0.6)
        add("outcome", 0.2)
    else:
        add("zero")
    add("tail", 0.6 if found else 1.0)
    return found


def _follows(entry: dict[str, Any], said: Sequence[str], named: set[str]) -> bool:
    """True when an outcome is not said yet, and one that begins with 其中 has a whole number to be a part of."""
    if set(stated_names(entry)) & named:
        return False
    before = set(stated_names({"t": said[-1]})) if said else set()
    return not str(entry["t"]).startswith("其中") or bool(before & {"done", "new", "new+in"} and "out" not in before)


def disputes(voice: Voice, tag: str = "") -> list[Sentence]:
    """A sentence about reconsideration and litigation."""
    entry = choose(book("disputes")["any"], voice, tag)
    found = [fill(str(entry["t"]), voice)] if entry else []
    return found + (_some(book("disputes")["lookalike"], voice, 1, 1) if voice.rng.random() < 0.2 else [])


def table2(voice: Voice) -> list[Sentence]:
    """Sentences about documents, decisions and fees."""
    pages, found = book("table2"), []
    for topic, chance in (("documents", 0.55), ("decisions", 0.35), ("fee", 0.25)):
        if voice.rng.random() < chance:
            found.extend(_some(pages[topic], voice, 1, 1))
    return found


def _aspect(name: str, voice: Voice, extra: dict[str, list[Sentence]]) -> list[Sentence]:
    if name == "apply":
        return extra[name]
    pages = book("overview")
    found = _some(pages[name], voice, 1, 3 if name == "active" else 2)
    if name == "guard":  # what looks like it stands beside the aspect, never for it
        found += _some(pages["guard_lookalike"], voice, 0, 1) if voice.rng.random() < 0.15 else []
    found.extend(extra.get(name, []))
    if name != "guard":
        voice.rng.shuffle(found)
    return found


def overview(
    voice: Voice, *, government: bool, tag: str = "", office: bool = False, without: Sequence[str] = ()
) -> tuple[tuple[Para, ...], str]:
    """Paragraphs of section one and the name of their shape. `without`: aspects left out."""
    extra = {
        "apply": requests(voice, tag if tag == "all_done" else "", office),
        "active": [],
        "manage": [],
        "guard": [],
    }
    for sentence in table2(voice):
        extra[voice.rng.choice(("active", "manage"))].append(sentence)
    if tag == "all_upheld" or voice.rng.random() < 0.4:
        extra[voice.rng.choice(("apply", "guard"))].extend(disputes(voice, tag if tag == "all_upheld" else ""))
    if government:
        extra["guard"].extend(_some(book("overview")["results"], voice, 1, 1))
    opening = _some(book("overview")["opening"], voice, 1, 1)[0]
    shape = voice.rng.choice(("heads", "heads", "run_in", "run_in", "first", "first_long", "digits", "plain"))
    names = [one for one in _ASPECTS if one not in without]
    bodies = [(one, _aspect(one, voice, extra)) for one in names]
    paras = _SHAPES[shape](bodies, voice)
    return ((Para(opening),) if opening else ()) + tuple(paras), shape


def _flow(sentences: Sequence[Sentence]) -> Sentence:
    return tuple(piece for sentence in sentences for piece in sentence)


def _head(name: str, voice: Voice) -> str:
    return str(voice.rng.choice(book("words")["aspects"][name]))


Bodies = Sequence[tuple[str, list[Sentence]]]


def _heads(bodies: Bodies, voice: Voice) -> list[Para]:
    found = []
    for index, (name, body) in enumerate(bodies):
        found.append(Para((Piece(f"（{chinese(index + 1, counting=False)}）{_head(name, voice)}"),), level=2))
        cut = voice.rng.randint(1, len(body)) if voice.rng.random() < 0.3 else len(body)
        found.extend(Para(_flow(part)) for part in (body[:cut], body[cut:]) if part)
    return found


def _run_in(bodies: Bodies, voice: Voice) -> list[Para]:
    mark = voice.rng.choice(("。", "。", "：", "方面，"))
    return [
        Para((Piece(f"（{chinese(index + 1, counting=False)}）{_head(name, voice)}{mark}"), *_flow(body)))
        for index, (name, body) in enumerate(bodies)
    ]


def _first(bodies: Bodies, voice: Voice) -> list[Para]:
    first = book("words")["first"]
    return [
        Para(
            _flow([(Piece(f"{first[i]}{_head(name, voice)}。"), *_flow(body)) for i, (name, body) in enumerate(bodies)])
        )
    ]


def _first_long(bodies: Bodies, voice: Voice) -> list[Para]:
    first = book("words")["first"]
    return [Para((Piece(f"{first[i]}{_head(name, voice)}。"), *_flow(body))) for i, (name, body) in enumerate(bodies)]


def _digits(bodies: Bodies, voice: Voice) -> list[Para]:
    dot = voice.rng.choice((".", "．", "、"))
    return [Para((Piece(f"{i + 1}{dot}{_head(name, voice)}。"), *_flow(body))) for i, (name, body) in enumerate(bodies)]


def _plain(bodies: Bodies, voice: Voice) -> list[Para]:
    led = voice.rng.random() < 0.7
    return [
        Para(((Piece(f"{book('words')['aspects'][name][0]}方面，"),) if led else ()) + _flow(body))
        for name, body in bodies
    ]


_SHAPES: dict[str, Callable[[Bodies, Voice], list[Para]]] = {
    "heads": _heads, "run_in": _run_in, "first": _first, "first_long": _first_long, "digits": _digits, "plain": _plain,
}  # fmt: skip


def problems(voice: Voice, avoid: Collection[str] = ()) -> tuple[Para, ...]:
    """Section five: each problem has its measure, in three shapes. `avoid`: templates of problems left out."""
    pages, rng = book("closing"), voice.rng
    pairs = rng.sample([one for one in pages["problems"] if one["p"] not in avoid], rng.randint(2, 3))
    filled = []
    for pair in pairs:
        whole = fill(f"{pair['p']}\n{pair['m']}", voice)
        problem, measure = "".join(piece.text for piece in whole).split("\n")
        filled.append((problem, measure))
    lead = "".join(piece.text for piece in fill(rng.choice(pages["lead"]), voice))
    first = book("words")["first"]
    if rng.random() < 0.5:
        join = rng.randrange(len(pages["join"]))
        one = pages["join"][join] + "".join(f"{first[i]}{p}。" for i, (p, _) in enumerate(filled))
        two = pages["mend"][join] + "".join(f"{first[i]}{m}。" for i, (_, m) in enumerate(filled))
        texts = [lead, one, two]
    else:
        texts = [lead, *(f"{first[i]}{p}。{m}。" for i, (p, m) in enumerate(filled))]
    return tuple(Para((Piece(text),)) for text in texts if text)


def other(voice: Voice, edition: str, amount: int) -> tuple[Para, ...]:
    """Section six with its statement on fees."""
    pages, rng = book("closing"), voice.rng
    if voice.value("unpaid"):
        chosen = rng.choice(pages["fee_notice"])
    elif amount:
        chosen = rng.choice(pages["fee_some"])
    else:
        chosen = rng.choice(pages["fee_none_2019" if edition == "2019" else "fee_none"])
    paras = [Para(fill(chosen, voice))]
    if rng.random() < 0.35:
        paras.append(Para(fill(rng.choice(pages["other"]), voice)))
    return tuple(paras)
