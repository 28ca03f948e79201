"""Names of what runs in the reading child. Imports nothing, so that a command can start the child before all else."""

from __future__ import annotations

READ = "reviewer.reading:read_report"
CONVERT = "reviewer.reading:convert_office"
MARK = "reviewer.marking:mark"

_FIRST = ("reviewer.reading", "reviewer.extract")
_LAST = (  # in small steps: a file that comes meanwhile is served between two of them
    "reviewer.recognise",
    "reviewer.model:load_forms",
    "reviewer.model.phrases:load_phrases",
    "reviewer.reading:warm_newest",
    "reviewer.reading:warm",
)
_READERS = {
    "pdf": ("reviewer.extract.pdf",),
    "docx": ("reviewer.extract.docx", "encodings.cp437"),
    "html": ("reviewer.extract.html", "encodings.gb18030"),
    "text": ("reviewer.extract.plain", "encodings.gb18030"),
}
_ENDINGS = {
    ".pdf": "pdf", ".docx": "docx", ".doc": "docx", ".wps": "docx", ".rtf": "docx", ".odt": "docx",
    ".html": "html", ".htm": "html", ".mht": "html", ".mhtml": "html", ".txt": "text", ".md": "text",
}  # fmt: skip


def warm_for(names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What to do before the first file comes: import every reader, or those that these file names promise."""
    wanted = {kind for name in names for ending, kind in _ENDINGS.items() if name.lower().endswith(ending)}
    readers = tuple(one for kind, modules in _READERS.items() if not wanted or kind in wanted for one in modules)
    return _FIRST + readers + _LAST
