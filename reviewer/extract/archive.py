"""Zip containers (OOXML, ODT) checked before any parser sees them; nothing is ever unpacked to disk.

Checked here and not left to zipfile: Python before 3.11.8 reads overlapping entries (CVE-2024-0450), and no version
looks at the number of entries, ratios, duplicate names or local headers that contradict the directory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.xmlparts import Scan
from reviewer.limits import Limits

_END: Final = b"PK\x05\x06"
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_RATIO_FLOOR: Final = 2**20
_CHUNK: Final = 2**20
_XML: Final = (".xml", ".rels")


class Archive:
    """A zip file in memory whose directory has been checked. Raises RefusedError or LimitError when it is unfit."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._parts: dict[str, bytes] = {}
        self._left = limits.unpacked
        _check_end(data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise RefusedError("E-DAMAGED") from error
        self._infos = self._zip.infolist()
        _check_directory(self._infos, limits)
        _check_places(data, self._infos, self._zip.start_dir)
        self._names = {info.filename: info for info in self._infos}
        self._folded = {info.filename.replace("\\", "/").lower(): info.filename for info in self._infos}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._folded

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    @property
    def size(self) -> int:
        """Bytes of all entries unpacked, as the directory says; no more are ever unpacked of one."""
        return sum(info.file_size for info in self._infos)

    def check_xml(self) -> None:
        """Scan every XML part: no DTD, not too many elements. The bytes are kept for `read`."""
        for info in self._infos:
            if info.filename.lower().endswith(_XML):
                self.read(info.filename)

    def read(self, name: str) -> bytes:
        """The bytes of one part (any letter case); XML parts are scanned. KeyError when there is no such part."""
        real = self._folded[name.lower()]
        if real not in self._parts:
            self._parts[real] = self._unpack(self._names[real])
        return self._parts[real]

    def once(self, name: str) -> bytes:
        """The same without keeping the bytes: for an archive whose entries are files of their own."""
        return self._unpack(self._names[self._folded[name.lower()]])

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        scan = Scan(self._limits) if info.filename.lower().endswith(_XML) else None
        chunks: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise LimitError("L-UNPACKED", limit=self._limits.unpacked // 2**20)
                    if scan is not None:
                        scan.feed(chunk)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise RefusedError("E-DAMAGED") from error
        return b"".join(chunks)


def _check_end(data: bytes, limits: Limits) -> None:
    """The end record: present (else the file is cut off), and promising a directory of a sane size."""
    at = data.rfind(_END, max(0, len(data) - 65557))
    if at < 0 or len(data) < at + 22:
        raise RefusedError("E-DAMAGED")
    disk, _, here, total, size, _ = struct.unpack_from("<HHHHII", data, at + 4)
    if disk or here != total or total == 0xFFFF or size == 0xFFFFFFFF:
        raise _over_entries(limits) if total == 0xFFFF else RefusedError("E-ARCHIVE")
    if total > limits.entries or size > limits.entries * 1024:
        raise _over_entries(limits)


def _over_entries(limits: Limits) -> LimitError:
    return LimitError("L-ENTRIES", limit=limits.entries)


def _check_directory(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.entries:
        raise _over_entries(limits)
    if len({info.filename.lower() for info in infos}) != len(infos):
        raise RefusedError("E-ARCHIVE")
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise LimitError("L-UNPACKED", limit=limits.unpacked // 2**20)
    for info in infos:
        if info.flag_bits & 0x1:
            raise RefusedError("E-ENCRYPTED")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or _unsafe(info):
            raise RefusedError("E-ARCHIVE")
        if info.file_size > limits.entry:
            raise LimitError("L-UNPACKED", limit=limits.entry // 2**20)
        if info.file_size > _RATIO_FLOOR and info.file_size > limits.ratio * max(1, info.compress_size):
            raise LimitError("L-RATIO", limit=limits.ratio)


def _unsafe(info: zipfile.ZipInfo) -> bool:
    """Names that would leave a folder if unpacked, and links: no office program writes them."""
    name = info.filename.replace("\\", "/")
    link = (info.external_attr >> 16) & 0o170000 == 0o120000
    return link or name.startswith("/") or ":" in name or ".." in name.split("/") or len(name) > 255


def _check_places(data: bytes, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Every entry lies apart from the next one, and its local header names the same file."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        start = info.header_offset
        if start < end or start + _LOCAL.size > len(data):
            raise RefusedError("E-ARCHIVE")
        magic, _, flags, *_rest, names, extra = _LOCAL.unpack_from(data, start)
        raw = data[start + _LOCAL.size : start + _LOCAL.size + names]
        local = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        if magic != b"PK\x03\x04" or local.split("\0", 1)[0] != info.orig_filename.split("\0", 1)[0]:
            raise RefusedError("E-ARCHIVE")
        end = start + _LOCAL.size + names + extra + info.compress_size
        if end > directory:
            raise RefusedError("E-ARCHIVE")
