"""People who may use the page from other machines: names, roles and Argon2 hashes in REVIEWER_HOME/users.json.

A password is never kept nor logged. The file is written whole to a new one and renamed, readable by its owner alone.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter, ValidationError

from reviewer import disk
from reviewer.errors import ConfigError, InputError
from reviewer.model import Frozen

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["clerk", "supervisor", "administrator"]
ROLES: tuple[Role, ...] = ("clerk", "supervisor", "administrator")
SHORTEST = 8


class Account(Frozen):
    """One person. `secret` is an Argon2id hash."""

    name: str
    role: Role
    secret: str


class AccountError(InputError):
    """A name or password cannot be taken (codes A-…)."""


_FILE = TypeAdapter(dict[str, Account])


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash to check against where there is no such name, so that a guess takes as long either way."""
    return _hasher().hash("no such person")


class Accounts:
    """The accounts of one home."""

    def __init__(self, home: Path) -> None:
        self._path = home / "users.json"

    def all(self) -> dict[str, Account]:
        """By name. Raises ConfigError where the file does not fit."""
        try:
            return _FILE.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            raise ConfigError("C-FILE", file=self._path.name, problem=type(error).__name__) from error

    def put(self, name: str, password: str, role: Role) -> None:
        """Add a person, or give one a new password and role. Raises AccountError, ConfigError."""
        name = name.strip()
        if not name or len(name) > 40 or not name.isprintable():
            raise AccountError("A-NAME")
        if len(password) < SHORTEST:
            raise AccountError("A-PASSWORD", least=SHORTEST)
        found = self.all()
        found[name] = Account(name=name, role=role, secret=_hasher().hash(password))
        self._write(found)

    def remove(self, name: str) -> None:
        """Raises AccountError where there is no such person."""
        found = self.all()
        if found.pop(name, None) is None:
            raise AccountError("A-UNKNOWN", name=name)
        self._write(found)

    def known(self, name: str, password: str) -> Account | None:
        """The account when the password is right."""
        from argon2.exceptions import VerifyMismatchError

        account = self.all().get(name.strip())
        try:
            _hasher().verify(account.secret if account else _nobody(), password)
        except VerifyMismatchError:
            return None
        return account

    def _write(self, found: dict[str, Account]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = {name: one.model_dump() for name, one in sorted(found.items())}
        disk.replace(self._path, json.dumps(data, ensure_ascii=False, indent=1).encode())
