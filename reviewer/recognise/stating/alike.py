"""收到申请15件，均为自然人申请: one kind of applicant made all that was counted just before."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.names import family
from reviewer.recognise.stating.tokens import Token

_RULE = "TX-OUTCOME"
_WHOLE = ("t3.new_received.total", "t3.carried_in.total", "t3.done.total.total")
_BETWEEN = ("cut", "filler", "total", "join", "self", "time_ok")


def alike(sentence: Sequence[Token], found: Sequence[Draft], context: Context, cells: Cells) -> list[Draft]:
    """Claims that follow from the claims `found` in the same sentence: all of so many applications are of one column."""
    kept: list[Draft] = []
    for index, token in enumerate(sentence):
        applicant = _applicant(sentence[index + 1 :]) if token.kind == "each" else None
        whole = _before(sentence[:index], found)
        meaning = cells.meaning("application", applicant.name) if applicant is not None else None
        if whole is None or applicant is None or meaning is None:
            continue
        keys = next((keys for keys in meaning.readings if _rows(keys) == _rows(whole.facts)), ())
        if not keys:
            continue
        if not context.doubtful or cells.fits(keys, whole.value):
            kept.append(Draft(_RULE, keys, whole.value, whole.start, applicant.end, unit=whole.unit))
    return kept


def _rows(keys: Sequence[str]) -> set[str]:
    return {key.rpartition(".")[0] for key in keys}


def _applicant(after: Sequence[Token]) -> Token | None:
    """The one kind of applicant that the words up to the next comma name, with nothing else."""
    named: Token | None = None
    for token in after:
        if token.kind == "cut":
            break
        if token.kind == "action" and family(token.name) == "applicant" and named is None:
            named = token
        elif token.kind != "filler" and token.name != "application":
            return None
    return named


def _before(before: Sequence[Token], found: Sequence[Draft]) -> Draft | None:
    """The claim about a whole of applications that ends right before."""
    end = before[-1].end if before else 0
    last = max((one for one in found if one.end <= end), key=lambda one: one.end, default=None)
    if last is None or not last.value or not set(last.facts) <= set(_WHOLE):
        return None
    between = [token for token in before if token.start >= last.end]
    return last if all(one.kind in _BETWEEN or one.name == "application" for one in between) else None
