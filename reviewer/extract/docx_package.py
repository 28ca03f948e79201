"""A Word package as it is to be written again: its parts, its document as a tree, and where the blocks came from."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from reviewer.errors import RefusedError
from reviewer.extract.archive import Archive
from reviewer.extract.docx import read_docx
from reviewer.extract.docx_trace import Trace
from reviewer.limits import Limits
from reviewer.model import Document


class Package(NamedTuple):
    """`document` carries numbers of `trace` for pages (see docx_trace). `parts` are the package's, in its order."""

    document: Document
    trace: Trace
    root: etree._Element
    """The tree of the main part, for a writer to change."""
    main: str
    parts: dict[str, bytes]


def open_docx(data: bytes, limits: Limits) -> Package:
    """Check and read a package. Raises RefusedError or LimitError, as the reader does."""
    archive, trace = Archive(data, limits), Trace()
    document = read_docx(archive, limits, trace)
    if trace.root is None:
        raise RefusedError("E-DAMAGED")
    parts = {name: archive.read(name) for name in archive.names}
    return Package(document, trace, trace.root, trace.main, parts)
