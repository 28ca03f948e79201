"""The commands `reviewer register` and `reviewer season` and their options; what they do stands in season.py."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from reviewer.cli.words import words
from reviewer.verdicts import outcomes

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False}
register_app = typer.Typer(help=words("register", "help"), **_PLAIN)
season_app = typer.Typer(help=words("season", "help"), **_PLAIN)


def _said(key: str, metavar: str) -> Any:
    return typer.Argument(metavar=metavar, help=words("season", key))


_YEAR = _said("year", "YEAR")
_ID = _said("id", "ID")
_OUTPUT = typer.Option("--output", metavar="FILE", help=words("season", "file"))
_OFFICE = typer.Option("--office", help=words("season", "office"), envvar="REVIEWER_OFFICE", show_default=False)
_WHO = typer.Option("--who", help=words("season", "who"), envvar="REVIEWER_WHO", show_default=False)


@register_app.command("import", help=words("register", "import"))
def register_import(
    file: Annotated[str, typer.Argument(metavar="FILE", help=words("register", "file"))],
    who: Annotated[str | None, _WHO] = None,
) -> int:
    from reviewer.cli import season

    return season.take_in(file, who)


@register_app.command("list", help=words("register", "list"))
def register_list() -> int:
    from reviewer.cli import season

    return season.show_register()


@season_app.command("list", help=words("season", "list"))
def season_list() -> int:
    from reviewer.cli import season

    return season.show_seasons()


@season_app.command("status", help=words("season", "status"))
def season_status(year: Annotated[int, _YEAR]) -> int:
    from reviewer.cli import season

    return season.show_status(year)


@season_app.command(
    "decide", help=words("season", "decide", **{one.value: text for one, text in outcomes().decision.items()})
)
def season_decide(
    id: Annotated[int, _ID],
    decision: Annotated[str, _said("decision", "DECISION")],
    note: Annotated[str, typer.Option("--note", help=words("season", "note"), show_default=False)] = "",
    who: Annotated[str | None, _WHO] = None,
) -> int:
    from reviewer.cli import season

    return season.decide(id, decision, note, who)


@season_app.command("mark", help=words("season", "mark"))
def season_mark(
    id: Annotated[int, _ID],
    rule: Annotated[str, _said("rule", "RULE")],
    fingerprint: Annotated[str, _said("fingerprint", "FINGERPRINT")],
    kind: Annotated[str, _said("kind", "KIND")],
    reason: Annotated[str, typer.Option("--reason", help=words("season", "reason"), show_default=False)] = "",
    who: Annotated[str | None, _WHO] = None,
) -> int:
    from reviewer.cli import season

    return season.mark(id, rule, fingerprint, kind, reason, who)


@season_app.command("assign", help=words("season", "assign"))
def season_assign(
    id: Annotated[int, _ID],
    agency: Annotated[str, _said("agency", "AGENCY")],
    year: Annotated[int, _YEAR],
    who: Annotated[str | None, _WHO] = None,
) -> int:
    from reviewer.cli import season

    return season.assign(id, agency, year, who)


@season_app.command("settle", help=words("season", "settle"))
def season_settle(year: Annotated[int, _YEAR]) -> int:
    from reviewer.cli import season

    return season.settle(year)


@season_app.command("export", help=words("season", "export"))
def season_export(
    year: Annotated[int, _YEAR],
    output: Annotated[str, _OUTPUT],
    office: Annotated[str, _OFFICE] = "",
) -> int:
    from reviewer.cli import season

    return season.export(year, output, office)


@season_app.command("notice", help=words("season", "notice"))
def season_notice(
    year: Annotated[int, _YEAR],
    output: Annotated[str, _OUTPUT],
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help=words("season", "ids"))] = None,
    office: Annotated[str, _OFFICE] = "",
    deadline: Annotated[
        datetime | None,
        typer.Option(
            "--deadline", formats=["%Y-%m-%d"], metavar="DATE", help=words("season", "deadline"), show_default=False
        ),
    ] = None,
) -> int:
    from reviewer.cli import season

    return season.notice(year, ids or [], output, office, deadline.date() if deadline else None)


@season_app.command("annotate", help=words("season", "annotate"))
def season_annotate(id: Annotated[int, _ID], output: Annotated[str, _OUTPUT]) -> int:
    from reviewer.cli import season

    return season.annotate(id, output)


@season_app.command("ask", help=words("season", "ask"))
def season_ask(year: Annotated[int, _YEAR], question: Annotated[str, _said("question", "QUESTION")]) -> int:
    from reviewer.cli import season

    return season.ask(year, question)


@season_app.command("verify", help=words("season", "verify"))
def season_verify() -> int:
    from reviewer.cli import season

    return season.verify()
