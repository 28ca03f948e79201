"""Just enough of the OLE2 container ([MS-CFB]) to name its streams and read the start of one; loops are survived."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_DIRECTORY_SECTORS: Final = 4096


class Stream(NamedTuple):
    """Name and first sector of a stream."""

    name: str
    sector: int


def streams(data: bytes) -> tuple[Stream, ...]:
    """All directory entries of the container; empty when it is damaged."""
    try:
        return tuple(_read(data))
    except (struct.error, IndexError):
        return ()


def start_of(data: bytes, stream: Stream, count: int) -> bytes:
    """The first `count` bytes of a stream kept in ordinary sectors (at most one sector)."""
    size = _sector_size(data)
    at = (stream.sector + 1) * size
    return data[at : at + min(count, size)]


def _sector_size(data: bytes) -> int:
    shift = int(struct.unpack_from("<H", data, 30)[0])
    return 1 << (shift if shift in (9, 12) else 9)


def _read(data: bytes) -> list[Stream]:
    size = _sector_size(data)
    table = _allocation(data, size)
    out: list[Stream] = []
    seen: set[int] = set()
    sector = int(struct.unpack_from("<I", data, 48)[0])
    while sector < _LAST and sector not in seen and len(seen) < _DIRECTORY_SECTORS:
        seen.add(sector)
        start = (sector + 1) * size
        for at in range(start, min(start + size, len(data) - _ENTRY + 1), _ENTRY):
            length = int(struct.unpack_from("<H", data, at + 64)[0])
            if data[at + 66] and 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                out.append(Stream(name, int(struct.unpack_from("<I", data, at + 116)[0])))
        sector = _next(data, table, sector, size)
    return out


def _allocation(data: bytes, size: int) -> list[int]:
    """Sectors of the allocation table that the header lists (109: enough for 7 MB; larger ones go on by run)."""
    return [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _LAST]


def _next(data: bytes, table: list[int], sector: int, size: int) -> int:
    a_sector = size // 4
    if sector // a_sector >= len(table):
        return sector + 1
    at = (table[sector // a_sector] + 1) * size + sector % a_sector * 4
    return int(struct.unpack_from("<I", data, at)[0])
