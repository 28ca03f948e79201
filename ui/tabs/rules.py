"""规则: what is checked, why, on what basis."""

from __future__ import annotations

from html import escape

import gradio as gr

from reviewer import checks
from ui.words import Language, words


def build(language: Language) -> None:
    """A search field over all rules."""
    said = words(language).rules
    search = gr.Textbox(label=said["search"], lines=1, elem_id="rule-search")
    shown = gr.HTML(listing("", language), elem_id="rules")
    search.change(lambda word: listing(word, language), search, shown, show_progress="hidden", api_visibility="private")


def listing(word: str, language: Language) -> str:
    """The rules in which the word stands, each to be opened."""
    said, wanted = words(language).rules, word.strip().lower()
    loaded = checks.loaded()
    found = [one for one in loaded if wanted in _text(one.rule).lower()]
    packs = len({one.pack.pack for one in found})
    count = said["count"].format(n=len(found), packs=packs) if found else said["none"]
    return f'<p class="hint" role="status">{escape(count)}</p>' + "".join(_rule(one.rule) for one in found)


def _text(rule: checks.Rule) -> str:
    return " ".join((rule.id, rule.title, rule.statement, rule.why, rule.basis.text, rule.mend, rule.caveat))


def _rule(rule: checks.Rule) -> str:
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(' '.join(text.split()))}</dd>"
        for name, text in (
            ("要求", rule.statement), ("理由", rule.why), ("依据", checks.basis(rule)), ("算式", rule.formula),
            ("改法", rule.mend), ("可能误判", rule.caveat),
        )
        if text
    )  # fmt: skip
    return (
        f'<details class="rule {rule.severity.value}"><summary><code>{escape(rule.id)}</code> {escape(rule.title)}</summary>'
        f"<dl>{rows}</dl></details>"
    )
