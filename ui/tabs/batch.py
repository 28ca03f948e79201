"""批量: the supervisor's desk, a document of its own in a frame (`ui/season`); loaded when the tab is first shown."""

from __future__ import annotations

from html import escape

import gradio as gr

from ui.words import Language, words


def build(language: Language) -> None:
    """The frame; page.js gives it the room that is left."""
    title = escape(words(language).batch["frame"])
    lang = "?lang=en" if language == "en" else ""
    gr.HTML(
        f'<iframe class="season-frame" src="/season{lang}" loading="lazy" title="{title}"></iframe>',
        elem_id="season-tab",
    )
