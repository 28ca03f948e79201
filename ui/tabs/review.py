"""审查: drop files, see what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from reviewer.export import sheets
from reviewer.pipeline import Stage
from ui.desk import Opened
from ui.words import Language, words
from ui.workshop import Upload, Workshop

_STAGES: tuple[Stage, ...] = ("reading", "checking", "model")
_KINDS = [".pdf", ".docx", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".mht", ".mhtml", ".txt", ".md"]


def build(workshop: Workshop, language: Language) -> None:
    """The tab's components and what they do."""
    said = words(language).review
    limits = workshop.settings.limits
    with gr.Row(equal_height=False, elem_id="intake"):
        files = gr.File(
            label=said["drop"],
            file_count="multiple",
            file_types=_KINDS,
            type="filepath",
            height=150,
            scale=5,
            elem_id="drop",
        )
        with gr.Column(scale=1, min_width=150):
            start = gr.Button(said["start"], variant="primary", elem_id="start")
            clear = gr.Button(said["clear"], elem_id="clear")
    with gr.Accordion(said["more"], open=False, elem_id="more"), gr.Row():
        previous, older = (
            gr.File(label=said[key], file_types=_KINDS, type="filepath", height=150, elem_id=key)
            for key in ("previous", "older")
        )
    gr.HTML(f'<p class="hint">{escape(said["limits"].format(upload=limits.upload // 2**20, pages=limits.pages))}</p>')
    result = gr.HTML(nothing(language), elem_id="result")

    kept = gr.State([])

    def run(
        dropped: list[str] | None, last: list[str], before: str | None, old: str | None, request: gr.Request
    ) -> Iterator[tuple[Any, list[str], str]]:
        wanted = dropped or last
        beside = (Upload(Path(one), Path(one).name) if one else None for one in (before, old))
        for shown in reviewed(workshop, language, owner_of(request), uploads(wanted), *beside):
            yield gr.skip(), wanted, shown
        yield None, wanted, gr.skip()  # the drop zone is free for the next file; the button reviews these again

    def wipe(request: gr.Request) -> tuple[None, list[str], None, None, str]:
        workshop.desk.clear(owner_of(request))
        return None, [], None, None, message(words(language).review["cleared"])

    into = [files, kept, result]
    gr.on(
        [start.click, files.upload], run, [files, kept, previous, older], into, concurrency_limit=2,
        concurrency_id="review", show_progress="hidden", api_visibility="private",
    )  # fmt: skip
    clear.click(wipe, None, [files, kept, previous, older, result], show_progress="hidden", api_visibility="private")


def owner_of(request: gr.Request) -> str:
    """The visitor's token that the guard gave."""
    assert request.request is not None
    return str(request.request.state.owner)


def uploads(paths: list[str] | None) -> list[Upload]:
    return [Upload(Path(path), Path(path).name) for path in paths or ()]


def reviewed(
    workshop: Workshop,
    language: Language,
    owner: str,
    files: list[Upload],
    before: Upload | None = None,
    older: Upload | None = None,
) -> Iterator[str]:
    """What the result shows, file after file: progress, then the review in its frame."""
    said = words(language)
    if not files:
        yield message(said.review["none"])
        return
    if older is not None and len(files) > 1:
        yield message(said.review["older_one"])
        return
    done: list[Opened] = []
    for step in workshop.review(owner, files, before, older):
        if isinstance(step, Opened):
            done.append(step)
            continue
        number, name = len(done) + 1, files[len(done)].name
        text = said.stage[step].format(number=number, total=len(files), name=name)
        yield progress(text, 3 * len(done) + _STAGES.index(step), 3 * len(files))
    worst = max(done, key=lambda one: -("return", "none", "attention", "pass").index(sheets([one.review])[0].tone))
    yield frame(worst.id, language)


def frame(id: str, language: Language) -> str:
    """The review's own document."""
    title = escape(words(language).review["frame"])
    lang = "?lang=en" if language == "en" else ""
    return f'<iframe class="review-frame" src="/view/{id}{lang}" title="{title}"></iframe>'


def progress(text: str, done: int, total: int) -> str:
    share = round(100 * done / total)
    return (
        f'<div class="stage" role="status"><p>{escape(text)}</p>'
        f'<progress max="100" value="{share}">{share}%</progress></div>'
    )


def message(text: str) -> str:
    return f'<div class="stage" role="status"><p>{escape(text)}</p></div>'


def nothing(language: Language) -> str:
    """Before the first review."""
    return f'<div class="stage quiet"><p>{escape(words(language).review["empty"])}</p></div>'
