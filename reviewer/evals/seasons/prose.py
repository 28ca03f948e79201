"""Section five of a season's reports: each body's own problems, a template filled in, another's text in other names."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from reviewer.evals.spec import Para, Part, Piece, Spec
from reviewer.evals.templates import book

_MARKS = ("一是", "二是", "三是", "四是")


def own_problems(spec: Spec, rng: Random, before: Spec | None = None) -> Spec:
    """Two to four problems with their measures, drawn anew: no two reports come out alike but by a plan.

    `before`: last year's report, none of whose parts of sentences is told again.
    """
    told_before = "" if before is None else "".join(para.text for para in before.part("problems").paras)
    page = book("season")
    frame = page["frame"]
    count = rng.randint(2, 4)
    spots, lacks, causes, acts, results = (
        rng.sample([one for one in page[name] if one not in told_before], count)
        for name in ("spots", "lacks", "causes", "acts", "results")
    )
    told = [
        frame["problem"].format(mark=_MARKS[at], spot=spots[at], lack=lacks[at], cause=causes[at])
        for at in range(count)
    ]
    mended = [
        frame["measure"].format(mark=_MARKS[at], spot=spots[at], act=acts[at], result=results[at])
        for at in range(count)
    ]
    texts = [rng.choice(frame["lead"]) + "".join(told), rng.choice(frame["mend"]) + "".join(mended)]
    return with_problems(spec, texts)


def filled_template(spec: Spec, rng: Random) -> Spec:
    """The sentences that several bodies share, each with figures of its own."""
    figures = {name: str(rng.randint(2, 97)) for name in "abcdefghijklmn"} | {"o": str(rng.randint(2, 11))}
    return with_problems(spec, ["".join(one.format(**figures) for one in book("season")["template"])])


def worded_template(spec: Spec, rng: Random) -> Spec:
    """The sentences that several bodies share, each with its own things named in them."""
    page = book("season")
    drawn = {"spot": "spots", "lack": "lacks", "cause": "causes", "act": "acts", "result": "results"}
    words = {f"{name}{at}": one for name, key in drawn.items() for at, one in enumerate(rng.sample(page[key], 2))}
    return with_problems(spec, ["".join(one.format(self=spec.self_name, **words) for one in page["worded"])])


def in_other_names(text: str, source: Spec, spec: Spec) -> str:
    """What a copier changes: the body's name, its place, how it calls itself."""
    pairs = [(source.agency, spec.agency), (source.self_name, spec.self_name)]
    if source.who is not None and spec.who is not None:
        pairs.insert(1, (source.who.place, spec.who.place))
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def copied_problems(source: Spec, spec: Spec) -> Spec:
    """`spec` with the problems of `source`, names changed."""
    return with_problems(spec, [in_other_names(para.text, source, spec) for para in source.part("problems").paras])


def shares_one(source: Spec, spec: Spec) -> Spec:
    """`spec` with one problem of `source` told word for word before its own: no fault."""
    first = source.part("problems").paras[0].text.split("。")[0]
    texts = [para.text for para in spec.part("problems").paras]
    return with_problems(spec, [f"{first}。", *texts])


def with_problems(spec: Spec, texts: list[str]) -> Spec:
    part = spec.part("problems")
    return spec.with_part(replace(part, before=tuple(Para((Piece(text),)) for text in texts), after=()))


def aged(part: Part, year: int) -> Part:
    """The part as a report of the year before would have it."""

    def older(para: Para) -> Para:
        text = para.text.replace(str(year), "⟨y⟩").replace(str(year - 1), str(year - 2))
        return Para((Piece(text.replace("⟨y⟩", str(year - 1))),), para.level)

    return replace(part, before=tuple(map(older, part.before)), after=tuple(map(older, part.after)))
