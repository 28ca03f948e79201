"""What kind of body a name belongs to, by the endings and prefixes listed in rules/words/bodies.yaml."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reviewer import resources
from reviewer.checks.regex import Pattern
from reviewer.model import Frozen, folded

_LONGEST = 40
"""Characters of the longest generic name; also keeps patterns that repeat words cheap on any title."""


class BodyKind(Frozen):
    """Names that match `pattern` (and not an earlier one) are of these kinds."""

    pattern: Pattern
    kinds: tuple[str, ...] = ()


class BodyWords(Frozen):
    """The data file: kinds of bodies, and how a name without its place looks."""

    kinds: tuple[BodyKind, ...]
    bare_levels: Pattern
    """Pattern: a name that opens with its level and no place (区应急管理局)."""
    bare_functions: Pattern
    """Pattern: a name made of its task alone (应急管理局)."""
    self_names: Pattern
    """Pattern: 我局, 本机关."""
    signs_for: Pattern
    """Pattern: names under which reports of other bodies are signed."""
    title_tail: Pattern
    """Pattern: where the name of the body ends in a title."""
    year: Pattern
    """Pattern: a year at the beginning of a title."""
    title_noise: Pattern
    """Pattern: what is taken off the name before it is judged."""
    full_name: Pattern
    """Pattern with `{name}`: the same name with its place, anywhere in the text."""
    all_kinds: tuple[str, ...]


@cache
def words() -> BodyWords:
    return resources.read_model(resources.rules_dir() / "words" / "bodies.yaml", BodyWords)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple((re.compile(one.pattern), frozenset(one.kinds)) for one in words().kinds)


@lru_cache(maxsize=1024)
def kinds(name: str) -> frozenset[str]:
    """The kinds of the body called `name`; empty when the name does not tell."""
    text = of_title(folded(name)) or folded(name)
    return next((found for pattern, found in _patterns() if pattern.search(text)), frozenset())


def of_title(title: str) -> str:
    """The name of the body in a folded title; "" when the title names none."""
    title = re.sub(words().title_noise, "", title)
    cut = re.search(words().title_tail, title)
    while cut is not None and cut.start() == 0:
        if not re.match(words().year, title):
            return ""
        title = title[cut.end() :]  # the year stands first: 2023年甲县财政局…
        cut = re.search(words().title_tail, title)
    head = title[: cut.start()] if cut else title
    return re.sub(words().title_noise, "", head)


def lacks_place(name: str) -> bool:
    """Whether a folded name is generic: 区应急管理局, 应急管理局, 我局."""
    known = words()
    return len(name) <= _LONGEST and any(
        re.search(one, name) for one in (known.bare_levels, known.bare_functions, known.self_names)
    )
