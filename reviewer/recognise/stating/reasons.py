"""因涉及第三方合法权益，不予公开2件: the clause before says of which sort of the refusals the number tells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.recognise.stating.draft import Cells
from reviewer.recognise.stating.lexicon import lexicon
from reviewer.recognise.stating.names import Group
from reviewer.recognise.stating.tokens import Token

_OTHERS = ("and_so_on", "others")


def reasoned(actions: Group, pending: Sequence[Token], value: Decimal, cells: Cells) -> Group | None:
    """The actions that a number counts when the clause before gives a reason; None when that cannot be told.

    The whole group keeps the number when it fits the group's cells. One reason takes it, unless it is named as an example
    (等); several reasons, or words that the vocabulary does not know, leave it open.
    """
    if len(actions.names) != 1:
        return actions
    group = actions.names[0]
    parent = lexicon().parent
    reasons = [one for one in pending if one.kind == "action" and parent.get(one.name) == group]
    whole = cells.meaning("application", group)
    if not reasons or whole is None or any(cells.fits(keys, value) for keys in whole.readings):
        return actions
    names = {one.name for one in reasons}
    if any(one.name in _OTHERS for one in pending):
        return actions  # 因属于内部事务信息等原因，不予公开6件: the reason is but one of the group's
    known = not any(one.kind == "text" or one.name == "partitive" for one in pending)
    meaning = cells.meaning("application", reasons[0].name)
    if len(names) > 1 or meaning is None:
        return None
    if not known and not any(cells.fits(keys, value) for keys in meaning.readings):
        return None
    return Group((reasons[0].name,), (reasons[0], *actions.tokens))
