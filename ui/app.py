"""The page put together: theme, tabs, both languages, mounted beside our own routes."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ["GRADIO_RUN_HISTORY"] = "False"

import tempfile
from html import escape
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from reviewer import Settings
from ui.desk import Desk
from ui.login import Login
from ui.programs import Programs
from ui.season import Bureau
from ui.server import application
from ui.tabs import ask, batch, review, rules
from ui.tabs import settings as settings_tab
from ui.words import Language, words
from ui.workshop import Workshop

_FONTS = (
    "PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "sans-serif",
)  # fmt: skip
_CSS = Path(__file__).with_name("static") / "page.css"


def theme() -> gr.themes.Base:
    """Local fonts only, the colours of the reports."""
    fonts = [gr.themes.Font(name) for name in _FONTS]
    return gr.themes.Default(
        primary_hue=gr.themes.colors.blue, neutral_hue=gr.themes.colors.slate, font=fonts, font_mono=fonts, radius_size="sm"
    ).set(
        button_primary_background_fill="#1f4e8c", button_primary_background_fill_hover="#173d70",
        button_primary_background_fill_dark="#1f4e8c", button_primary_text_color="#ffffff",
        body_background_fill="#f3f5f8", block_label_text_color="#3c4653",
    )  # fmt: skip


def blocks(workshop: Workshop, language: Language, guarded: bool = False) -> gr.Blocks:
    """The page in one language; `guarded`: people log in, so they can log out."""
    said = words(language)
    other = "/" if language == "en" else "/en/"
    leave = (
        f'<form method="post" action="/logout"><button>{escape(said.login["leave"])}</button></form>' if guarded else ""
    )
    page: gr.Blocks
    with gr.Blocks(title=said.title, analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        gr.HTML(
            f'<div class="masthead"><h1>{escape(said.title)}</h1><p>{escape(said.motto)}</p>'
            f'{leave}<a class="language" href="{other}">{escape(said.other_name)}</a></div>',
            elem_id="masthead",
        )
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(said.tabs["review"], id="review"):
                review.build(workshop, language)
            with gr.Tab(said.tabs["ask"], id="ask") as asking:
                ask.build(workshop, language, asking)
            with gr.Tab(said.tabs["rules"], id="rules"):
                rules.build(workshop, language)
            with gr.Tab(said.tabs["settings"], id="settings"):
                settings_tab.build(workshop, language)
            with gr.Tab(said.tabs["batch"], id="batch"):
                batch.build(language)
        if language == "zh":
            Programs(workshop).mount()
    page.queue(default_concurrency_limit=4, max_size=200)
    return page


def create(
    settings: Settings | None = None,
    desk: Desk | None = None,
    mcp: bool = False,
    login: Login | None = None,
    bureau: Bureau | None = None,
) -> FastAPI:
    """The whole application; closing it (its lifespan) ends the children and clears the desks. `mcp`: tools for agents
    too; `login`: demanded of everybody when given.
    """
    own = settings or Settings()
    os.environ.setdefault("GRADIO_TEMP_DIR", tempfile.mkdtemp(prefix="reviewer-uploads-"))
    workshop = Workshop(own, desk or Desk())
    app = application(workshop, login, bureau=bureau)
    app.state.workshop = workshop
    css, head = _CSS.read_text("utf-8"), '<script src="/own/page.js" defer></script>'
    pages: tuple[tuple[str, Language], ...] = (("/en", "en"), ("/", "zh"))
    for path, language in pages:
        page = blocks(workshop, language, login is not None)
        gr.mount_gradio_app(
            app, page, path=path, footer_links=[], run_history=False, show_error=False,
            max_file_size=own.limits.upload, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=mcp and language == "zh",
            theme=theme(), css=css, head=head, allowed_paths=[], server_name="127.0.0.1",
        )  # fmt: skip
        # Mounted pages count as not launched, and then the framework (6.31) skips its check that a file which a caller
        # names is an upload: anybody could have any file of this machine read. Tested in tests/ui/test_doors.py.
        page.has_launched = True
    return app
