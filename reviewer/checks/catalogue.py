"""The rules in force: those that come with the program, and what the packs of a place make of them in a report's year."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewer import resources
from reviewer.checks.overlay import over, paths, worded
from reviewer.checks.pack import Keys, Loaded, loaded, read, ready
from reviewer.checks.rule import Pack, Period
from reviewer.errors import ConfigError
from reviewer.model import form_for

_MOST = 50
"""Packs in one folder."""
_LOCK = threading.RLock()
_KNOWN: dict[tuple[tuple[str, int, int], ...], Catalogue] = {}


class _Local(NamedTuple):
    pack: Pack
    path: Path


class Catalogue:
    """`rules(year)`: what is asked of a report of that year. Raises ConfigError at once when the packs do not fit."""

    def __init__(self, national: Sequence[Loaded], local: Sequence[_Local]) -> None:
        self._national = tuple(national)
        self._local = _in_order(local)
        self._made: dict[tuple[str, ...], tuple[Loaded, ...]] = {}
        _unlike(self._local, {one.pack.pack for one in self._national})
        _unambiguous(self._local)
        for year in self._turns():
            self.rules(year)

    @property
    def local(self) -> tuple[Pack, ...]:
        """The packs of the place, in the order in which their changes are made."""
        return tuple(one.pack for one in self._local)

    @property
    def years(self) -> tuple[int | None, ...]:
        """Report years from which on the rules differ; None is a year that is not known."""
        return tuple(self._turns())

    @property
    def latest(self) -> int | None:
        """The report year since which the rules have not changed."""
        return self._turns()[-1]

    def rules(self, year: int | None) -> tuple[Loaded, ...]:
        """Rules in the order of their outcomes, those of the place last. A year that is unknown: as before the newest form."""
        if not self._local:
            return self._national
        holding = [one for one in self._local if _holds(one.pack.effective, year)]
        marks = tuple(one.pack.pack for one in holding)
        if marks not in self._made:
            self._made[marks] = self._put(holding)
        return self._made[marks]

    def packs(self, year: int | None) -> tuple[str, ...]:
        """Name@version of every pack in force, ours first."""
        ours = dict.fromkeys(one.pack.mark for one in self._national if _holds(one.pack.effective, year))
        return (*ours, *(one.pack.mark for one in self._local if _holds(one.pack.effective, year)))

    def source(self, pack: Pack) -> Path | None:
        """The file of a pack of the place; None for ours."""
        return next((one.path for one in self._local if one.pack.pack == pack.pack), None)

    def _turns(self) -> list[int | None]:
        """Report years with which a pack begins or has ended."""
        periods = [one.pack.effective for one in self._local]
        years = {one.first for one in periods} | {one.last + 1 for one in periods if one.last is not None}
        return [None, *sorted(year for year in years if year is not None)]

    def _put(self, holding: Sequence[_Local]) -> tuple[Loaded, ...]:
        found = {one.rule.id: one for one in self._national}
        for pack, path in holding:
            for number, rule in enumerate(pack.rules):
                where: Keys = ("rules", number)
                if rule.id in found:
                    raise resources.fault(path, (*where, "id"), f"{rule.id} is already in another pack")
                worded(rule, path, where)
                found[rule.id] = ready(rule, pack, path, where)
        for pack, path in holding:
            for number, change in enumerate(pack.changes):
                where = ("changes", number)
                if change.rule not in found:
                    near = difflib.get_close_matches(change.rule, sorted(found), n=3, cutoff=0.7)
                    hint = f"; did you mean {', '.join(near)}?" if near else ""
                    raise resources.fault(path, (*where, "rule"), f"no rule {change.rule}{hint}")
                found[change.rule] = over(found[change.rule], change, pack, path, where)
        return tuple(found.values())


def catalogue(folder: Path | None = None) -> Catalogue:
    """The rules with the packs of `folder`, read once for as long as its files stay as they are. Safe in threads.

    Raises ConfigError: a pack does not fit, the folder cannot be read or holds none.
    """
    files = _files(folder) if folder is not None else ()
    stamp = tuple(one for _, one in files)
    with _LOCK:
        if stamp not in _KNOWN:
            local = [_Local(read(path, foreign=True), path) for path, _ in files]
            _KNOWN[stamp] = Catalogue(loaded(), local)
            while len(_KNOWN) > 16:
                _KNOWN.pop(next(key for key in _KNOWN if key and key != stamp))
        return _KNOWN[stamp]


def _files(folder: Path) -> tuple[tuple[Path, tuple[str, int, int]], ...]:
    """The packs of a folder by name, each with what tells whether it was changed."""
    try:
        paths = sorted(
            one for one in folder.iterdir() if one.suffix.lower() in (".yaml", ".yml") and not one.name.startswith(".")
        )
        found = tuple((one, (str(one.resolve()), (stat := one.stat()).st_mtime_ns, stat.st_size)) for one in paths)
    except OSError as error:
        raise ConfigError("C-FOLDER", name=folder, problem=error.strerror or type(error).__name__) from error
    for path in paths:
        if not path.is_file():  # a pipe would be waited for
            raise ConfigError("C-FILE", file=path.name, problem="NotAFile")
    if not found:
        raise ConfigError("C-NO-PACK", name=folder)
    if len(found) > _MOST:
        raise ConfigError("C-MANY-PACKS", name=folder, limit=_MOST)
    return found


def _holds(period: Period, year: int | None) -> bool:
    return period.holds(form_for(None).first_year if year is None else year)


def _in_order(local: Sequence[_Local]) -> tuple[_Local, ...]:
    """Each after those over which it goes, otherwise by name. Raises ConfigError where `over` goes in a circle."""
    waiting = sorted(local, key=lambda one: one.pack.pack)
    done: list[_Local] = []
    while waiting:
        names = {one.pack.pack for one in waiting}
        free = next((one for one in waiting if not names.intersection(one.pack.over)), None)
        if free is None:
            circle = ", ".join(sorted(names))
            raise resources.fault(waiting[0].path, ("over",), f"`over` goes in a circle: {circle}")
        waiting.remove(free)
        done.append(free)
    return tuple(done)


def _unlike(local: Sequence[_Local], taken: set[str]) -> None:
    """Names of packs are given once."""
    for pack, path in local:
        if pack.pack in taken:
            raise resources.fault(path, ("pack",), f"pack {pack.pack} is there already")
        taken = taken | {pack.pack}


def _unambiguous(local: Sequence[_Local]) -> None:
    """Two packs of the same years do not set the same value, unless one says that it goes over the other."""
    for number, one in enumerate(local):
        for other in local[:number]:
            if other.pack.pack in _below(one, local) or not _meet(one.pack.effective, other.pack.effective):
                continue
            for rule, keys, place in _both(one.pack, other.pack):
                problem = f"{rule} {'.'.join(str(key) for key in keys)} is changed by {other.pack.pack} as well; say with `over` which holds"
                raise resources.fault(one.path, place, problem)


def _below(one: _Local, local: Sequence[_Local]) -> set[str]:
    """All packs over which one goes, also through others."""
    by_name = {each.pack.pack: each for each in local}
    found: set[str] = set()
    waiting = list(one.pack.over)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += by_name[name].pack.over if name in by_name else ()
    return found


def _meet(one: Period, other: Period) -> bool:
    first = max((year for year in (one.first, other.first) if year is not None), default=None)
    last = min((year for year in (one.last, other.last) if year is not None), default=None)
    return first is None or last is None or first <= last


def _both(one: Pack, other: Pack) -> Iterator[tuple[str, Keys, Keys]]:
    """What both packs set: rule, path, and the place in the file of `one`."""
    theirs = {change.rule: list(paths(change)) for change in other.changes}
    for number, change in enumerate(one.changes):
        for keys in paths(change):
            for taken in theirs.get(change.rule, ()):
                size = min(len(keys), len(taken))
                if keys[:size] == taken[:size]:
                    yield change.rule, keys, ("changes", number, *keys)
