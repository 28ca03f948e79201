"""What is wrong between reports: each finding with its places side by side, and the way into every submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from reviewer.export.items import cell_name, section_name
from reviewer.model import CellRef, SeasonFinding, SeasonOutcome, Source, form_for
from ui.season.shell import Around, button

_SHOWN = 500
_SOURCES = 12
_LONG = 160


def body(
    around: Around,
    found: Sequence[SeasonFinding],
    outcomes: Sequence[SeasonOutcome],
    titles: Mapping[str, str],
    busy: bool,
) -> str:
    """`titles`: of rules by their ids; `busy`: reviews are on their way, so that this is not the last word."""
    words = around.words
    again = button(around, f"{around.year}/settle", words["settle"]) if around.person.may("decide") else ""
    waiting = f'<p class="hint">{escape(words["across_busy"])}</p>' if busy else ""
    if not found:
        said = words["across_none"] if outcomes else words["across_not_yet"]
        return f'<div class="single"><div class="row">{again}</div>{waiting}<p class="nothing">{escape(said)}</p>{_open(around, outcomes, titles)}</div>'
    counts = Counter(one.rule for one in found)
    chips = "".join(
        f'<button type="button" class="filter" data-rule="{escape(rule)}" aria-pressed="true">{escape(titles.get(rule, rule))} <b>{number}</b></button>'
        for rule, number in sorted(counts.items())
    )
    cards = "".join(_card(around, one, titles) for one in found[:_SHOWN])
    hint = escape(words["find"])
    return (
        f'<div class="tools" role="search">{chips}<input id="search" type="search" placeholder="{hint}" aria-label="{hint}">{again}</div>'
        f'<div class="single" id="across">{waiting}{cards}<p id="nothing" class="empty" hidden>{escape(words["no_fit"])}</p>{_open(around, outcomes, titles)}</div>'
    )


def _card(around: Around, one: SeasonFinding, titles: Mapping[str, str]) -> str:
    words = around.words
    tone = one.severity.value
    sides = "".join(_side(around, source) for source in paired(one.sources)[:_SOURCES])
    more = len(one.sources) - _SOURCES
    rest = f"<p class='hint'>{escape(words['more_places'].format(n=more))}</p>" if more > 0 else ""
    sum_ = f'<p class="arithmetic">{escape(one.arithmetic)}</p>' if one.arithmetic else ""
    if len(one.arithmetic) > _LONG:
        sum_ = f"<details><summary>{escape(words['arithmetic'])}</summary>{sum_}</details>"
    return (
        f'<article class="card {tone}" data-rule="{escape(one.rule)}"><p class="label"><span class="chip {tone}">{escape(words["tone_" + tone])}</span>'
        f"<b>{escape(one.agency)}</b><code>{escape(one.rule)}</code><span>{escape(titles.get(one.rule, ''))}</span></p>"
        f'<h3>{escape(one.message)}</h3>{sum_}<div class="sides">{sides}</div>{rest}'
        f'<p class="mend">{escape(one.suggestion)}</p><p class="basis">{escape(one.basis)}</p></article>'
    )


def paired(sources: Sequence[Source]) -> list[Source]:
    """The same cell of different reports side by side, in the order of the first; quotes stay as they are given."""
    places = [one.evidence.fact if isinstance(one.evidence, CellRef) else str(at) for at, one in enumerate(sources)]
    order = {place: at for at, place in reversed(list(enumerate(places)))}
    return [
        one
        for _, _, one in sorted(
            (order[place], at, one) for at, (place, one) in enumerate(zip(places, sources, strict=True))
        )
    ]


def told_of(around: Around, found: Sequence[SeasonFinding], agency: str | None) -> str:
    """What concerns one body, for the page of its submission."""
    mine = [one for one in found if agency is not None and (one.agency == agency or agency in one.others)]
    if not mine:
        return ""
    words = around.words
    link = around.link(f"{around.year}/across")
    rows = "".join(
        f'<li><span class="chip {one.severity.value}">{escape(words["tone_" + one.severity.value])}</span> {escape(one.message)}</li>'
        for one in mine[:20]
    )
    return (
        f'<section class="block" id="between"><h2>{escape(words["across"])} <span class="count">{len(mine)}</span></h2>'
        f'<ul class="versions">{rows}</ul><p><a href="{link}#q={quote(agency or "")}">{escape(words["to_across"])}</a></p></section>'
    )


def _side(around: Around, source: Source) -> str:
    """One place: the body, the cell or the sentence, and the link to it in the submission."""
    words, proof = around.words, source.evidence
    form = form_for(source.year)
    if isinstance(proof, CellRef):
        place = cell_name(proof.fact, form)
        shown = f'<p class="value">{escape(proof.raw or ("" if proof.value is None else f"{proof.value:f}"))}</p>'
    else:
        place = section_name(proof.section, form)
        shown = f"<blockquote>{escape(proof.quote)}</blockquote>"
    head = f"{source.agency} · {words['year_n'].format(year=source.year)}"
    return (
        f'<div class="side"><p><a href="{around.link(f"open/{source.submission}")}#{anchor(source)}">{escape(head)}</a></p>'
        f"<p><small>{escape(place)}</small></p>{shown}</div>"
    )


def anchor(source: Source) -> str:
    """Where the place stands in the submission's page (see ui/static/view.js), as a part of an address."""
    proof = source.evidence
    if isinstance(proof, CellRef):
        return cell_anchor(proof.fact)
    section = "preface" if proof.section == "title" else proof.section
    return f"in=r0-s-{quote(section, errors='replace')}&amp;said={quote(proof.quote[:200], safe='', errors='replace')}"


def cell_anchor(fact: str) -> str:
    return "r0-c-" + "".join(char if char.isascii() and char.isalnum() else "-" for char in fact)[:120]


def _open(around: Around, outcomes: Sequence[SeasonOutcome], titles: Mapping[str, str]) -> str:
    """What could not be judged, and why."""
    left = [one for one in outcomes if one.status in ("unknown", "broken")]
    if not left:
        return ""
    words = around.words
    rows = "".join(
        f"<tr><th scope='row'>{escape(one.agency)}</th><td>{escape(titles.get(one.rule, one.rule))}</td><td>{escape(one.reason)}</td></tr>"
        for one in left[:_SHOWN]
    )
    return (
        f'<section class="gaps"><details><summary>{escape(words["not_judged"].format(n=len(left)))}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(words["not_judged"].format(n=len(left)))}"><table>{rows}</table></div></details></section>'
    )
