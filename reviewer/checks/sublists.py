"""Lists that say themselves what they are a list of: 后者之中，…，其余…; or that divide what the sentence before counts: 按栏目看，…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reviewer.checks.listing import SEPARATORS, Listing
from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.partitions import flattened, made, shape, words
from reviewer.checks.quantities import Quantity, Sentence, unread

_LATTER = "后者"
_SHORT = 4
"""Characters at the end of a name by which a number is known."""
_NEAR = (Decimal("0.8"), Decimal("1.25"))
"""A way to divide a whole comes this near to it, or it divides something else."""


def among(sentence: Sentence, earlier: Sequence[Sentence], known: ListWords) -> dict[int, Listing | None]:
    """Lists of what one of the numbers just told holds, by where their last part ends; None where the whole is not certain.

    Only lists that end with what is left (其余) are complete.
    """
    found = dict[int, Listing | None]()
    flat = flattened(sentence, known)
    for last in sentence.quantities:
        begin = sentence.text.rfind("；", 0, last.start) + 1
        inside = [one for one in sentence.quantities if begin <= one.start < last.start]
        if not inside or not compiled(known.rest).search(sentence.text[inside[-1].end : last.start]):
            continue
        opening = shape(words().among).search(flat, max(0, begin - 1), inside[0].start)
        if opening is None:
            continue
        before = [one for one in sentence.quantities if one.end <= opening.start() + 1]
        labelled = [(_label(sentence, one), one) for one in before]
        labelled = [(_label(each, one), one) for each in earlier[-1:] for one in each.quantities] + labelled
        whole = _whole(opening["name"], labelled)
        parts = [*inside, last]
        plain = all(one.unit == last.unit and one.exact for one in parts) and not unread(sentence, begin, last.end)
        certain = whole is not None and plain and whole.exact and whole.unit == last.unit
        found[last.end] = made(sentence, whole, parts) if whole is not None and certain else None
    return found


def _label(sentence: Sentence, one: Quantity) -> str:
    begin = max(sentence.text.rfind(char, 0, one.start) for char in SEPARATORS) + 1
    return sentence.text[begin : one.start]


def _whole(name: str, labelled: Sequence[tuple[str, Quantity]]) -> Quantity | None:
    """The number that a name means: the last one, or the only one whose own words hold the name."""
    if name == _LATTER:
        return labelled[-1][1]._replace(start=10**6, end=0) if labelled else None
    fitting = [one for label, one in labelled if name[-_SHORT:] in label]
    return fitting[0]._replace(start=10**6, end=0) if len(fitting) == 1 else None


def ways(sentence: Sentence, before: Sentence | None, known: ListWords) -> Iterator[Listing]:
    """One way to divide the only number of the sentence before (按栏目看，…), said to the end of the sentence."""
    if before is None or before.paragraph != sentence.paragraph or not sentence.ended:
        return
    flat = flattened(sentence, known)
    marks = list(shape(words().view).finditer(flat))
    for match in marks if len(marks) == 1 else []:
        row = [one for one in sentence.quantities if match.start("row") <= one.start < match.end("row")]
        said = [one for one in before.quantities if one.unit == row[0].unit]
        if len(said) != 1 or not said[0].exact or any(one.unit != row[0].unit or not one.exact for one in row):
            continue
        vague = compiled(known.partial).search(match["row"]) or compiled(known.overlap).search(match["row"])
        if vague or unread(sentence, match.start(), match.end()):
            continue
        total = sum((one.value for one in row), Decimal(0))
        if _NEAR[0] * said[0].value <= total <= _NEAR[1] * said[0].value:
            yield made(sentence, said[0]._replace(start=10**6, end=0), row)
