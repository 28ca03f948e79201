"""From settings to a model: the one place where the layers around it are put together."""

from __future__ import annotations

from reviewer.llm.base import Request
from reviewer.llm.guard import Guard
from reviewer.llm.openai import OpenAIModel
from reviewer.settings import Settings


def wanted(settings: Settings) -> bool:
    """Whether the language layer is on: not switched off, and both a model and an endpoint are named."""
    return settings.llm != "off" and bool(settings.model and settings.base_url)


def connect(settings: Settings, guard: Guard | None = None) -> OpenAIModel | None:
    """The configured model, or None where none is wanted. Nothing is sent and no library loaded yet.

    Raises ModelError: M-URL, M-HOST, M-PLAIN, the endpoint is not one that text may go to.
    """
    return OpenAIModel(settings, guard) if wanted(settings) else None


def preview(settings: Settings, request: Request) -> bytes:
    """Exactly the bytes that would leave for a request: the body of the HTTP call. Raises ModelError."""
    return OpenAIModel(settings).sent(request)
