"""The register of bodies, and the seasons with their deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from reviewer.errors import InputError
from reviewer.model import Agency, SeasonInfo, folded
from reviewer.store import audit
from reviewer.store.tables import agencies, aliases, seasons, submissions
from reviewer.store.values import compact, digest

_FIRST, _LAST = 2008, 2200


def register(connection: Connection) -> tuple[Agency, ...]:
    """All bodies by name."""
    names: dict[str, list[str]] = {}
    for row in connection.execute(select(aliases).where(aliases.c.place > 0).order_by(aliases.c.place)):
        names.setdefault(row.agency, []).append(row.alias)
    rows = connection.execute(select(agencies)).mappings()
    found = [
        Agency(**(dict(row) | {"due": _date(row["due"])}), aliases=tuple(names.get(row["name"], ()))) for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def known(connection: Connection, name: str) -> str | None:
    """The proper name behind a name or alias of the register."""
    found = connection.execute(select(aliases.c.agency).where(aliases.c.folded == folded(name))).scalar()
    return str(found) if found is not None else None


def empty(connection: Connection) -> bool:
    return connection.execute(select(agencies.c.name).limit(1)).first() is None


def enrol(connection: Connection, bodies: Iterable[Agency], who: str) -> None:
    """Add bodies, or change those of the same name. Raises InputError (S-NAME, S-PARENT); then nothing is changed."""
    before = {one.name: one for one in register(connection)}
    wanted: dict[str, Agency] = {}
    for one in map(_tidy, bodies):
        if one.name in wanted and wanted[one.name] != one:
            raise InputError("S-NAME", name=one.name, first=one.name, second=one.name)
        wanted[one.name] = one
    changed = [one for one in wanted.values() if before.get(one.name) != one]
    after = before | wanted
    _unlike(after)
    _rooted(after)
    gone = [one.name for one in changed if one.name in before]
    connection.execute(delete(aliases).where(aliases.c.agency.in_(gone)))
    connection.execute(delete(agencies).where(agencies.c.name.in_(gone)))
    if changed:
        connection.execute(insert(agencies), [_row(one) for one in changed])
        connection.execute(insert(aliases), [row for one in changed for row in _names(one)])
    audit.append(
        connection,
        [
            audit.Line(
                who, "register", f"agency:{one.name}", _was(before.get(one.name)), said_of(_row(one), _names(one))
            )
            for one in changed
        ],
    )


def season(connection: Connection, year: int) -> SeasonInfo:
    """With the days that were set for it, else those of the law. Raises InputError (S-YEAR)."""
    row = connection.execute(select(seasons).where(seasons.c.year == checked(year))).mappings().first()
    return _season(dict(row) if row is not None else lawful(year))


def all_seasons(connection: Connection) -> tuple[SeasonInfo, ...]:
    """Those with a report, and those whose days were set; the latest first."""
    handed_in = select(submissions.c.year).where(submissions.c.year.between(_FIRST, _LAST)).distinct()
    found = {year: lawful(year) for year in connection.execute(handed_in).scalars()}
    found |= {row["year"]: dict(row) for row in connection.execute(select(seasons)).mappings()}
    return tuple(_season(found[year]) for year in sorted(found, reverse=True))


def lawful(year: int) -> dict[str, object]:
    """Deadlines as the Regulations set them (articles 49 and 50), as a row."""
    return {"year": year, "due": f"{year + 1}-01-31", "due_governments": f"{year + 1}-03-31"}


def schedule(connection: Connection, info: SeasonInfo, who: str) -> None:
    """Set a season's deadlines."""
    before = season(connection, info.year)
    if before == info:
        return
    connection.execute(delete(seasons).where(seasons.c.year == info.year))
    connection.execute(insert(seasons), [_dates(info)])
    line = audit.Line(who, "season", f"season:{info.year}", compact(_dates(before)), compact(_dates(info)))
    audit.append(connection, [line])


def checked(year: int) -> int:
    """Raises InputError (S-YEAR) for what can be no report year: the Regulations are of 2008."""
    if not _FIRST <= year <= _LAST:
        raise InputError("S-YEAR", year=year)
    return year


def _tidy(body: Agency) -> Agency:
    """Without aliases that say the name, or one another, again."""
    fresh = {folded(one): one for one in reversed(body.aliases) if folded(one) != folded(body.name)}
    return body.model_copy(update={"aliases": tuple(reversed(fresh.values()))})


def _unlike(bodies: dict[str, Agency]) -> None:
    seen: dict[str, str] = {}
    for body in bodies.values():
        for name in (body.name, *body.aliases):
            key = folded(name)
            if not key or seen.get(key, body.name) != body.name:
                raise InputError("S-NAME", name=name, first=seen.get(key, body.name), second=body.name)
            seen[key] = body.name


def _rooted(bodies: dict[str, Agency]) -> None:
    """Every parent is on the register and nobody stands above himself."""
    for body in bodies.values():
        above, seen = body.parent, {body.name}
        while above is not None:
            if above not in bodies or above in seen:
                raise InputError("S-PARENT", name=body.name, parent=above)
            seen.add(above)
            above = bodies[above].parent


def _row(body: Agency) -> dict[str, object]:
    return body.model_dump(exclude={"aliases", "due"}) | {"due": body.due.isoformat() if body.due else None}


def _names(body: Agency) -> list[dict[str, object]]:
    named = enumerate((body.name, *body.aliases))
    return [{"folded": folded(name), "alias": name, "agency": body.name, "place": place} for place, name in named]


def _was(body: Agency | None) -> str:
    return said_of(_row(body), _names(body)) if body is not None else ""


def said_of(row: dict[str, object], names: list[dict[str, object]]) -> str:
    """A body as the trail has it."""
    ordered = sorted(names, key=lambda one: str(one["folded"]))
    return digest(compact([row, ordered]))


def said(connection: Connection) -> dict[str, str]:
    """All bodies as the trail has them, by what its lines call them."""
    names: dict[object, list[dict[str, object]]] = {}
    for name in connection.execute(select(aliases)).mappings():
        names.setdefault(name["agency"], []).append(dict(name))
    found: dict[str, str] = {}
    for body in connection.execute(select(agencies)).mappings():
        row = dict(body)
        found[f"agency:{row['name']}"] = said_of(row, names.get(row["name"], []))
    return found


def _dates(info: SeasonInfo) -> dict[str, object]:
    return {"year": info.year, "due": info.due.isoformat(), "due_governments": info.due_governments.isoformat()}


def _season(row: dict[str, object]) -> SeasonInfo:
    return SeasonInfo.model_validate(row)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
