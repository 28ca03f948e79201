"""Whether a folder lies on a network share, where SQLite's locks cannot be trusted.

Linux: the file system of the mount point (/proc/self/mounts). Windows: UNC paths and drives of the network. macOS: what
`mount` says. Where none of these can be asked, the folder is taken for a local one.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\w*|afpfs|ncpfs|ncp|9p|afs|coda|ceph|lustre|gpfs|gfs2?|ocfs2|beegfs|glusterfs|webdav|davfs2?"
    r"|fuse\.(sshfs|rclone|glusterfs|davfs2?|cephfs|ceph-fuse|s3fs|goofys|juicefs|curlftpfs|smbnetfs|mfs|moosefs|seaweedfs)"
)
_DRIVE_REMOTE = 4
_OCTAL = re.compile(r"\\(\d{3})")


def remote(folder: Path) -> str | None:
    """Name of the network file system that holds `folder` (it need not exist yet); None for a local one."""
    place = folder.resolve()
    if sys.platform == "win32":
        return _windows(place)
    try:
        table = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        table = _asked() if sys.platform == "darwin" else ""
    kind = kind_of(str(place), mounts(table))
    return kind if kind and _REMOTE.fullmatch(kind) else None


def mounts(table: str) -> list[tuple[str, str]]:
    """Mount point and file system of each line, in the form of /proc/self/mounts or of macOS' `mount`."""
    found = []
    for line in table.splitlines():
        told = re.fullmatch(r".+? on (.+) \((\w+)[,)].*", line)
        if told:
            found.append((told[1], told[2]))
        elif len(parts := line.split()) >= 3:
            found.append((_OCTAL.sub(lambda one: chr(int(one[1], 8)), parts[1]), parts[2]))
    return found


def kind_of(place: str, table: list[tuple[str, str]]) -> str | None:
    """File system of the mount point deepest above `place`; of two on one point the later hides the earlier."""
    best, kind = -1, None
    for point, system in table:
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), system
    return kind


def _asked() -> str:
    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _windows(place: Path) -> str | None:
    if str(place).startswith("\\\\"):
        return "UNC"
    import ctypes

    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(place.anchor)  # noqa: B009 - absent elsewhere
    return "DRIVE_REMOTE" if kind == _DRIVE_REMOTE else None
