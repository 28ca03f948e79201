"""设置: the model that may read along, the rule packs of the place, and the limits; a key goes in and never comes out."""

from __future__ import annotations

import time
from html import escape

import gradio as gr
from pydantic import ValidationError

from reviewer import Settings, checks
from reviewer.errors import ReviewerError
from reviewer.llm import Message, connect
from reviewer.preferences import keep, kept
from reviewer.resources import sentence
from ui.words import Language, words
from ui.workshop import Workshop


def build(workshop: Workshop, language: Language) -> None:
    """Fields, what they do when saved, and what is in force."""
    said = words(language).settings
    now = workshop.settings
    gr.HTML(f'<p class="hint">{escape(said["about"])}</p>')
    with gr.Row():
        url = gr.Textbox(
            now.base_url or "", label=said["url"], placeholder="http://127.0.0.1:8000/v1", elem_id="set-url"
        )
        model = gr.Textbox(now.model or "", label=said["model"], elem_id="set-model")
        key = gr.Textbox(
            "", label=said["key"], type="password", placeholder=_key(workshop, language), elem_id="set-key"
        )
    with gr.Row():
        hosts = gr.Textbox(", ".join(now.llm_hosts), label=said["hosts"], elem_id="set-hosts")
        rules = gr.Textbox(str(now.rules or ""), label=said["rules"], elem_id="set-rules")
        office = gr.Textbox(now.office, label=said["office"], max_length=60, elem_id="set-office")
    with gr.Row():
        save = gr.Button(said["save"], variant="primary", elem_id="set-save")
        test = gr.Button(said["test"], elem_id="set-test")
        forget = gr.Button(said["forget"], elem_id="set-forget")
    told = gr.HTML("", elem_id="set-told")
    state = gr.HTML(in_force(workshop, language), elem_id="set-state")

    def saved(
        url: str, model: str, key: str, hosts: str, rules: str, office: str, request: gr.Request
    ) -> tuple[str, str, dict[str, object]]:
        changes: dict[str, object] = {
            "base_url": url.strip() or None, "model": model.strip() or None, "rules": rules.strip() or None,
            "office": office.strip() or None,
            "llm_hosts": [one.strip() for one in hosts.replace("，", ",").split(",") if one.strip()] or None,
            **({"api_key": key.strip()} if key.strip() else {}),
        }  # fmt: skip
        answer = change(workshop, language, changes, request)
        return answer, in_force(workshop, language), gr.update(value="", placeholder=_key(workshop, language))

    def forgotten(request: gr.Request) -> tuple[str, str, dict[str, object]]:
        answer = change(workshop, language, {"api_key": None}, request)
        return answer, in_force(workshop, language), gr.update(value="", placeholder=_key(workshop, language))

    save.click(saved, [url, model, key, hosts, rules, office], [told, state, key], api_visibility="private")
    forget.click(forgotten, None, [told, state, key], api_visibility="private")
    test.click(lambda: _told(tried(workshop.settings, language)), None, told, api_visibility="private")


def change(workshop: Workshop, language: Language, changes: dict[str, object], request: gr.Request) -> str:
    """Keep the changes and review with them from now on; where people log in, administrators alone may."""
    said = words(language).settings
    assert request.request is not None
    session = request.request.state.session
    if session is not None and session.role != "administrator":
        return _told(said["not_yours"])
    home = workshop.settings.folder()
    before = kept(home)
    try:
        keep(home, {**before, **changes})
        fresh = Settings()
        checks.catalogue(fresh.rules)
    except (ReviewerError, ValidationError, OSError) as error:
        keep(home, before)
        why = sentence(error.code, **error.values) if isinstance(error, ReviewerError) else type(error).__name__
        return _told(said["refused"].format(why=why))
    workshop.renew(fresh)
    return _told(said["saved"])


def tried(settings: Settings, language: Language) -> str:
    """What a short question to the model brought: its answer's time, or why there was none."""
    said = words(language).settings
    try:
        model = connect(settings)
        if model is None:
            return said["no_model"]
        began = time.monotonic()
        text = "".join(model.stream((Message("user", "请只回答两个字：收到"),), 200))
        return said["works"].format(model=model.name, seconds=f"{time.monotonic() - began:.1f}", text=text.strip()[:40])
    except ReviewerError as error:
        return sentence(error.code, **error.values)


def in_force(workshop: Workshop, language: Language) -> str:
    """Packs and limits, as rows."""
    said, settings = words(language).settings, workshop.settings
    catalogue = checks.catalogue(settings.rules)
    limits = settings.limits
    named = {one.pack.mark: f"{one.pack.title} {one.pack.version}" for one in catalogue.rules(catalogue.latest)}
    rows = (
        (said["packs"], "；".join(named.get(mark, mark) for mark in catalogue.packs(catalogue.latest))),
        (said["limits"], said["limits_are"].format(
            upload=limits.upload // 2**20, pages=limits.pages, memory=limits.memory // 2**20, wall=limits.wall,
        )),
        (said["kept"], said["kept_are"]),
    )  # fmt: skip
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    return f'<details class="rule info" open><summary>{escape(said["title"])}</summary><dl>{body}</dl></details>'


def _key(workshop: Workshop, language: Language) -> str:
    return words(language).settings["has_key" if workshop.settings.api_key else "no_key"]


def _told(text: str) -> str:
    return f'<div class="stage" role="status"><p>{escape(text)}</p></div>'
