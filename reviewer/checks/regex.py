"""Regular expressions in data files: refused when they do not compile, with file, line and column like any other fault."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator


def _compiles(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression over folded text."""
