"""The frame of every page of the desk: head, bar with the season and the pages, who acts. All text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from ui.season.people import Person
from ui.season.words import said
from ui.words import Language

PAGES = ("board", "table", "across", "ask", "register")


class Around(NamedTuple):
    """What every page is shown with."""

    language: Language
    person: Person
    year: int
    years: Sequence[int] = ()

    @property
    def words(self) -> dict[str, str]:
        return said(self.language)

    def link(self, path: str, **more: object) -> str:
        """An address of ours as an attribute's value, in the language of the page."""
        asked = {**more, **({"lang": "en"} if self.language == "en" else {})}
        query = urlencode(asked)
        return escape(f"/season/{path}{'?' + query if query else ''}")


def head(title: str, language: Language, kind: str, *scripts: str) -> str:
    """Up to the opened body."""
    code = "".join(f'<script src="/own/{name}" defer></script>' for name in scripts)
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        '<link rel="stylesheet" href="/own/report.css"><link rel="stylesheet" href="/own/view.css">'
        f'<link rel="stylesheet" href="/own/season.css">{code}</head><body class="{kind}">'
    )


def page(around: Around, here: str, body: str) -> str:
    """One page of the desk; `here` is one of PAGES."""
    words = around.words
    title = f"{words[here]} · {words['year_n'].format(year=around.year)}"
    return (
        f"{head(title, around.language, 'desk', 'season.js')}{_bar(around, here)}"
        f'<main id="main" tabindex="-1"><h1 class="hidden">{escape(title)}</h1>{body}</main>{dialogs(around)}</body></html>'
    )


def _bar(around: Around, here: str) -> str:
    words = around.words
    options = "".join(
        f'<option value="{around.link(f"{year}/{here}")}"{" selected" if year == around.year else ""}>'
        f"{escape(words['year_n'].format(year=year))}</option>"
        for year in around.years
    )
    shown = PAGES if around.person.may("see") else PAGES[:2]
    links = "".join(
        f'<a href="{around.link(f"{around.year}/{key}")}"{" aria-current=page" if key == here else ""}>{escape(words[key])}</a>'
        for key in shown
    )
    return (
        f'<header class="top"><label><span class="hidden">{escape(words["season"])}</span><select id="season" data-go>{options}</select></label>'
        f'<nav aria-label="{escape(words["pages"])}">{links}</nav>{who(around)}</header>'
    )


def who(around: Around) -> str:
    """Who acts; on this machine without login a button that asks for the name."""
    words, person = around.words, around.person
    if person.logged_in:
        return f'<span class="who">{escape(person.name)} · {escape(words["role_" + person.role])}</span>'
    name = person.name or words["who_none"]
    return f'<button type="button" class="who" id="who" title="{escape(words["who_change"])}">{escape(name)}</button>'


def dialogs(around: Around) -> str:
    """What the script shows: a fault, somebody else's change, the question for the name."""
    words = {key: escape(text) for key, text in around.words.items()}
    name = escape(around.person.name)
    return (
        f'<dialog id="fault" data-silent="{words["silent"]}" aria-labelledby="fault-title"><h2 id="fault-title">{words["fault"]}</h2><p></p>'
        f'<form method="dialog"><button class="main">{words["understood"]}</button></form></dialog>'
        f'<dialog id="conflict" aria-labelledby="conflict-title"><h2 id="conflict-title">{words["conflict"]}</h2><p></p>'
        f'<div class="both"><div><h3>{words["theirs"]}</h3><p id="theirs"></p></div><div><h3>{words["yours"]}</h3><p id="yours"></p></div></div>'
        f'<div class="row"><button type="button" class="main" id="take-theirs">{words["take_theirs"]}</button>'
        f'<button type="button" id="say-again">{words["say_again"]}</button></div></dialog>'
        f'<dialog id="ask-name" aria-labelledby="name-title"><h2 id="name-title">{words["who_title"]}</h2><p>{words["who_why"]}</p>'
        f'<form id="name-form" action="/season/who"><label>{words["who_name"]}<input name="name" maxlength="40" required autocomplete="name" value="{name}"></label>'
        f'<div class="row"><button class="main">{words["keep"]}</button><button type="button" data-close>{words["cancel"]}</button></div></form></dialog>'
        '<div id="told" role="status" aria-live="polite"></div>'
    )


def button(around: Around, action: str, text: str, look: str = "", ask: str = "", **fields: object) -> str:
    """One act as a form of its own. `ask`: a question that must be answered with yes before."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(str(value))}">' for key, value in fields.items()
    )
    asked = f' data-ask="{escape(ask)}"' if ask else ""
    return f'<form class="act" action="{around.link(action)}"{asked}>{hidden}<button class="{look}">{escape(text)}</button></form>'
