"""Where text may go: this machine, the administrator's list, or, when switched on, a cloud. Nowhere else.

Checked when the model is set up, and again for each connection with the addresses that the name has just then; the
connection goes to the address that was checked, so a name that changes its address in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from reviewer.llm.base import ModelError
from reviewer.llm.faults import CallError
from reviewer.settings import Settings

Place = Literal["loopback", "listed", "cloud"]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]


class Endpoint(NamedTuple):
    """One server and what it is to us."""

    url: str
    """As OpenAI's clients want it: scheme, host, port, path; no user, no query."""
    scheme: str
    host: str
    port: int
    place: Place


def endpoint(settings: Settings) -> Endpoint:
    """The configured endpoint. Raises ModelError M-URL (not an address), M-HOST (not allowed), M-PLAIN (unencrypted)."""
    url = (settings.base_url or "").strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        plain = parts.username is None and parts.password is None and not parts.query and not parts.fragment
    except ValueError:
        raise ModelError("M-URL") from None
    if parts.scheme not in ("http", "https") or not host or not plain or not host.isascii():
        raise ModelError("M-URL")
    port = port or (443 if parts.scheme == "https" else 80)
    place = _place(host, port, settings)
    if place is None:
        raise ModelError("M-HOST", host=host)
    if place == "cloud" and parts.scheme != "https":
        raise ModelError("M-PLAIN", host=host)
    shown = f"[{host}]" if ":" in host else host
    return Endpoint(f"{parts.scheme}://{shown}:{port}{parts.path.rstrip('/')}", parts.scheme, host, port, place)


def _place(host: str, port: int, settings: Settings) -> Place | None:
    literal = _literal(host)
    if host == "localhost" or (literal is not None and literal.is_loopback):
        return "loopback"
    if any(_fits(entry, host, port, literal) for entry in settings.llm_hosts):
        return "listed"
    return "cloud" if settings.llm_cloud == "on" else None


def _fits(entry: str, host: str, port: int, literal: Address | None) -> bool:
    """Whether a host fits an entry of the list: a name, an address, either with a port, or a network (10.1.0.0/16)."""
    entry = entry.strip().lower()
    if "/" in entry:
        try:
            return literal is not None and literal in ipaddress.ip_network(entry, strict=False)
        except ValueError:
            return False
    try:
        parts = urlsplit(f"//{entry if _literal(entry) is None or ':' not in entry else f'[{entry}]'}")
        return parts.hostname == host and parts.port in (None, port)
    except ValueError:
        return False


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name now. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses(where: Endpoint, resolver: Resolver | None = None) -> list[str]:
    """The addresses to connect to, each of them allowed. Raises CallError M-CONNECT (no such name), M-RESOLVE."""
    try:
        found = (resolver or resolve)(where.host, where.port)
    except OSError as error:
        raise CallError("M-CONNECT", again=True, host=where.host) from error
    if not found:
        raise CallError("M-CONNECT", again=True, host=where.host)
    if not _allowed(where, (ipaddress.ip_address(one.partition("%")[0]) for one in found)):
        raise CallError("M-RESOLVE", host=where.host)
    return found


def _allowed(where: Endpoint, found: Iterable[Address]) -> bool:
    """A loopback name must be loopback. Addresses of no server (link-local with its metadata services, multicast,
    unspecified) are reached by no name; a cloud's name must not lead into this machine."""
    literal = _literal(where.host)
    for one in found:
        if literal is not None:
            if one != literal:
                return False
        elif where.place == "loopback":
            if not one.is_loopback:
                return False
        elif (
            one.is_link_local or one.is_multicast or one.is_unspecified or (where.place == "cloud" and one.is_loopback)
        ):
            return False
    return True
