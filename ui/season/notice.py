"""The return notice on the page: until when reports are to be sent again is chosen where the notice is taken away."""

from __future__ import annotations

from datetime import date
from html import escape

from reviewer.errors import InputError
from reviewer.export import LONGEST_TO_MEND
from ui.season.shell import Around
from ui.season.standing import today


def form(around: Around, path: str, text: str, id: str = "", **fields: str) -> str:
    """A button that takes the notice away, with the day beside it; without a day the notice names none.

    `path`: the route of the notice; `id`: of the form, which is then hidden until the script shows it.
    """
    words = {key: escape(text) for key, text in around.words.items()}
    given = {**fields, **({"lang": "en"} if around.language == "en" else {})}
    hidden = "".join(f'<input type="hidden" name="{escape(key)}" value="{escape(one)}">' for key, one in given.items())
    first = today()
    last = first + LONGEST_TO_MEND
    return (
        f'<form class="notice-out row" method="get" action="/season/{path}"{f" id={id} hidden" if id else ""}>{hidden}'
        f'<label title="{words["deadline_hint"]}">{words["deadline"]} <input type="date" name="deadline" min="{first.isoformat()}" max="{last.isoformat()}"></label>'
        f"<button>{escape(text)}</button></form>"
    )


def day(text: str) -> date | None:
    """What came from the form; None where no day was chosen. Raises InputError (K-DESK-DEADLINE)."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("K-DESK-DEADLINE", value=text.strip()[:20]) from error
