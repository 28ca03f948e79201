"""Pages of a PDF as pictures, drawn in a limited child: a parser never runs in the server (threats, finding 1)."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from reviewer.isolate import Budget, Host

if TYPE_CHECKING:
    from pathlib import Path

    from ui.desk import PageSize

_LONGEST = 1700
"""Pixels of a page's longer side: readable when it fills half a wide screen."""
_MOST = 500


def sizes(path: str) -> str:
    """JSON [[width, height], …] in points of the pages of a PDF. Runs in the child."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    return json.dumps([pdf.get_page_size(number) for number in range(min(len(pdf), _MOST))])


def draw(path: str, number: int) -> bytes:
    """PNG of one page (from 1). Runs in the child."""
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[number - 1]
    scale = min(2.0, _LONGEST / max(page.get_size()))
    picture = page.render(scale=scale).to_pil().convert("RGB").quantize(64)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class Painter:
    """Draws pages in children; close it."""

    def __init__(self) -> None:
        self._host = Host(("ui.pages", "pypdfium2", "PIL.PngImagePlugin"))
        self._budget = Budget(wall=20.0, cpu=15)

    def sizes(self, path: Path) -> tuple[PageSize, ...]:
        """Raises ReviewerError when the file cannot be drawn."""
        from ui.desk import PageSize

        found = json.loads(self._host.run("ui.pages:sizes", {"path": str(path)}, self._budget))
        return tuple(PageSize(float(width), float(height)) for width, height in found)

    def page(self, path: Path, number: int) -> bytes:
        """PNG of page `number`. Raises ReviewerError."""
        return self._host.run("ui.pages:draw", {"path": str(path), "number": number}, self._budget)

    def close(self) -> None:
        self._host.close()
