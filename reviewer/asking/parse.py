"""A question about figures, understood: what is to be computed over which terms. Whatever it does not know ends it.

An unknown word could change the meaning (通过邮寄收到…), so a clause with one is no question about cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from reviewer.asking.lexer import Token, also
from reviewer.asking.target import COLUMN, ROW, limited, meanings, narrowed
from reviewer.asking.terms import Cells, Term
from reviewer.asking.words import vocabulary
from reviewer.model import Which

Frame = Literal["value", "sum", "difference", "share", "compare", "list", "exist", "most", "least", "equal", "growth"]
_ASKING = frozenset(
    {"howmany", "yuan", "share", "compare", "most", "least", "which", "exist", "equal", "growth", "percent", "more"}
)
_SPLITS = frozenset({"plus", "join", "minus", "share", "equal", "compare"})


class Query(NamedTuple):
    """`left` and `right` are operands, each a list of terms; `right` is what is taken away, the whole, the other side."""

    frame: Frame
    left: tuple[tuple[Term, ...], ...]
    right: tuple[tuple[Term, ...], ...] = ()
    report: Which = "current"
    rate: int | None = None
    percent: bool = False
    yuan: bool = False
    words: tuple[str, ...] = ()
    """The words that asked how many: they may name a unit."""
    applicants: bool = False
    """The kinds of applicant are asked for."""
    each: bool = False
    """A figure for each operand, not for all of them together."""
    said: bool = True
    """False when no frame word was there and a plain figure is assumed."""


def clauses(found: Sequence[Token]) -> list[list[Token]]:
    """The token runs between stops that ask something; one that asks nothing belongs to the next."""
    out: list[list[Token]] = []
    run: list[Token] = []
    for token in found:
        if token.kind != "stop":
            run.append(token)
        elif run and any(one.kind in _ASKING for one in run):
            out.append(run)
            run = []
    if run and (any(one.kind not in ("fill", "total") for one in run) or not out):
        out.append(run)
    return out


def understood(found: Sequence[Token]) -> bool:
    return not any(token.kind in ("unknown", "foreign") for token in found)


def parse(found: Sequence[Token], universe: Cells, before: Sequence[Term] = (), frame: str = "") -> Query | None:
    """What a clause asks, or None when it asks for no figure of the tables. `before`: terms of what was asked last."""
    if not understood(found):
        return None
    found = _counted_share(found)
    rate = next((int(token.kind[4:]) for token in found if token.kind.startswith("rate")), None)
    kinds = {token.kind for token in found}
    which: Which = "previous" if "last" in kinds else "current"
    words = tuple(token.word for token in found if token.kind in ("howmany", "yuan", "which"))
    percent = any(also(token.word, "percent") for token in found)
    if rate is not None:
        return Query("share", (), report=which, rate=rate, words=words)
    groups = _groups(found, universe)
    if groups is None:
        return None
    terms = [term for _, group in groups for term in group]
    if not terms and not before:
        return None
    if before:
        groups = [(groups[0][0] if groups else "", narrowed(before, terms, universe))]
    groups = _complete(groups, universe)
    sides = _sides(found, groups, kinds, before=bool(before))
    if sides is None:
        return None
    kind, left, right = sides
    said = bool(kinds & _ASKING)
    if kind == "value" and not said and frame in ("list", "exist", "value", "sum"):
        kind = "value" if frame == "sum" else frame  # type: ignore[assignment]
    return Query(
        kind, tuple(map(tuple, left)), tuple(map(tuple, right)), which, None, percent, "yuan" in kinds, words,
        any(also(token.word, "applicants") for token in found), "which" in kinds, said,
    )  # fmt: skip


def _counted_share(found: Sequence[Token]) -> list[Token]:
    """占几件 asks for a number, not for a share."""
    units = vocabulary().counted
    counts = any(token.kind == "howmany" and token.word.endswith(units) for token in found)
    return [token._replace(kind="fill") if counts and token.word == vocabulary().of else token for token in found]


def _groups(found: Sequence[Token], universe: Cells) -> list[tuple[str, list[Term]]] | None:
    """Operands in order, each with the operator before it. Terms that cannot hold together are two operands where
    something parts them (和, 比, 几件); else they are a thing that no cell is (处罚金额, 行政许可收费): None."""
    out: list[tuple[str, list[Term]]] = []
    operator = ""
    compared = any(token.kind == "compare" for token in found)
    asked = [place for place, token in enumerate(found) if token.kind in ("howmany", "exist")]
    for place, token in enumerate(found):
        if token.kind in _SPLITS or also(token.word, "share"):
            operator = token.kind if token.kind in _SPLITS else "share"
        elif token.term is not None:
            if out and not operator and meanings([*out[-1][1], token.term], universe):
                out[-1][1].append(token.term)
            elif out and not operator and not compared and not (asked and asked[0] < place < asked[-1]):
                return None
            else:
                out.append((operator, [token.term]))
            operator = ""
    return out


def _complete(groups: list[tuple[str, list[Term]]], universe: Cells) -> list[tuple[str, list[Term]]]:
    """Give an operand the row or column that its nearest neighbour names and it does not; a whole keeps what it says."""
    out = []
    for number, (operator, terms) in enumerate(groups):
        own = list(terms)
        near = sorted(range(len(groups)), key=lambda place: abs(place - number))
        others = [groups[place][1] for place in near if place != number] if operator != "share" else []
        for axis in (ROW, COLUMN):
            for other in others if not limited(own, axis, universe) else ():
                lent = [one for one in other if one.limits(axis, universe) and not one.limits(1 - axis, universe)]
                if lent and meanings([*own, *lent], universe):
                    own += lent
                    break
        out.append((operator, own))
    return out


Sides = tuple[Frame, list[list[Term]], list[list[Term]]]


def _sides(found: Sequence[Token], groups: list[tuple[str, list[Term]]], kinds: set[str], before: bool) -> Sides | None:
    terms = [group for _, group in groups]
    at = {operator: number for number, (operator, _) in reversed(list(enumerate(groups))) if operator}
    grows = "growth" in kinds or ("last" in kinds and kinds & {"minus", "more", "compare", "this"})
    if grows:
        return ("growth", terms, []) if len(terms) == 1 else None
    if "equal" in kinds and len(terms) > 1:
        joined = len(terms) == 2 and groups[1][0] == "join"
        place = at.get("equal", 1 if joined else 0)
        return ("equal", terms[:place], terms[place:]) if place else None
    if "share" in kinds or (before and "share" in kinds):
        if "share" in at and at["share"] > 0:
            return "share", terms[: at["share"]], terms[at["share"] :]
        return _among(found, terms)
    if kinds & {"most", "least"}:
        return ("most" if "most" in kinds else "least"), terms, []
    if "minus" in at and len(terms) == 2:
        return "difference", terms[:1], terms[1:]
    if len(terms) == 2 and kinds & {"more", "minus"} and not kinds & {"compare"}:
        return "difference", terms[:1], terms[1:]
    if "compare" in kinds:
        return ("compare", terms, []) if len(terms) > 1 else None
    if kinds & {"minus", "more"}:
        return None
    if len(terms) > 1 and ("plus" in kinds or "total" in kinds):
        return "sum", terms, []
    if "which" in kinds:
        several = len(terms) > 1 and not any(also(token.word, "applicants") for token in found)
        return ("value" if several else "list"), terms, []
    if "exist" in kinds and "howmany" not in kinds:
        return "exist", terms, []
    return "value", terms, []


def _among(found: Sequence[Token], terms: list[list[Term]]) -> Sides | None:
    """A share whose whole is not said after 占: all of the same, or what stands before 中 (第三方在不予公开中的比例, 不予公开中第三方占多少)."""
    place = next((number for number, token in enumerate(found) if token.kind == "among"), None)
    if place is None or len(terms) != 1 or len(terms[0]) < 2:
        return "share", terms, []
    before = [token.term for token in found[:place] if token.term is not None]
    after = [token.term for token in found[place:] if token.term is not None]
    if before and after:  # 不予公开中第三方占多少
        return "share", [[*before, *after]], [before]
    if len(before) < 2:
        return None
    return "share", [terms[0]], [[before[-1]]]
