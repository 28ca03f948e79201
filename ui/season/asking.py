"""Questions over a season: the answer as it was computed, each place that it stands on a way into its submission."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from reviewer.export.items import cell_name
from reviewer.model import SeasonAnswer, SeasonCite, SeasonTable, form_for
from ui.season.across import cell_anchor
from ui.season.shell import Around

_CITED = 200
_ROWS = 300


def body(around: Around, question: str = "", answer: SeasonAnswer | None = None, fault: str = "") -> str:
    """`fault`: why there is no answer (Chinese)."""
    words = {key: escape(text) for key, text in around.words.items()}
    chips = "".join(
        f'<a class="button" href="{around.link(f"{around.year}/ask", question=one)}">{escape(one)}</a>'
        for one in around.words["suggested"].split("|")
    )
    said = f'<p class="notice" role="alert">{escape(fault)}</p>' if fault else ""
    shown = _answer(around, answer) if answer is not None else said
    lang = '<input type="hidden" name="lang" value="en">' if around.language == "en" else ""
    return (
        f'<div class="single"><form class="row question" method="get" action="/season/{around.year}/ask">{lang}'
        f'<label class="grow"><span class="hidden">{words["question"]}</span><input name="question" type="search" required maxlength="300" value="{escape(question)}" placeholder="{words["question_hint"]}" autofocus></label>'
        f'<button class="main">{words["send"]}</button></form><div class="row chips" aria-label="{words["suggestions"]}">{chips}</div>{shown}</div>'
    )


def _answer(around: Around, answer: SeasonAnswer) -> str:
    words = around.words
    text = "".join(f"<p>{escape(line)}</p>" for line in answer.text.split("\n") if line.strip())
    left = ""
    if answer.left_out:
        left = f'<p class="hint">{escape(words["left_out"].format(n=len(answer.left_out), names="、".join(answer.left_out[:30])))}</p>'
    return (
        f'<section class="block answer {escape(answer.status)}" id="answer" role="status"><h2>{escape(answer.question)}</h2>{text}'
        f"{_table(around, answer.table)}{left}{_cites(around, answer.citations)}<p class='hint'>{escape(words['computed'])}</p></section>"
    )


def _table(around: Around, table: SeasonTable | None) -> str:
    if table is None:
        return ""
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in table.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows[:_ROWS])
    label = escape(around.words["answer_table"])
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cites(around: Around, citations: Sequence[SeasonCite]) -> str:
    if not citations:
        return ""
    words = around.words
    rows = "".join(f"<li>{_cite(around, one)}</li>" for one in citations[:_CITED])
    more = len(citations) - _CITED
    rest = f"<li>{escape(words['more_places'].format(n=more))}</li>" if more > 0 else ""
    title = escape(words["stands_on"].format(n=len(citations)))
    opened = " open" if len(citations) <= 12 else ""
    return f'<details class="cites"{opened}><summary>{title}</summary><ol>{rows}{rest}</ol></details>'


def _cite(around: Around, one: SeasonCite) -> str:
    value = "" if one.value is None else f"：{one.value:f}"
    place = one.text or (cell_name(one.key, form_for(one.year)) if one.key else "")
    text = escape(" · ".join(part for part in (one.agency, place) if part) + value)
    if one.submission is None:
        return text
    anchor = cell_anchor(one.key) if one.kind == "cell" and one.key else ""
    if one.kind == "finding":
        anchor = f"find={quote(one.rule)}"
    return f'<a href="{around.link(f"open/{one.submission}")}{"#" + anchor if anchor else ""}">{text}</a>'
