"""The register of bodies and the season's deadlines: read in from a table, shown as it is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reviewer.model import Agency, SeasonInfo
from ui.season.shell import Around, button
from ui.season.standing import due


def body(around: Around, bodies: Sequence[Agency], info: SeasonInfo) -> str:
    """Everybody of the office may look; an administrator imports, sets the days and deletes."""
    words = {key: escape(text) for key, text in around.words.items()}
    may = around.person.may("register")
    tools, last = (_import(around) + _days(around, info), _delete(around)) if may else ("", "")
    if not bodies:
        return f'<div class="single">{tools}<p class="nothing">{words["no_register"]}</p>{last}</div>'
    heads = "".join(
        f'<th scope="col">{words[key]}</th>'
        for key in ("agency", "kind", "level", "parent", "scope", "reports", "due", "aliases")
    )
    rows = "".join(_row(around, one, info) for one in bodies)
    title = escape(around.words["register_n"].format(n=len(bodies)))
    return (
        f'<div class="single wide">{tools}<section class="block"><h2>{title}</h2><div class="scroll" tabindex="0" role="region" aria-label="{words["register"]}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>{last}</div>"
    )


def _row(around: Around, one: Agency, info: SeasonInfo) -> str:
    words = around.words
    day = due(one, info).isoformat() if one.reports else ""
    cells = (
        words[f"kind_{one.kind}"], one.level, one.parent or "", words[f"scope_{one.scope}"],
        words["yes" if one.reports else "no"], day, "、".join(one.aliases),
    )  # fmt: skip
    return f"<tr><th scope='row'>{escape(one.name)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _import(around: Around) -> str:
    words = {key: escape(text) for key, text in around.words.items()}
    return (
        f'<section class="block" id="register-in" data-to="{around.link(f"{around.year}/register/import")}"><h2>{words["register_import"]}</h2><div class="drop">'
        f'<p>{words["register_hint"]}</p><label class="button main">{words["register_file"]}<input type="file" id="table" accept=".csv,.xlsx,.yaml,.yml"></label></div></section>'
    )


def _days(around: Around, info: SeasonInfo) -> str:
    words = {key: escape(text) for key, text in around.words.items()}
    return (
        f'<section class="block"><h2>{words["deadlines"]}</h2><form class="act row" action="{around.link(f"{around.year}/schedule")}">'
        f'<label>{words["due_bodies"]} <input type="date" name="due" required value="{info.due.isoformat()}"></label>'
        f'<label>{words["due_governments"]} <input type="date" name="due_governments" required value="{info.due_governments.isoformat()}"></label>'
        f"<button>{words['keep']}</button></form></section>"
    )


def _delete(around: Around) -> str:
    words = around.words
    ask = words["forget_ask"].format(year=around.year)
    return f'<section class="block">{button(around, f"{around.year}/forget", words["forget"].format(year=around.year), "danger", ask)}</section>'
