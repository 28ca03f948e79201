"""规则: what is checked, why, on what basis; which packs are in force."""

from __future__ import annotations

from html import escape

import gradio as gr

from reviewer import checks, rulebook
from ui.words import Language, words
from ui.workshop import Workshop


def build(workshop: Workshop, language: Language) -> None:
    """A search field over all rules."""
    said = words(language).rules
    search = gr.Textbox(label=said["search"], lines=1, elem_id="rule-search")
    shown = gr.HTML(listing(workshop, "", language), elem_id="rules")
    search.change(
        lambda word: listing(workshop, word, language), search, shown, show_progress="hidden", api_visibility="private"
    )


def listing(workshop: Workshop, word: str, language: Language) -> str:
    """The rules in which the word stands, each to be opened."""
    said, wanted = words(language).rules, word.strip().lower()
    catalogue = checks.catalogue(workshop.settings.rules)
    pages = [(one, rulebook.page(one)) for one in catalogue.rules(catalogue.latest)]
    found = [(one, page) for one, page in pages if wanted in _text(page).lower()]
    packs = len({one.pack.pack for one, _ in found})
    count = said["count"].format(n=len(found), packs=packs) if found else said["none"]
    return f'<p class="hint" role="status">{escape(count)}</p>' + "".join(_rule(one, page) for one, page in found)


def _text(page: rulebook.Page) -> str:
    return " ".join((page.id, page.title, *(row.text for row in page.rows)))


def _rule(one: checks.Loaded, page: rulebook.Page) -> str:
    rows = "".join(f'<dt>{escape(row.title)}</dt><dd class="{row.key}">{escape(row.text)}</dd>' for row in page.rows)
    mark = rulebook.line(one).mark
    return (
        f'<details class="rule {one.rule.severity.value}" id="rule-{escape(page.id)}"><summary><code>{escape(page.id)}</code> '
        f"{escape(page.title)}{escape(mark)}</summary><dl>{rows}</dl></details>"
    )
