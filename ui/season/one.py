"""One submission at the desk: the review tab's own page, with what people say of it around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from reviewer.model import Agency, Decision, Entry, Mark, Note, SeasonFinding, Submission, SubmissionState
from ui.season import across, board, history, marks, notice
from ui.season.shell import Around, button, dialogs, who
from ui.season.standing import HERE
from ui.view import Setting, document

if TYPE_CHECKING:
    from pathlib import Path

    from ui.desk import Opened


class Kept(NamedTuple):
    """All that is kept of one submission besides the file."""

    one: Submission
    versions: tuple[Submission, ...]
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    trail: Sequence[Entry]
    register: tuple[Agency, ...] = ()
    across: Sequence[SeasonFinding] = ()


_SAYABLE = (Decision.PASSED, Decision.RETURNED, Decision.PENDING)


def page(around: Around, opened: Opened, kept: Kept, marks_in: str | None, titles: Mapping[str, str]) -> str:
    """`marks_in`: docx or pdf where the submitted file can be marked; `titles`: of rules by their ids."""
    review = opened.review
    said = {(one.rule, one.fingerprint): one for one in kept.marks}
    back = f'<a class="back" href="{around.link(f"{kept.one.year or around.year}/table")}" title="{escape(around.words["to_table"])}">←</a>'
    foot = (
        marks.set_aside(around, review, kept.one, said)
        + across.told_of(around, kept.across, kept.one.agency)
        + history.section(around, kept)
        + _notes(around, kept)
        + _trail(around, kept, titles)
    )
    return document(
        opened, (), around.language,
        Setting(
            base="/season", asked="?lang=en" if around.language == "en" else "", scripts=("season.js", "season-one.js"),
            styles=("season.css",), back=back, strip=_strip(around, kept, marks_in), foot=foot,
            end=marks.forms(around, review, kept.one, said) + dialogs(around), titles=titles,
        ),
    )  # fmt: skip


def _strip(around: Around, kept: Kept, marks_in: str | None) -> str:
    words, one = around.words, kept.one
    may = around.person.may("decide") and one.state not in (SubmissionState.QUEUED, SubmissionState.LEASED)
    by = ""
    if one.decided_by and one.decided_at:
        by = f"<small>{escape(one.decided_by)} {one.decided_at.astimezone(HERE):%Y-%m-%d %H:%M}</small>"
    now = f'<p class="now">{escape(words["decision"])} <span class="said d-{one.decision.value}">{escape(words[f"decision_{one.decision.value}"])}</span>{by}</p>'
    controls = ""
    if may:
        buttons = "".join(
            f'<button name="decision" value="{key.value}" class="d-{key.value}" aria-pressed="{str(one.decision is key).lower()}">{escape(words[f"decide_{key.value}"])}</button>'
            for key in _SAYABLE
        )
        controls = (
            f'<form class="act row decide" action="{around.link(f"open/{one.id}/decide")}"><input type="hidden" name="seen" value="{one.revision}">'
            f'<label class="grow"><span class="hidden">{escape(words["note"])}</span><input name="note" maxlength="2000" placeholder="{escape(words["note_hint"])}"></label>{buttons}</form>'
        )
    outside = []
    sent_back = ""
    if one.decision is Decision.RETURNED and around.person.may("see"):
        sent_back = notice.form(around, f"open/{one.id}/notice", words["out_notice"])
    if marks_in is not None:
        outside.append(("marked", words[f"out_marked_{marks_in}"]))
    if one.sha256:
        outside.append(("original", words["out_original"]))
    links = "".join(
        f'<a class="button" href="/season/open/{one.id}/{key}" download>{escape(name)}</a>' for key, name in outside
    )
    asked = ""
    if (one.question or one.agency is None) and around.person.may("decide"):
        asked = f'{board.choices(kept.register)}<section class="whose">{board.question(around, one)}</section>'
    older = "" if one.newest else f'<p class="older">{history.replaced(around, kept)}</p>'
    return f'<section class="strip" aria-label="{escape(words["decision"])}">{now}{controls}<div class="row">{sent_back}{links}{who(around)}</div>{older}{asked}</section>'


def _notes(around: Around, kept: Kept) -> str:
    words = around.words
    told = "".join(
        f'<div class="note"><small>{escape(one.who)} {one.when.astimezone(HERE):%Y-%m-%d %H:%M}</small><p>{escape(one.text)}</p></div>'
        for one in kept.notes
    )
    form = ""
    if around.person.may("decide"):
        form = (
            f'<form class="act row" action="{around.link(f"open/{kept.one.id}/note")}"><label class="grow"><span class="hidden">{escape(words["note"])}</span>'
            f'<input name="text" required maxlength="2000" placeholder="{escape(words["note_add"])}"></label><button>{escape(words["keep"])}</button></form>'
        )
    return (
        f'<section class="block" id="notes"><h2>{escape(words["notes"])}</h2>{told}{form}</section>'
        if told or form
        else ""
    )


def _trail(around: Around, kept: Kept, titles: Mapping[str, str]) -> str:
    """Who did what, from the trail."""
    words = around.words
    rows = "".join(
        f"<tr><td>{entry.n}</td><td>{entry.when.astimezone(HERE):%Y-%m-%d %H:%M:%S}</td><td>{escape(entry.who)}</td><td>{escape(history.told(around, entry, titles))}</td></tr>"
        for entry in kept.trail
    )
    delete = ""
    if around.person.may("delete"):
        delete = button(around, f"open/{kept.one.id}/delete", words["delete"], "danger", words["delete_ask"])
    return (
        f'<section class="block" id="trail"><details><summary>{escape(words["trail"].format(n=len(kept.trail)))}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(words["trail_name"])}"><table>{rows}</table></div>{delete}</details></section>'
    )


def markable(one: Submission, path: Path) -> str | None:
    """docx or pdf where the findings can be written into the submitted file."""
    kind = path.suffix.lower().lstrip(".")
    return kind if one.state is SubmissionState.DONE and kind in ("docx", "pdf") else None
