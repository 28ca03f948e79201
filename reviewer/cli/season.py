"""`reviewer register` and `reviewer season`: the office from a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, cast

from reviewer.batch import Office
from reviewer.batch.office import user
from reviewer.cli.output import ReaderMayLeave, save, unify
from reviewer.cli.review import settings_of
from reviewer.cli.words import choice, table, tell, words
from reviewer.errors import InputError
from reviewer.model import Decision, Mark, Submission
from reviewer.store import Store
from reviewer.verdicts import outcomes


def take_in(file: str, who: str | None) -> int:
    """Import a register. Raises InputError (B-REGISTER…, S-NAME, S-PARENT)."""
    with Office(settings_of()) as office:
        found = office.enrol(Path(file), who)
    tell(words("register", "imported", count=len(found)))
    return 0


def show_register() -> int:
    """One line a body: name, aliases, kind, level, parent, scope, whether it reports, its own deadline."""
    kinds, scopes, flags = (table("register", name) for name in ("kinds", "scopes", "flags"))
    with _store() as store:
        _print(
            (
                one.name, "、".join(one.aliases), kinds[one.kind], one.level, one.parent or "", scopes[one.scope],
                flags["yes" if one.reports else "no"], one.due.isoformat() if one.due else "",
            )
            for one in store.register()
        )  # fmt: skip
    return 0


def show_seasons() -> int:
    """One line a season, the latest first."""
    with _store() as store:
        for one in store.seasons():
            _print([(words("season", "due", year=one.year, due=one.due, due_governments=one.due_governments),)])
    return 0


def show_status(year: int) -> int:
    """Every submission of the season, those whose body or year is asked for, and bodies that have handed in nothing."""
    with _store() as store:
        mine = store.submissions(year=year)
        asked = tuple(one for one in store.submissions() if one.question and one.year in (None, year))
        handed = {one.agency for one in mine}
        absent = [one.name for one in store.register() if one.reports and one.name not in handed]
    _print(_line(one) for one in sorted({one.id: one for one in (*mine, *asked)}.values(), key=_order))
    _print(("-", name, words("season", "absent")) for name in absent)
    return 0


def _order(one: Submission) -> tuple[str, int]:
    return one.agency or "", one.id


def _line(one: Submission) -> tuple[str, ...]:
    counts = one.counts
    verdict = outcomes().verdict[one.verdict] if one.verdict and one.state.value == "done" else ""
    return (
        str(one.id), one.agency or one.identity.agency, f"v{one.number}", one.file,
        table("season", "states")[one.state.value], verdict, f"{counts.errors}/{counts.warnings}/{counts.infos}",
        outcomes().decision[one.decision],
        one.question or (one.notice.sentence if one.notice else ""),
    )  # fmt: skip


def decide(id: int, decision: str, note: str, who: str | None) -> int:
    """Raises InputError (S-UNKNOWN, S-UNREVIEWED), ConflictError."""
    wanted = Decision(choice("DECISION", decision, tuple(one.value for one in Decision)))
    with _store() as store:
        _print([_line(store.decide(id, wanted, who or user(), store.submission(id).revision, note))])
    return 0


def mark(id: int, rule: str, fingerprint: str, kind: str, reason: str, who: str | None) -> int:
    """Raises InputError (S-UNKNOWN, B-UNPLACED, B-NO-FINDING), ConflictError."""
    wanted = cast(Literal["confirmed", "dismissed"], choice("KIND", kind, ("confirmed", "dismissed")))
    with Office(settings_of()) as office:
        given = Mark(
            rule=rule, fingerprint=fingerprint, kind=wanted, reason=reason, who=who or user(), when=datetime.now(UTC)
        )
        office.mark(id, given)
    return 0


def assign(id: int, agency: str, year: int, who: str | None) -> int:
    """Raises InputError (S-UNKNOWN, S-AGENCY, S-YEAR), ConflictError."""
    with _store() as store:
        _print([_line(store.assign(id, agency, year, who or user(), store.submission(id).revision))])
    return 0


def settle(year: int) -> int:
    """Raises ConfigError, StoreError."""
    with Office(settings_of()) as office:
        office.settle(year)
    return 0


def export(year: int, output: str, issuer: str) -> int:
    """Raises CallError (K-WRITE, K-CHOICE), InputError (B-NO-SEASON)."""
    ending = choice("--output", Path(output).suffix.lower(), (".xlsx", ".docx"))
    with Office(settings_of()) as office:
        made = office.workbook(year, issuer) if ending == ".xlsx" else office.summary(year, issuer)
        save(Path(output), made, replace=True)
    return 0


def notice(year: int, ids: list[int], output: str, issuer: str, deadline: date | None) -> int:
    """Raises CallError (K-WRITE), InputError (B-NONE-RETURNED, B-DEADLINE, X-NOTICE-EMPTY, S-UNKNOWN, S-UNREVIEWED)."""
    with Office(settings_of()) as office:
        returned = [one.id for one in office.store.submissions(year=year) if one.decision is Decision.RETURNED]
        if not ids and not returned:
            raise InputError("B-NONE-RETURNED", year=year, returned=outcomes().decision[Decision.RETURNED])
        save(Path(output), office.notice(ids or returned, issuer, deadline), replace=True)
    return 0


def annotate(id: int, output: str) -> int:
    """Raises CallError (K-WRITE), InputError (S-UNKNOWN, B-NO-COPY, K-MARK-…), RefusedError, LimitError, FailedError."""
    with Office(settings_of()) as office:
        save(Path(output), office.commented(id).data, replace=True)
    return 0


def ask(year: int, question: str) -> int:
    """0 answered, 1 not; the table of an answer follows its text, what was left out and what it stands on behind it."""
    with Office(settings_of()) as office:
        answer = office.ask(year, question)
    _print([(line,) for line in answer.text.split("\n")])
    if answer.table is not None:
        _print([answer.table.heads, *answer.table.rows])
    if answer.left_out:
        _print([(words("season", "left_out", names="、".join(answer.left_out)),)])
    if answer.citations:
        _print([(words("season", "basis", count=len(answer.citations)),)])
        _print((one.agency, one.text, "" if one.value is None else f"{one.value:f}") for one in answer.citations)
    return int(answer.status != "answered")


def verify() -> int:
    """1 where the trail was changed past the program."""
    with _store() as store:
        wrong, point = store.verify(), store.checkpoint()
    for one in wrong:
        tell(one)
    if not wrong:
        _print([(words("season", "sound", n=point.n, chain=point.chain),)])
    return int(bool(wrong))


def _store() -> Store:
    return Store.open(settings_of())


def _print(lines: Iterable[Iterable[str]]) -> None:
    unify()
    with ReaderMayLeave():
        for one in lines:
            sys.stdout.write("\t".join(part.replace("\t", " ").replace("\n", " ") for part in one) + "\n")
        sys.stdout.flush()
