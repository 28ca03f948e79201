"""What the words behind a number say that it counts as a whole: 予以公开12件（含部分公开3件）, 办理5件，均已答复."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells
from reviewer.recognise.stating.tokens import Token

_OTHER_ROWS = ("correction_overdue", "fee_overdue")
_FINISHED = ("done", "handle")


def splits_off_partial(rest: Sequence[Token]) -> bool:
    """予以公开12件（含部分公开3件）: the number counts both."""
    place = next((index for index, token in enumerate(rest) if token.kind == "count"), 0)
    spoken = rest[:place]
    opened = any(token.kind == "among" or token.name == "（" for token in spoken)
    told = [token for token in spoken if token.kind not in ("cut", "among", "filler")]
    return opened and [token.name for token in told] == ["partial"]


def among_outcomes(sentence: Sequence[Token]) -> bool:
    """Beside other outcomes, with none of its own rows named, 其他处理 is the whole group."""
    names = {token.name for token in sentence if token.kind == "action"}
    return not names.intersection(_OTHER_ROWS) and bool(
        names.intersection(("granted", "partial", "denied", "unavailable"))
    )


def all_answered(rest: Sequence[Token]) -> bool:
    """办理5件，均已答复: the number is that of the applications taken on."""
    for index, token in enumerate(rest):
        if token.kind == "count":
            return False
        if token.kind == "all_done":
            return True
        if token.kind == "each":
            after = next((one for one in rest[index + 1 :] if one.kind != "filler"), None)
            return after is not None and after.name in _FINISHED
    return False


def includes_carried(rest: Sequence[Token]) -> bool:
    opened = False
    for token in rest:
        if token.name in ("excluding", "last_year"):  # 新增5件（不含上年结转件）, （上年无结转）
            return False
        opened = opened or token.kind == "among" or (token.kind == "cut" and token.name in "（：")
        if token.kind == "cut" and token.name == "）":
            opened = False
        if token.kind == "action" and token.name == "carried_in":
            return opened
    return False


def of_all(value: Decimal, context: Context, cells: Cells) -> bool:
    """对12件申请，予以公开5件: what follows tells of all applications only when there are no others."""
    if value in context.wholes:
        return True
    wholes = [cells.meaning("application", action) for action in ("accept", "handle")]
    return any(cells.fits(keys, value) for one in wholes if one is not None for keys in one.readings)
