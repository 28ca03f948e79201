"""Personal data are hidden before a text leaves, and put back into what returns. The map lives in memory, for one call.

Kinds with a checksum or a fixed form are hidden wherever they stand, accounts of messengers after their label, names
after a label (best effort). Statistics and unified social credit codes are left as they are. Hidden or not, a quote
comes back verbatim, so that it can be found in the report.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from reviewer import resources
from reviewer.llm.base import Message, Model, Reply, Request
from reviewer.model import Frozen
from reviewer.model.personal import CARD, IDENTITY, MOBILE, is_card, is_code, is_identity
from reviewer.model.text import fold

_TOKEN = re.compile(r"〔([^〔〕\d]{1,8})(\d{1,4})〕")
_LONGEST = 16
_IN_FOURS = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{3}(?:[ -]\d{4}){3}[ -]\d[\dXx](?![0-9A-Za-z])")
_SPACED = re.compile(r"[ -]")


class Words(Frozen):
    """rules/words/masks.yaml."""

    names: dict[str, str]
    public: str
    phone: tuple[str, ...]
    mail: tuple[str, ...]
    plate: tuple[str, ...]
    passport: tuple[str, ...]
    wechat: tuple[str, ...]
    qq: tuple[str, ...]
    labels: str
    compound: str


class Found(NamedTuple):
    """One datum: its kind, and where it stands in the text as given."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """The personal data in a text, in order and apart from each other; of two that overlap the surer kind stays."""
    whole = fold(text)
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for kind, finder in _finders():
        for start, end in finder(whole.text):
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                found.append(Found(kind, *whole.source(start, end)))
    return sorted(found, key=lambda one: one.start)


class Masks:
    """The masks of one call: the same datum gets the same mask in all of its messages."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self._mask: dict[tuple[str, str], str] = {}
        self._clear: dict[str, str] = {}
        self.hidden = tuple(self._hide(text) for text in self._texts)

    def _hide(self, text: str) -> str:
        parts, last = [], 0
        for one in find(text):
            parts += [text[last : one.start], self._name(one.kind, text[one.start : one.end])]
            last = one.end
        return "".join([*parts, text[last:]])

    def _name(self, kind: str, datum: str) -> str:
        key = (kind, datum)
        if key not in self._mask:
            number = sum(1 for known, _ in self._mask if known == kind) + 1
            while any(_token(kind, number) in text for text in self._texts) or _token(kind, number) in self._clear:
                number += 1
            self._mask[key] = _token(kind, number)
            self._clear[self._mask[key]] = datum
        return self._mask[key]

    def shown(self, text: str) -> str:
        """The text with the data put back."""
        return _TOKEN.sub(lambda match: self._clear.get(match[0], match[0]), text)

    def shown_json(self, text: str) -> str:
        """JSON text with the data put back inside its strings."""
        return _TOKEN.sub(lambda match: json.dumps(self._clear.get(match[0], match[0]), ensure_ascii=False)[1:-1], text)

    def shown_flow(self, pieces: Iterable[str]) -> Iterator[str]:
        """The same for text in pieces: what may be the beginning of a mask waits for its end."""
        held = ""
        for piece in pieces:
            held += piece
            start = held.rfind("〔")
            waits = start >= 0 and "〕" not in held[start:] and len(held) - start <= _LONGEST
            ready, held = (held[:start], held[start:]) if waits else (held, "")
            if ready:
                yield self.shown(ready)
        if held:
            yield self.shown(held)


class Masked:
    """A model that never sees personal data. `inner` has to be a Model; a Talker too where `stream` is used."""

    def __init__(self, inner: Model) -> None:
        self._inner: Any = inner

    @property
    def name(self) -> str:
        return str(self._inner.name)

    def answer(self, request: Request) -> Reply:
        masks, hidden = _hidden(request)
        reply: Reply = self._inner.answer(hidden)
        return reply._replace(text=masks.shown_json(reply.text))

    def stream(self, messages: tuple[Message, ...], max_tokens: int = 2000) -> Iterator[str]:
        masks = Masks(one.content for one in messages)
        return masks.shown_flow(self._inner.stream(_with(messages, masks), max_tokens))

    def sent(self, request: Request) -> bytes:
        """Exactly the bytes that would leave."""
        return bytes(self._inner.sent(_hidden(request)[1]))


def _hidden(request: Request) -> tuple[Masks, Request]:
    masks = Masks(one.content for one in request.messages)
    accept = request.accept
    clear = None if accept is None else lambda text: accept(masks.shown_json(text))
    return masks, request._replace(messages=_with(request.messages, masks), accept=clear)


def _with(messages: tuple[Message, ...], masks: Masks) -> tuple[Message, ...]:
    return tuple(one._replace(content=text) for one, text in zip(messages, masks.hidden, strict=True))


def _token(kind: str, number: int) -> str:
    return f"〔{words().names[kind]}{number}〕"


@cache
def words() -> Words:
    return resources.read_model(resources.rules_dir() / "words" / "masks.yaml", Words)


_Finder = Callable[[str], Iterator[tuple[int, int]]]


@cache
def _finders() -> tuple[tuple[str, _Finder], ...]:
    """By how sure they are."""
    known = words()
    patterns = {name: getattr(known, name) for name in ("mail", "phone", "plate", "passport", "wechat", "qq")}
    patterned = [(name, _by_patterns(tuple(map(re.compile, some)))) for name, some in patterns.items()]
    return (
        ("identity", _identities),
        ("mobile", _mobiles),
        ("card", _cards),
        *patterned,
        ("person", _by_patterns(_names())),
    )


def _by_patterns(patterns: tuple[re.Pattern[str], ...]) -> _Finder:
    def finder(text: str) -> Iterator[tuple[int, int]]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield match.span("data" if "data" in pattern.groupindex else 0)

    return finder


def _identities(text: str) -> Iterator[tuple[int, int]]:
    for match in itertools.chain(IDENTITY.finditer(text), _IN_FOURS.finditer(text)):
        if is_identity(_SPACED.sub("", match[0])) and not _public(text, match.start()):
            yield match.span()


def _mobiles(text: str) -> Iterator[tuple[int, int]]:
    """Mobile numbers; figures of a table row with blanks between them are none."""
    for match in MOBILE.finditer(text):
        row = re.search(r"\d $", text[: match.start()]) or re.match(r" \d", text[match.end() :])
        if not (row and re.search(r"\d \d", match[0])):
            yield match.span()


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for match in CARD.finditer(text):
        digits = _SPACED.sub("", match[0])
        if is_card(digits) and not is_code(digits) and not _public(text, match.start()):
            yield match.span()


def _public(text: str, start: int) -> bool:
    return re.search(words().public, text[max(0, start - 24) : start]) is not None


def _names() -> tuple[re.Pattern[str], ...]:
    """Patterns of names; surnames and what stands around names are those of the rule that finds them."""
    known = resources.read_yaml(resources.rules_dir() / "words" / "privacy.yaml")
    no_names = "|".join(known["no_names"])
    given = r"[\u4e00-\u9fff]"
    name = rf"(?!{no_names})(?:(?:{words().compound}){given}{{1,2}}|[{known['surnames']}]{given}{{1,2}}|{given}{{2,8}}(?:·{given}{{1,8}}?)+)"
    sure = rf"(?!{no_names})(?:(?:{words().compound}){given}{{1,2}}|[{known['sure_surnames']}]{given}{{1,2}}?)"
    more = rf"(?:[、，和及]{name})*"
    return (
        re.compile(
            rf"(?:{words().labels})(?:的?姓名)?(?:：|为：|姓名为?|名叫|是：)(?P<data>{name}{more})(?=[^\u4e00-\u9fff]|$|先生|女士|同志|电话|手机|联系)"
        ),
        re.compile(rf"(?:{words().labels})(?P<data>{sure})(?={known['after_name']})"),
        re.compile(rf"(?P<data>{name})(?=[（，]?(?:女|男)?[，]?(?:公民身份号码|居民身份证|身份证))"),
    )
