"""What went wrong in a database, as a code that a person can act on (S-…, rules/messages.yaml)."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from reviewer.errors import StoreError

_SQLITE = {
    "SQLITE_FULL": "S-FULL",
    "SQLITE_BUSY": "S-BUSY",
    "SQLITE_LOCKED": "S-BUSY",
    "SQLITE_CORRUPT": "S-CORRUPT",
    "SQLITE_NOTADB": "S-CORRUPT",
    "SQLITE_READONLY": "S-READONLY",
    "SQLITE_CANTOPEN": "S-OPEN",
    "SQLITE_PERM": "S-OPEN",
    "SQLITE_IOERR": "S-IO",
}
"""By primary result code; an extended one begins with it."""
_POSTGRES = {
    "53100": "S-FULL",
    "53": "S-BUSY",
    "55P03": "S-BUSY",
    "40": "S-BUSY",
    "57": "S-CONNECT",
    "08": "S-CONNECT",
    "28": "S-CONNECT",
    "3D": "S-CONNECT",
    "25006": "S-READONLY",
    "42501": "S-OPEN",
    "58": "S-IO",
    "XX": "S-CORRUPT",
}
"""By SQLSTATE or its class (the first two characters)."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told() -> Iterator[None]:
    """Database errors as StoreError. The driver's own words may quote what was stored: they are not passed on."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(code_of(error), problem=_name(error)) from error
    except PoolTimeout as error:
        raise StoreError("S-BUSY", problem=type(error).__name__) from error
    except SQLAlchemyError as error:
        raise StoreError("S-BROKEN", problem=type(error).__name__) from error
    except OSError as error:
        code = "S-FULL" if error.errno in _FULL else "S-IO"
        raise StoreError(code, problem=errno.errorcode.get(error.errno or 0, type(error).__name__)) from error


def code_of(error: DBAPIError) -> str:
    """The code of a driver's error; S-BROKEN for one that only a fault of ours can cause."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return next((code for start, code in _SQLITE.items() if name.startswith(start)), "S-BROKEN")
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or "S-BROKEN"
    if type(error.orig).__module__.startswith("psycopg") and type(error.orig).__name__ == "OperationalError":
        return "S-CONNECT"  # no answer from the server, so no SQLSTATE
    if "closed" in type(error.orig).__name__.lower() or error.connection_invalidated:
        return "S-CONNECT"
    # "file is not a database" comes without a result code from some drivers
    return "S-CORRUPT" if "not a database" in str(error.orig) else "S-BROKEN"


def _name(error: DBAPIError) -> str:
    told_as = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return str(told_as or type(error.orig).__name__)
