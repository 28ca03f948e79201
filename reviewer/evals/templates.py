"""Sentence templates: `when`, slots, and the statements that filling them makes.

Slots: {name} a word; {cells} a stated number; {cells@万元} with conversion; {?cells} or {?x~1-9} a number never scored;
{z:cells|cells:words} zero in words; {x~1-9} a random number; {#sum} a computed one; {%part/whole} a share in percent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from reviewer import resources
from reviewer.errors import ConfigError
from reviewer.evals import aliases
from reviewer.evals.numbers import plain, written
from reviewer.evals.spec import Piece, Stated

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\??)([a-z]\w*)~([\w.]+)-([\w.]+)")
_CONDITION = re.compile(r"([a-z][\w.]*)([=<>])([\w.]+)")
_UNITS = {"万元": Decimal(1), "元": Decimal(10_000), "亿元": Decimal("0.0001")}


def folder() -> Path:
    """fixtures/evals of the checkout. Raises ConfigError where the package is installed without its source."""
    path = resources.root() / "fixtures" / "evals"
    if not path.is_dir():
        raise ConfigError("C-FILE", file="fixtures/evals", problem="FileNotFoundError")
    return path


@cache
def book(name: str) -> dict[str, Any]:
    """One template file by its stem."""
    data: dict[str, Any] = resources.read_yaml(folder() / f"{name}.yaml")
    return data


@dataclass
class Voice:
    """All that filling needs; `view` is what the author believes, which a planted fault makes differ from the cells."""

    rng: Random
    view: Mapping[str, Decimal]
    words: Mapping[str, str]
    unsplit: bool
    style: str
    units: Mapping[str, str]
    flags: frozenset[str] = frozenset()
    fixed: dict[str, int] = field(default_factory=dict)

    def value(self, expression: str) -> Decimal | None:
        try:
            return aliases.value(expression, self.view, self.unsplit)
        except KeyError:
            return None


def fits(entry: Mapping[str, Any], voice: Voice) -> bool:
    """True when the conditions hold and every cell named exists in this report's form."""
    if entry.get("skip") or (entry.get("alone") and "pair" in voice.flags):
        return False
    for term in str(entry.get("when", "")).split():
        match = _CONDITION.fullmatch(term)
        assert match, term
        left = voice.value(match[1])
        right = voice.value(match[3]) if aliases.known(match[3]) else Decimal(match[3])
        if left is None or right is None:
            return False
        if not {"=": left == right, "<": left < right, ">": left > right}[match[2]]:
            return False
    return all(voice.value(one) is not None for one in stated_names(entry))


def stated_names(entry: Mapping[str, Any]) -> list[str]:
    """The cell expressions that a template states."""
    found: list[str] = []
    for slot in _SLOT.findall(str(entry["t"])):
        if slot.startswith("z:"):
            found.extend(slot.split(":")[1].split("|"))
        elif slot[0] in "#%" or "~" in slot:
            continue
        else:
            name = slot.lstrip("?").split("@")[0]
            found.extend([name] if aliases.known(name.split("+")[0]) else [])
    return found


def choose(entries: Sequence[Mapping[str, Any]], voice: Voice, tag: str = "") -> Mapping[str, Any] | None:
    """One fitting entry, of those with `tag` if there are any such."""
    fitting = [one for one in entries if fits(one, voice)]
    tagged = [one for one in fitting if tag and tag in one.get("tags", ())]
    pool = tagged or fitting
    return voice.rng.choice(pool) if pool else None


def fill(text: str, voice: Voice) -> tuple[Piece, ...]:
    """The pieces of a filled template, statements marked."""
    local: dict[str, int] = dict(voice.fixed)
    for slot in _SLOT.findall(text):
        match = _RANGE.fullmatch(slot)
        if match and match[2] not in local:
            local[match[2]] = voice.rng.randint(
                _bound(match[3], voice), max(_bound(match[3], voice), _bound(match[4], voice))
            )
    pieces: list[Piece] = []
    cursor = 0
    for match in _SLOT.finditer(text):
        if match.start() > cursor:
            pieces.append(Piece(text[cursor : match.start()]))
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        pieces.append(_slot(match[1], local, voice, tight=any(char in ".0123456789" for char in around)))
        cursor = match.end()
    pieces.append(Piece(text[cursor:]))
    return tuple(piece for piece in pieces if piece.text)


def _bound(text: str, voice: Voice) -> int:
    return int(text) if text.isdigit() else int(voice.value(text) or 0)


def _slot(slot: str, local: Mapping[str, int], voice: Voice, *, tight: bool) -> Piece:
    match = _RANGE.fullmatch(slot)
    if match:
        number = Decimal(local[match[2]])
        if match[1]:
            return Piece(plain(number), Stated((), number, "neutral", (), "?"))
        return Piece(_loose(number, voice, tight))
    if slot.startswith("z:"):
        _, names, words = slot.split(":", 2)
        return Piece(words, _zero(names.split("|"), voice))
    if slot[0] == "#":
        return Piece(_loose(_computed(slot[1:], local, voice), voice, tight))
    if slot[0] == "%":
        part, whole = (_computed(one, local, voice) for one in slot[1:].split("/"))
        return Piece(plain((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)) + "%")
    if slot in local:
        return Piece(_loose(Decimal(local[slot]), voice, tight))
    if slot in voice.units:
        return Piece(voice.units[slot] if voice.rng.random() < 0.88 else "件")
    name, _, unit = slot.lstrip("?").partition("@")
    if voice.value(name) is None:
        return Piece(voice.words[slot])
    return _stated(name, unit, voice, neutral=slot[0] == "?")


def _loose(number: Decimal, voice: Voice, tight: bool) -> str:
    style = voice.style if voice.style in ("wide", "spaced") and not tight else "arabic"
    return written(number, style)


def _computed(expression: str, local: Mapping[str, int], voice: Voice) -> Decimal:
    total = Decimal(0)
    for sign, name in re.findall(r"([+-]?)([\w.]+)", expression):
        number = Decimal(local[name]) if name in local else voice.value(name)
        assert number is not None, expression
        total += -number if sign == "-" else number
    return total


def _accept(expression: str, voice: Voice) -> tuple[frozenset[str], ...]:
    own = aliases.facts(expression, voice.unsplit)
    options = [own]
    carried = voice.value("in")
    if expression == "new" and carried == 0:
        options.append(aliases.facts("new+in", voice.unsplit))
    if expression == "new+in" and carried == 0:
        options.append(aliases.facts("new", voice.unsplit))
    return tuple(options)


def _stated(expression: str, unit: str, voice: Voice, *, neutral: bool) -> Piece:
    value = voice.value(expression)
    assert value is not None, expression
    scale = _UNITS.get(unit, Decimal(1))
    stated = Stated(
        _accept(expression, voice),
        value,
        "neutral" if neutral else "eq",
        aliases.rules(expression),
        expression,
        voice.style,
        (value * scale,) if scale != 1 else (),
        scale,
    )
    return Piece(_print(stated), stated) if not unit else Piece(_print(stated) + unit, stated)


def _print(stated: Stated) -> str:
    style = "arabic" if stated.style == "chinese" and stated.scale != 1 else stated.style
    return written(stated.value * stated.scale, style)


def restate(piece: Piece, value: Decimal) -> Piece:
    """The same statement with another number in it."""
    stated = piece.stated
    assert stated is not None
    also = (value * stated.scale,) if stated.also else ()
    changed = Stated(stated.accept, value, stated.kind, stated.rules, stated.alias, stated.style, also, stated.scale)
    return Piece(piece.text.replace(_print(stated), _print(changed), 1), changed)


def _zero(names: Sequence[str], voice: Voice) -> Stated:
    sets = [aliases.facts(name, voice.unsplit) for name in names]
    union = frozenset().union(*sets)
    rules = tuple(dict.fromkeys(("TX-ZERO-CLAIM", *(rule for name in names for rule in aliases.rules(name)))))
    options = (*sets, union, *((frozenset({one}) for one in sorted(union)) if len(names) > 1 or len(union) > 1 else ()))
    return Stated(tuple(dict.fromkeys(options)), Decimal(0), "zero", rules, "|".join(names))
