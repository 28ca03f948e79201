"""The versions of one body's report, what changed between two of them, and the trail in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from reviewer.export import comparison_fragment
from ui.season.ledger import mark_of
from ui.season.shell import Around, head
from ui.season.standing import HERE
from ui.season.table import state_said, verdict_of

if TYPE_CHECKING:
    from reviewer.model import Comparison, Entry, Submission
    from ui.season.one import Kept


def section(around: Around, kept: Kept) -> str:
    """The list of versions; nothing where there is only one."""
    if len(kept.versions) < 2:
        return ""
    words = around.words
    rows = "".join(
        _line(around, one, kept.versions[number - 1] if number else None, kept.one.id)
        for number, one in enumerate(kept.versions)
    )
    return f'<section class="block" id="versions"><h2>{escape(words["versions"])}</h2><ol class="versions">{rows}</ol></section>'


def _line(around: Around, one: Submission, before: Submission | None, here: int) -> str:
    words = around.words
    name = words["version_n"].format(n=one.number)
    shown = (
        f"<b>{escape(name)}</b>" if one.id == here else f'<a href="{around.link(f"open/{one.id}")}">{escape(name)}</a>'
    )
    verdict = f'<span class="chip v-{verdict_of(one)}">{escape(state_said(around, one))}</span>'
    said = f'<span class="said d-{one.decision.value}">{escape(words[f"decision_{one.decision.value}"])}</span>'
    change = (
        f'<a class="compare" href="{around.link(f"compare/{one.id}")}">{escape(words["compare_before"])}</a>'
        if before
        else ""
    )
    return f"<li>{shown} {verdict} {said} <small>{one.received.astimezone(HERE):%Y-%m-%d %H:%M} {escape(one.file)}</small> {change}</li>"


def replaced(around: Around, kept: Kept) -> str:
    """That a later version is there, with the way to it."""
    newest = next((one for one in kept.versions if one.newest), None)
    text = escape(around.words["is_older"])
    return (
        f'{text} <a href="{around.link(f"open/{newest.id}")}">{escape(around.words["to_newest"])}</a>'
        if newest
        else text
    )


def compared(around: Around, one: Submission, found: Comparison) -> str:
    """A version against the one before: fixed, still there, new, changed elsewhere."""
    words = around.words
    back = (
        f'<nav class="downloads"><a href="{around.link(f"open/{one.id}")}">{escape(words["to_submission"])}</a></nav>'
    )
    title = words["compared"].format(name=one.agency or one.file, n=one.number)
    bar = f'<header class="bar"><h1>{escape(title)}</h1>{back}</header>'
    return (
        f"{head(title, around.language, 'view', 'season.js')}{bar}"
        f'<div class="single"><main id="main">{comparison_fragment(found)}</main></div></body></html>'
    )


def told(around: Around, entry: Entry, titles: Mapping[str, str]) -> str:
    """A line of the trail in words; a kind that this page does not know is told by its code. `titles`: of rules."""
    words = around.words
    try:
        after = json.loads(entry.after) if entry.after else {}
    except ValueError:
        after = {}
    if entry.what == "decide":
        return words["did_decide"].format(what=words.get(f"decision_{after.get('decision')}", ""))
    if entry.what == "mark":
        rule = mark_of(entry).rule
        return words.get(f"did_{after.get('kind')}", entry.what).format(rule=titles.get(rule, rule))
    if entry.what == "assign":
        return words["did_assign"].format(agency=after.get("agency", ""), year=after.get("year", ""))
    return words.get(f"did_{entry.what}", entry.what)
