"""A Word package as it is to be written again: its parts, its document as a tree, and where the blocks came from."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Final, NamedTuple

from lxml import etree

from reviewer.errors import RefusedError
from reviewer.extract.archive import Archive
from reviewer.extract.docx import read_docx
from reviewer.extract.docx_trace import Trace
from reviewer.extract.xmlparts import is_strict, parse, serialised
from reviewer.limits import Limits
from reviewer.model import Document

_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationships"
_RELATION: Final = _RELATIONS[:-1]
_NO_RELATIONS: Final = b'<Relationships xmlns="%s"/>' % _RELATIONS[1:-14].encode()
_OVERRIDE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


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


def close_docx(package: Package, comments: etree._Element) -> bytes:
    """The package with its document as the tree now is and these comments; every other part keeps its bytes."""
    parts = dict(package.parts)
    like = parts[_real(parts, package.main)]
    parts[_real(parts, package.main)] = serialised(package.root, like)
    name = comments_part(package)
    if name is None:
        name = _join(package.main, _free(parts, package.main))
        _relate(parts, package.main, name, like)
    _declare(parts, name)
    parts[_real(parts, name)] = serialised(comments, like)
    return _packed(parts)


def comments_part(package: Package) -> str | None:
    """The name of the part that holds the document's comments, None when there is none."""
    source = _relations_of(package.main)
    if (held := _find(package.parts, source)) is None:
        return None
    for one in parse(package.parts[held]).iter(_RELATION):
        inner = (one.get("TargetMode") or "").lower() != "external"
        if inner and (one.get("Type") or "").endswith("/comments"):
            name = posixpath.normpath(_join(package.main, one.get("Target") or "")).lstrip("/")
            return _find(package.parts, name)
    return None


def comments_of(package: Package) -> etree._Element | None:
    """The tree of the document's own comments. Raises RefusedError E-DAMAGED when it is broken."""
    name = comments_part(package)
    return None if name is None else parse(package.parts[name])


def _find(parts: dict[str, bytes], name: str) -> str | None:
    """The name of a part as the package spells it: letter case does not count."""
    wanted = name.lower()
    return next((one for one in parts if one.replace("\\", "/").lower() == wanted), None)


def _real(parts: dict[str, bytes], name: str) -> str:
    return _find(parts, name) or name


def _join(main: str, target: str) -> str:
    return posixpath.join("/", posixpath.dirname(main), target).lstrip("/")


def _relations_of(main: str) -> str:
    folder, name = posixpath.split(main)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _free(parts: dict[str, bytes], main: str) -> str:
    """A file name beside the document that no part has."""
    names = ("comments.xml", *(f"comments{number}.xml" for number in range(1, len(parts) + 2)))
    return next(name for name in names if _find(parts, _join(main, name)) is None)


def _relate(parts: dict[str, bytes], main: str, name: str, like: bytes) -> None:
    """Point the document at its new comments, in the vocabulary (strict or usual) that it is written in."""
    source = _real(parts, _relations_of(main))
    root = parse(parts[source]) if source in parts else parse(_NO_RELATIONS)
    known = {one.get("Id") for one in root}
    mark = next(one for one in map("rIdComments{}".format, range(1, len(known) + 2)) if one not in known)
    kind = _STRICT_OFFICE if is_strict(like) else _OFFICE
    etree.SubElement(root, _RELATION, Id=mark, Type=f"{kind}/comments", Target=posixpath.basename(name))
    parts[source] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _declare(parts: dict[str, bytes], name: str) -> None:
    """Say that this part holds comments, where that is not said yet."""
    source = _real(parts, "[Content_Types].xml")
    root = parse(parts[source])
    for one in root.findall(_OVERRIDE):
        if (one.get("PartName") or "").lower() == f"/{name}".lower():
            if one.get("ContentType") == _COMMENTS:
                return
            root.remove(one)
    etree.SubElement(root, _OVERRIDE, PartName=f"/{name}", ContentType=_COMMENTS)
    parts[source] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts without times, so that equal parts are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return out.getvalue()
