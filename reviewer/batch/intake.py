"""What was handed in: folders, archives and files become entries, in the order of their names.

Nothing but plain files is ever opened. What cannot be reviewed is an entry too, so that it ends with a reason; what
nobody meant to hand in (hidden and temporary files, waiver files) is left out and told.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reviewer.batch.archives import left_out, unpacked
from reviewer.batch.scratch import Scratch, digested
from reviewer.errors import InputError, RefusedError, ReviewerError
from reviewer.intake import Intake, take
from reviewer.lector import shown
from reviewer.limits import Limits


class Entry(NamedTuple):
    """One file that was handed in."""

    file: str
    """Its name below the folder or archive that was given, unlike that of every other entry."""
    path: Path
    """Where its bytes are."""
    size: int = 0
    sha256: str = ""
    """Of its bytes; "" exactly where `error` says why they were not even read."""
    error: ReviewerError | None = None


class Gathered(NamedTuple):
    """All entries, and the names that were left out."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]


def gather(paths: Iterable[str | Path], scratch: Scratch, limits: Limits, output: Path | None = None) -> Gathered:
    """The entries of everything under `paths`; a folder `output` among them is passed over.

    Raises InputError B-NO-PATH (a path that is not there), B-EMPTY (nothing in it that could be reviewed).
    """
    given = [Path(one) for one in paths]
    for path in given:
        if not path.exists() and not path.is_symlink():
            raise InputError("B-NO-PATH", name=shown(str(path)))
    found, left = [], []
    for path, prefix in zip(given, _prefixes(given), strict=True):
        for name, place in _files(path, prefix, output):
            if name is None:
                left.append(shown(str(place)))
            elif place.suffix.lower() == ".zip" and _plain(place):
                inside = unpacked(place, name, scratch, limits)
                found += [Entry(*one) for one in inside.entries]
                left += inside.left_out
            else:
                found.append(_entry(shown(name), place, limits, path))
    if not found:
        raise InputError("B-EMPTY", name="、".join(shown(str(path)) for path in given[:3]))
    return Gathered(tuple(_apart(found)), tuple(left))


def size_of(paths: Iterable[str | Path]) -> int:
    """Bytes of all plain files under `paths`, for the check of free space."""
    total = 0
    for path in map(Path, paths):
        for _, place in _files(path, "", None):
            if _plain(place):
                total += place.stat().st_size
    return total


def _files(path: Path, prefix: str, output: Path | None) -> Iterator[tuple[str | None, Path]]:
    """(name, place) of every file; the name is None for what is left out. A folder that cannot be read is told as one."""
    if not path.is_dir():
        yield prefix + path.name, path
        return
    try:
        inside = sorted(path.iterdir(), key=lambda one: one.name)
    except OSError:
        yield prefix.rstrip("/") or path.name, path
        return
    for place in inside:
        if output is not None and _same(place, output):
            continue
        if left_out(place.name):
            yield None, place
        elif place.is_dir():
            if place.is_symlink():  # it may lead anywhere, or in a circle
                yield None, place
            else:
                yield from _files(place, f"{prefix}{place.name}/", output)
        else:
            yield prefix + place.name, place


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _plain(place: Path) -> bool:
    try:
        return stat.S_ISREG(place.stat().st_mode)
    except (OSError, ValueError):
        return False


def _entry(name: str, place: Path, limits: Limits, root: Path) -> Entry:
    """One file and its hash; what must not be opened is refused by what it is."""
    try:
        if place.is_symlink() and place != root and not _inside(place, root):
            raise RefusedError("B-LINK")
        if place.is_dir():
            raise RefusedError("E-UNREADABLE-FILE")
        take(place, limits, Intake())  # a pipe, a device, a link to nothing are refused here, and never opened
        return Entry(name, place.absolute(), place.stat().st_size, digested(place))
    except ReviewerError as error:
        return Entry(name, place, error=error)


def _inside(place: Path, root: Path) -> bool:
    try:
        return place.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _prefixes(paths: list[Path]) -> list[str]:
    """What stands before the names of each path: nothing, or as many of its parents as tell it from the others."""
    if len(paths) == 1:
        return [""]
    whole = [path.absolute().parts for path in paths]
    found = []
    for number, parts in enumerate(whole):
        depth = 1
        while depth < len(parts) and any(
            other[-depth:] == parts[-depth:] for index, other in enumerate(whole) if index != number and other != parts
        ):
            depth += 1
        told = parts[-depth:] if paths[number].is_dir() else parts[-depth:-1]
        found.append("".join(f"{part}/" for part in told))
    return found


def _apart(entries: list[Entry]) -> Iterator[Entry]:
    """The entries under names that are unlike each other; the same path given twice is one entry."""
    seen: dict[str, Entry] = {}
    for one in entries:
        name, number = one.file, 1
        while name in seen and (seen[name].path, seen[name].sha256) != (one.path, one.sha256):
            number += 1
            name = f"{one.file} ({number})"
        if name not in seen:
            seen[name] = one._replace(file=name)
    yield from seen.values()
