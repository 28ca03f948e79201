"""Who acts at the supervisor's desk, and what each role may do; asked at every route, whatever the page shows."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote

from fastapi import Request

from reviewer.accounts import Role

COOKIE = "reviewer_person"
LONGEST = 40

_ALL: frozenset[Role] = frozenset({"clerk", "supervisor", "administrator"})
_ABOVE: frozenset[Role] = frozenset({"supervisor", "administrator"})
_TOP: frozenset[Role] = frozenset({"administrator"})
RIGHTS: dict[str, frozenset[Role]] = {
    "upload": _ALL,
    "see": _ABOVE,
    "decide": _ABOVE,
    "register": _TOP,
    "delete": _TOP,
}
"""`see`: everybody's submissions; whoever may not see those sees what came in under the own name."""


class Person(NamedTuple):
    """One who acts. `name` is "" where nobody has logged in and nobody has said who is there."""

    name: str
    role: Role
    logged_in: bool

    def may(self, right: str) -> bool:
        """Raises KeyError for a right that there is not."""
        return self.role in RIGHTS[right]


def person_of(request: Request) -> Person:
    """With a login whoever logged in; else whoever said to be there, and may do everything (this machine's user)."""
    session = request.state.session
    if session is not None:
        return Person(session.name, session.role, True)
    return Person(named(unquote(request.cookies.get(COOKIE, ""))), "administrator", False)


def named(text: str) -> str:
    """A person's name as it may stand in the trail; "" where it cannot."""
    name = " ".join(text.split())
    return name if name.isprintable() and len(name) <= LONGEST else ""


def as_cookie(name: str) -> str:
    return quote(name)
