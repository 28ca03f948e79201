"""`reviewer users`: who may log in to the page from other machines."""

from __future__ import annotations

import getpass
import sys
from typing import cast

from reviewer.accounts import ROLES, AccountError, Accounts, Role
from reviewer.cli.words import choice, table, words
from reviewer.settings import Settings


def add(name: str, role: str) -> int:
    """Add a person or change a password; it is asked for at a terminal, else read as one line. Raises AccountError."""
    wanted = cast(Role, choice("--role", role, ROLES))
    if sys.stdin.isatty():
        password = getpass.getpass(words("users", "password"))
        if getpass.getpass(words("users", "again")) != password:
            raise AccountError("A-MATCH")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    _accounts().put(name, password, wanted)
    return 0


def show() -> int:
    """One line a person."""
    names = table("users", "roles")
    for one in _accounts().all().values():
        sys.stdout.write(f"{one.name}\t{names[one.role]}\n")
    return 0


def remove(name: str) -> int:
    """Take a person out; sessions end at once. Raises AccountError."""
    _accounts().remove(name)
    return 0


def _accounts() -> Accounts:
    return Accounts(Settings().folder())
