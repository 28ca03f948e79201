"""Logging in, demanded wherever the page is open to other machines: a form of our own, sessions in memory.

Wrong guesses slow down: five for a name or an address within a minute, then a minute's wait.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from reviewer.accounts import Account, Accounts
from ui.desk import new_id
from ui.words import Language, words

COOKIE = "reviewer_session"
HOURS = 12
_GUESSES = 5
_WAIT = 60.0


class Session(NamedTuple):
    """Who is logged in, and until when."""

    name: str
    role: str
    until: float


class Login:
    """The sessions of one server. `clock`: seconds, for tests."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.time) -> None:
        self._accounts = accounts
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}
        self._wrong: dict[str, deque[float]] = {}

    def enter(self, name: str, password: str, address: str) -> str | None:
        """A session's token when name and password are right; None when they are not, or guessed too often."""
        keys = (f"name:{name.strip()[:40]}", f"from:{address}")
        now = self._clock()
        with self._lock:
            for key in keys:
                tries = self._wrong.setdefault(key, deque(maxlen=_GUESSES))
                while tries and now - tries[0] > _WAIT:
                    tries.popleft()
            if any(len(self._wrong[key]) >= _GUESSES for key in keys):
                return None
        account = self._accounts.known(name, password)
        with self._lock:
            if account is None:
                for key in keys:
                    self._wrong[key].append(now)
                return None
            self._wrong.pop(keys[0], None)
            token = new_id()
            self._sessions[token] = Session(account.name, account.role, now + HOURS * 3600)
        return token

    def who(self, token: str | None) -> Session | None:
        """The session of a token that still holds; a person removed meanwhile is out at once."""
        with self._lock:
            found = self._sessions.get(token or "")
        if found is None or found.until < self._clock():
            return None
        account: Account | None = self._accounts.all().get(found.name)
        return found._replace(role=account.role) if account is not None else None

    def leave(self, token: str | None) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(token or "", None)


def form(language: Language = "zh", wrong: bool = False) -> str:
    """The page that asks who is there."""
    said = words(language).login
    told = f'<p class="wrong" role="alert">{escape(said["wrong"])}</p>' if wrong else ""
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(said["title"])}</title>'
        '<link rel="stylesheet" href="/own/login.css"></head><body><main>'
        f"<h1>{escape(words(language).title)}</h1>{told}"
        f'<form method="post" action="/login"><label>{escape(said["name"])}<input name="name" autocomplete="username" required autofocus></label>'
        f'<label>{escape(said["password"])}<input name="password" type="password" autocomplete="current-password" required></label>'
        f'<button type="submit">{escape(said["enter"])}</button></form></main></body></html>'
    )
