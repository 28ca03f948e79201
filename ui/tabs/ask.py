"""问答: questions about the open report, answered with what they stand on; works without a model and says which mode."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from reviewer.errors import ReviewerError
from reviewer.llm import wanted
from reviewer.model import Answer
from reviewer.resources import sentence
from ui.cite import markdown, plain
from ui.tabs.review import owner_of
from ui.words import Language, words
from ui.workshop import Workshop

Talk = list[dict[str, Any]]


def build(workshop: Workshop, language: Language, tab: gr.Tab) -> None:
    """The chat, the choice of a report, suggested questions."""
    said = words(language).ask
    with gr.Row(elem_id="asked"):
        which = gr.Dropdown([], label=said["which"], elem_id="ask-which", scale=4)
        mode = gr.HTML(mode_line(workshop, language), elem_id="ask-mode")
    chat = gr.Chatbot(
        label=said["label"], elem_id="ask-chat", height=520, sanitize_html=True, allow_tags=False, latex_delimiters=[],
        placeholder=plain(said["empty"]), show_label=False, autoscroll=False, buttons=["copy"], feedback_options=None, allow_file_downloads=False,
    )  # fmt: skip
    with gr.Row():
        box = gr.Textbox(
            label=said["ask"], placeholder=said["hint"], lines=1, max_length=500, scale=5, elem_id="ask-box"
        )
        send = gr.Button(said["send"], variant="primary", scale=1, min_width=110, elem_id="ask-send")
    answers = gr.State([])
    with gr.Row(elem_id="ask-suggested"):
        ready = [gr.Button(one, size="sm", min_width=60) for one in said["suggested"].split("|")]

    def refresh(request: gr.Request) -> tuple[Any, str]:
        opened = workshop.desk.all(owner_of(request))
        choices = [(one.name, one.id) for one in reversed(opened)]
        return gr.update(choices=choices, value=choices[0][1] if choices else None), mode_line(workshop, language)

    def run(
        question: str, id: str | None, talk: Talk, before: list[Answer], request: gr.Request
    ) -> Iterator[tuple[Talk, list[Answer], str]]:
        yield from answered(workshop, language, owner_of(request), id, question, talk, before)

    into = [chat, answers, box]
    given: list[Any] = [which, chat, answers]
    shown: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 4}
    tab.select(refresh, None, [which, mode], **shown)
    which.input(lambda: ([], []), None, [chat, answers], **shown)
    gr.on([send.click, box.submit], run, [box, *given], into, **shown)
    for button in ready:
        button.click(run, [button, *given], into, **shown)


def mode_line(workshop: Workshop, language: Language) -> str:
    """Which mode answers come in."""
    said, settings = words(language).ask, workshop.settings
    text = said["with_model"].format(name=settings.model) if wanted(settings) else said["without_model"]
    return f'<p class="hint" role="status">{escape(text)}</p>'


def answered(
    workshop: Workshop, language: Language, owner: str, id: str | None, question: str, talk: Talk, before: list[Answer]
) -> Iterator[tuple[Talk, list[Answer], str]]:
    """The talk as it grows: the question, what is looked up, the answer; a report that is gone is told."""
    said, question = words(language), question.strip()[:500]
    if not question:
        yield talk, before, ""
        return
    talk = [*talk, {"role": "user", "content": plain(question)}]
    opened = workshop.desk.get(owner, id or "")
    if opened is None:
        told = said.ask["none"] if not id else said.fault["gone"]
        yield [*talk, {"role": "assistant", "content": plain(told)}], before, ""
        return
    yield [*talk, {"role": "assistant", "content": plain(said.ask["reading"])}], before, ""
    try:
        for piece in workshop.ask(opened, question, before):
            if piece.answer is not None:
                before = [*before, piece.answer][-20:]
                yield [*talk, {"role": "assistant", "content": markdown(piece.answer, opened, language)}], before, ""
            elif piece.text:
                yield [*talk, {"role": "assistant", "content": plain(piece.text)}], before, ""
    except ReviewerError as error:
        told = sentence(error.code, **error.values)
        yield [*talk, {"role": "assistant", "content": plain(told)}], before, ""
