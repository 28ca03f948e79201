"""A register of bodies from a table: CSV, XLSX or YAML, its columns told by their headings (rules/words/register.yaml)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from reviewer import resources
from reviewer.errors import ConfigError, InputError
from reviewer.extract import archive, charset, opener
from reviewer.limits import Limits
from reviewer.model import Agency, AgencyKind, Frozen, folded

_SPLIT = re.compile(r"[、，,;；\n/|]+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_BRACKETS = re.compile(r"[（(].*?[）)]|\s|[:：*]")
_MOST = 100_000
"""Lines of one register."""


class Words(Frozen):
    """rules/words/register.yaml."""

    columns: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    scopes: dict[str, tuple[str, ...]]
    flags: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    return resources.read_model(resources.rules_dir() / "words" / "register.yaml", Words)


def read(path: Path, limits: Limits) -> tuple[Agency, ...]:
    """The bodies in a file, in its order. Raises InputError B-REGISTER… with the line, RefusedError, LimitError."""
    data = opener.load(path, limits)
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        return tuple(_from_mappings(path))
    rows = _sheet(data, limits) if data.startswith(b"PK") else _table(data)
    return tuple(_from_rows(path.name, rows))


def _from_mappings(path: Path) -> Iterator[Agency]:
    found = resources.read_yaml(path, foreign=True)
    found = found.get("agencies", found.get("单位")) if isinstance(found, dict) else found
    if not isinstance(found, list):
        raise InputError("B-REGISTER-HEAD", name=path.name)
    for number, one in enumerate(found, 1):
        if not isinstance(one, dict):
            raise InputError("B-REGISTER-LINE", name=path.name, line=number, value=str(one)[:40])
        named = {key: value for head, value in one.items() if (key := _column(str(head))) is not None}
        yield _agency(path.name, number, named)


def _from_rows(name: str, rows: Iterator[Sequence[Any]]) -> Iterator[Agency]:
    """The first line that names the column of names is the head; what stands above it is a caption."""
    heads: list[str | None] | None = None
    for number, row in enumerate(rows, 1):
        if number > _MOST:
            raise InputError("B-REGISTER-LONG", name=name, limit=_MOST)
        if heads is None:
            columns = [_column(str(cell)) if cell is not None else None for cell in row]
            heads = columns if "name" in columns else None
            continue
        named = {head: cell for head, cell in zip(heads, row, strict=False) if head is not None and cell is not None}
        if any(str(value).strip() for value in named.values()):
            yield _agency(name, number, named)
    if heads is None:
        raise InputError("B-REGISTER-HEAD", name=name)


def _column(head: str) -> str | None:
    plain = _BRACKETS.sub("", folded(head)).lower()
    return next((key for key, names in words().columns.items() if plain in names), None)


def _agency(name: str, line: int, row: Mapping[str, Any]) -> Agency:
    def told(key: str) -> str:
        return str(row.get(key, "") if row.get(key) is not None else "").strip()

    def chosen(key: str, table: Mapping[str, tuple[str, ...]], default: str) -> str:
        text = folded(told(key)).replace(" ", "").lower()
        found = next((one for one, names in table.items() if text in names), None) if text else default
        if found is None:
            raise InputError("B-REGISTER-LINE", name=name, line=line, value=told(key)[:40])
        return found

    if not told("name"):
        raise InputError("B-REGISTER-NAME", name=name, line=line)
    given = row.get("aliases")
    parts = [str(one) for one in given] if isinstance(given, (list, tuple)) else _SPLIT.split(told("aliases"))
    aliases = tuple(dict.fromkeys(one.strip() for one in parts if one.strip() and one.strip() != told("name")))
    kind = chosen("kind", words().kinds, _guessed(told("name")))
    return Agency(
        name=told("name"),
        aliases=aliases,
        kind=cast(AgencyKind, kind),
        level=told("level"),
        parent=told("parent") or None,
        scope="whole" if chosen("scope", words().scopes, "own") == "whole" else "own",
        reports=chosen("reports", words().flags, "yes") == "yes",
        due=_date(name, line, row.get("due")),
    )


def _guessed(name: str) -> str:
    """A body whose name ends as a government's does; all else is taken for a department."""
    return "government" if folded(name).endswith(words().kinds["government"][:2]) else "department"


def _date(name: str, line: int, value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = folded(str(value)).strip()
    if not text:
        return None
    match = _DAY.match(text)
    try:
        return date(*(int(part) for part in match.groups())) if match else date.fromisoformat(text)
    except ValueError as error:
        raise InputError("B-REGISTER-LINE", name=name, line=line, value=text[:40]) from error


def _table(data: bytes) -> Iterator[list[str]]:
    text, _ = charset.decode(data)
    sample = text[:4096]
    mark = max(",;\t", key=sample.count)
    yield from csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark)


def _sheet(data: bytes, limits: Limits) -> Iterator[tuple[Any, ...]]:
    """The first sheet of a workbook whose package has been checked."""
    archive.Archive(data, limits).check_xml()
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise ConfigError("X-OPENPYXL") from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        raise InputError("B-REGISTER-HEAD", name="xlsx") from error
    yield from book.worksheets[0].iter_rows(values_only=True)
