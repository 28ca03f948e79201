"""Reviewer of 政府信息公开工作年度报告: reads a report, checks its tables and prose, says what is wrong and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.model import Finding, Review
    from reviewer.pipeline import Reviewer
    from reviewer.settings import Settings

__all__ = ["Finding", "Review", "Reviewer", "Settings"]

_HOMES = {
    "Finding": "reviewer.model",
    "Review": "reviewer.model",
    "Reviewer": "reviewer.pipeline",
    "Settings": "reviewer.settings",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import reviewer` itself costs nothing."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
