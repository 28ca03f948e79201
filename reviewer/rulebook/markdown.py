"""The reference of all rules as Markdown: contents, then a section a pack and a table a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks import Catalogue, Loaded
from reviewer.rulebook.view import packed, page
from reviewer.rulebook.words import words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])")


def markdown(catalogue: Catalogue) -> str:
    """docs/rules.md, for the rules as they stand in the latest report year."""
    rules = catalogue.rules(catalogue.latest)
    groups: dict[str, list[Loaded]] = {}
    for one in rules:
        groups.setdefault(one.pack.title, []).append(one)
    lines = [f"# {words('page', 'title')}", "", words("page", "head", count=len(rules))]
    lines += [f"## {words('page', 'contents')}", "", *_contents(groups), ""]
    for title, found in groups.items():
        lines += [f"## {_safe(title)}", "", f"{words('page', 'pack')}{_safe(packed(found[0].pack))}", ""]
        for one in found:
            lines += [*_rule(one), ""]
    return "\n".join(lines).rstrip() + "\n"


def _contents(groups: dict[str, list[Loaded]]) -> Iterator[str]:
    for title, found in groups.items():
        yield f"- {_safe(title)}"
        for one in found:
            yield f"  - [{one.rule.id}](#{one.rule.id.lower()}) {_safe(one.rule.title)}"


def _rule(one: Loaded) -> Iterator[str]:
    found = page(one)
    yield f"### {found.id}"
    yield ""
    yield f"**{_safe(found.title)}**"
    yield ""
    for row in found.rows:
        if row.key == "pack":  # said once, under the heading
            continue
        yield f"- **{row.title}** {_safe(row.text)}"


def _safe(text: str) -> str:
    """Text that Markdown takes for nothing but text."""
    return _SPECIAL.sub(r"\\\1", text)
