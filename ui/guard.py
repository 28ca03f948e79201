"""What stands before every request: a visitor's token, headers, and the doors of the framework that stay shut.

Pure ASGI, so that streamed answers are not held up. Settings after the threat table of Gradio 6 (uploads of others can be
read by whoever knows the address, no security headers, `file=` fetches addresses): see docs/security.md.
"""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from ui.desk import new_id
from ui.login import COOKIE as SESSION

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from ui.login import Login

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Any]]
    Send = Callable[[Any], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "reviewer_desk"
_TOKEN = re.compile(r"[\w-]{16,64}")
_OWN = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
_FRAMEWORK = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; "
)
_DESK = _OWN + "connect-src 'self'; "
_ALWAYS = "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
_SHUT = re.compile(
    r"/(?:en/)?(?:gradio_api/)?(?:file=|proxy=|monitoring|runs\b|deep_link|component_server|openapi\.json|docs\b|redoc)",
    re.IGNORECASE,
)
"""Doors of the framework that this page does not use: other visitors' uploads, a fetch proxy, traffic figures, history."""


_OPEN = re.compile(r"/login|/own/login\.css")
"""What may be seen before logging in."""


_AT_DESK = re.compile(r"/season(?:/|$)")
_OURS = re.compile(r"/(?:season|login|logout)(?:/|$)")
_READING = ("GET", "HEAD")
_LOCAL = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?")


class Guard:
    """Wraps the whole application."""

    def __init__(self, app: App, secure: bool = False, login: Login | None = None) -> None:
        self._app = app
        self._secure = secure
        self._login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        owner = cookie_of(scope, COOKIE)
        fresh = owner is None
        owner = owner or new_id()
        session = self._login.who(cookie_of(scope, SESSION)) if self._login is not None else None
        scope.setdefault("state", {})["owner"] = f"person:{session.name}" if session is not None else owner
        scope["state"]["session"] = session

        async def answered(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    *self._headers(scope["path"], owner if fresh else None),
                ]
            await send(message)

        if _SHUT.match(scope["path"]):
            await _refuse(answered, 404)
            return
        if self._foreign(scope):
            await _refuse(answered, 403)
            return
        if self._login is not None and session is None and not _OPEN.fullmatch(scope["path"]):
            asked = any(name == b"accept" and b"text/html" in value for name, value in scope.get("headers", ()))
            await _refuse(answered, 303 if asked and scope["method"] == "GET" else 401)
            return
        await self._app(scope, receive, answered)

    def _foreign(self, scope: Scope) -> bool:
        """Whether another site may be behind a request to routes of ours that change something.

        A browser says from where a POST comes (`Origin`, `Sec-Fetch-Site`); one that says neither changes nothing at the
        desk. Without a login the desk answers to this machine's own names alone: a name that was made to lead here
        (DNS rebinding) would make a foreign page and the desk one origin.
        """
        path, method = scope["path"], scope["method"]
        if not _OURS.match(path):
            return False
        sent = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        host, desk = sent.get(b"host", ""), bool(_AT_DESK.match(path))
        if desk and self._login is None and not _LOCAL.fullmatch(host.lower()):
            return True
        if method in _READING:
            return False
        origin, site = sent.get(b"origin"), sent.get(b"sec-fetch-site")
        if origin is not None and origin.lower().partition("://")[2] != host.lower():
            return True
        return site not in (None, "same-origin", "none") or (desk and origin is None and site is None)

    def _headers(self, path: str, fresh: str | None) -> list[tuple[bytes, bytes]]:
        own = path.startswith(("/view/", "/compare/", "/files/", "/pages/", "/own/"))
        policy = _OWN if own else _DESK if _AT_DESK.match(path) else _FRAMEWORK
        found = {
            "content-security-policy": policy + _ALWAYS,
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }
        if fresh is not None:
            flags = "; Secure" if self._secure else ""
            found["set-cookie"] = f"{COOKIE}={fresh}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400{flags}"
        return [(name.encode(), value.encode()) for name, value in found.items()]


async def _refuse(send: Send, status: int) -> None:
    """An empty answer; 303 leads to the login."""
    headers = [(b"content-length", b"0"), *([(b"location", b"/login")] if status == 303 else [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def cookie_of(scope: Scope, wanted: str) -> str | None:
    """A token of ours among a request's cookies, None where there is none that we could have made."""
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            try:
                cookie = SimpleCookie(value.decode("latin-1"))
            except CookieError:
                return None
            if wanted in cookie and _TOKEN.fullmatch(cookie[wanted].value):
                return cookie[wanted].value
    return None
