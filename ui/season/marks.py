"""What people say of single findings: a form for each, and those that were dismissed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from reviewer.export import sheets
from reviewer.model import Mark, Submission
from ui.season.shell import Around, button
from ui.season.standing import HERE

if TYPE_CHECKING:
    from reviewer.export.view import Item
    from reviewer.model import Finding, Review

Marks = Mapping[tuple[str, str], Mark]
"""By rule and fingerprint."""


def _items(review: Review) -> list[Item]:
    return [item for top in sheets([review])[0].items for item in (top, *top.consequences)]


def forms(around: Around, review: Review, one: Submission, marks: Marks) -> str:
    """A form for each finding; the script moves it into the finding's card."""
    if one.agency is None or one.year is None:
        return ""
    parts = [_form(around, one, item, marks.get((item.rule, item.fingerprint))) for item in _items(review)]
    return f'<div id="say" hidden>{"".join(parts)}</div>'


def _form(around: Around, one: Submission, item: Item, mark: Mark | None) -> str:
    words = around.words
    told = ""
    if mark is not None and mark.kind == "confirmed":
        told = f'<span class="said confirmed">{escape(words["confirmed"])}</span><small>{escape(mark.who)} {mark.when.astimezone(HERE):%m-%d %H:%M}</small>'
        told += f"<small>{escape(mark.reason)}</small>" if mark.reason else ""
    if not around.person.may("decide"):
        return f'<p class="mark" data-for="{item.anchor}">{told}</p>' if told else ""
    seen = mark.revision if mark is not None else 0
    confirm = (
        f'<button name="kind" value="withdrawn" class="quiet" formnovalidate>{escape(words["take_back"])}</button>'
        if mark is not None
        else f'<button name="kind" value="confirmed" formnovalidate>{escape(words["confirm"])}</button>'
    )
    return (
        f'<form class="act mark" data-for="{item.anchor}" action="{around.link(f"open/{one.id}/mark")}">'
        f'<input type="hidden" name="rule" value="{escape(item.rule)}"><input type="hidden" name="fingerprint" value="{escape(item.fingerprint)}"><input type="hidden" name="seen" value="{seen}">'
        f'{told}{confirm}<button type="button" class="dismiss" aria-expanded="false">{escape(words["dismiss"])}</button>'
        f'<span class="why" hidden><input name="reason" required maxlength="500" aria-label="{escape(words["reason"])}" placeholder="{escape(words["reason_hint"])}">'
        f'<button name="kind" value="dismissed" class="main">{escape(words["dismiss_keep"])}</button></span></form>'
    )


def set_aside(around: Around, review: Review, one: Submission, marks: Marks) -> str:
    """Findings that people dismissed: still told, and to be taken back."""
    gone = [found for found in review.findings if found.waived is not None and found.waived.kind == "waiver"]
    if not gone:
        return ""
    words = around.words
    rows = "".join(_gone(around, one, found, marks.get((found.rule, found.fingerprint))) for found in gone)
    return f'<section class="block aside" id="dismissed"><h2>{escape(words["dismissed"])} <span class="count">{len(gone)}</span></h2>{rows}</section>'


def _gone(around: Around, one: Submission, finding: Finding, mark: Mark | None) -> str:
    words = around.words
    back = ""
    if mark is not None and around.person.may("decide"):
        back = button(
            around, f"open/{one.id}/mark", words["take_back"], "quiet", kind="withdrawn", rule=finding.rule,
            fingerprint=finding.fingerprint, seen=mark.revision,
        )  # fmt: skip
    reason = finding.waived.reason if finding.waived else ""
    by = f"{mark.who} {mark.when.astimezone(HERE):%m-%d %H:%M}" if mark is not None else ""
    return (
        f'<div class="gone"><p><code>{escape(finding.rule)}</code> <s>{escape(finding.message)}</s></p>'
        f'<p class="told">{escape(words["because"].format(reason=reason))} <small>{escape(by)}</small></p>{back}</div>'
    )
