"""The supervisor's desk: a season's submissions in pages of their own, beside the framework's (docs/page.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.season import acts, pages, takeaways
from ui.season.bureau import Bureau
from ui.season.keeper import Keeper

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.workshop import Workshop

__all__ = ["Bureau", "mount"]


def mount(app: FastAPI, workshop: Workshop, bureau: Bureau) -> None:
    """Add the desk's routes."""
    keeper = Keeper(workshop, bureau)
    pages.add(app, keeper)
    takeaways.add(app, keeper)
    acts.add(app, keeper)
