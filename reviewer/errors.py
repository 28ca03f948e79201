"""The tree of errors. A finding about a report is a value; an error means that we could not do our part.

ReviewerError            code + values; the Chinese sentence of a code stands in rules/messages.yaml
├── InputError           the file or the call is not what we can work with (exit status 2)
│   ├── RefusedError     the file is refused: wrong type, encrypted, damaged, not a report   → status "refused"
│   ├── LimitError       the file is over a limit: size, pages, cells, time, memory          → status "over_limit"
│   └── ConflictError    somebody else has changed it since it was looked at (S-CONFLICT); nothing was changed
├── ConfigError          a rule, form or message file of ours (or a place's) is wrong: file, line, column
├── StoreError           the database cannot be used: busy, full, damaged, newer, on a share (S-…); nothing was changed
└── FailedError          something of ours broke while reading                               → status "failed"
"""

from __future__ import annotations

import functools
from collections.abc import Callable


class ReviewerError(Exception):
    """Base of all errors of this package; `values` fill the sentence of `code`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values: dict[str, str] = {name: str(value) for name, value in values.items()}

    def __reduce__(self) -> tuple[Callable[..., ReviewerError], tuple[str, dict[str, str]]]:
        return functools.partial(_again, type(self)), (self.code, self.values)

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code}({shown})"


def _again(kind: type[ReviewerError], code: str, values: dict[str, str]) -> ReviewerError:
    """Remake an error on the other side of a process border."""
    return kind(code, **values)


class InputError(ReviewerError):
    """The input cannot be worked with as it is."""


class RefusedError(InputError):
    """The file is refused; the code says why."""


class LimitError(InputError):
    """The file is over one of the limits of `Settings`."""


class ConflictError(InputError):
    """What was to be changed is not what was looked at any more. Values: who, when, theirs, yours (Chinese)."""


class ConfigError(ReviewerError):
    """A data file (form, rule pack, messages) is wrong; values: file, line, column, problem, excerpt."""


class StoreError(ReviewerError):
    """The database cannot be used as things are; the transaction was rolled back."""


class FailedError(ReviewerError):
    """We failed; never the fault of the report."""
