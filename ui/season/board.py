"""The board: how the season stands, uploads and their progress, what a person must answer, who has not handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from reviewer.model import Agency, Submission
from ui.season import notice
from ui.season.runs import Run
from ui.season.shell import Around, button
from ui.season.standing import Missing, Standing

_PRODUCTS = ("workbook", "summary", "json")
_SHOWN = 400
"""Lines of one list; a longer one says how many there are."""


def body(around: Around, stands: Standing, runs: Sequence[Run], register: Sequence[Agency], can_read: int) -> str:
    """`can_read`: bytes that one file may have."""
    everybody = around.person.may("see")
    left = upload(around, can_read) + progress(around, runs)
    if not everybody:
        return f'<div class="board one">{left}</div>'
    outside = _products(around, stands) if stands.submissions else ""
    right = "".join((*_questions(around, stands.questions, register), *_missing(around, stands), outside))
    return f'<div class="board"><div>{_tiles(around, stands)}{left}</div><div>{right}</div></div>'


def _tiles(around: Around, stands: Standing) -> str:
    words = around.words
    share = f'<progress max="{stands.expected}" value="{stands.handed}"></progress>' if stands.expected else ""
    of = f"<small>/ {stands.expected}</small>" if stands.expected is not None else ""
    verdicts = "".join(
        _figure(around, f"verdict={key}", key, stands.verdicts.get(key, 0), words[f"verdict_{key}"])
        for key in ("return", "attention", "pass")
    )
    decisions = "".join(
        _figure(around, f"decision={key}", f"d-{key}", stands.decisions.get(key, 0), words[f"decision_{key}"])
        for key in ("open", "pending", "returned", "passed")
    )
    late = "".join(
        f'<li class="{kind}{"" if number else " zero"}"><b>{number}</b>{escape(words[key])}</li>'
        for key, kind, number in (
            ("overdue", "return", stands.overdue), ("late", "attention", stands.late), ("unread", "none", stands.unread),
        )
    )  # fmt: skip
    return (
        f'<section class="tiles" aria-label="{escape(words["standing"])}"><div class="tile handed"><h2>{escape(words["handed"])}</h2>'
        f'<p class="big"><b id="handed">{stands.handed}</b>{of}</p>{share}<ul>{late}</ul></div>'
        f'<div class="tile"><h2>{escape(words["verdicts"])}</h2><ul>{verdicts}</ul></div>'
        f'<div class="tile"><h2>{escape(words["decisions"])}</h2><ul>{decisions}</ul></div></section>'
    )


def _figure(around: Around, asked: str, kind: str, number: int, name: str) -> str:
    link = around.link(f"{around.year}/table")
    return (
        f'<li class="{kind}{"" if number else " zero"}"><a href="{link}#{asked}"><b>{number}</b>{escape(name)}</a></li>'
    )


def upload(around: Around, can_read: int) -> str:
    """The drop zone; the script sends the files one by one."""
    words = {key: escape(text) for key, text in around.words.items()}
    hint = escape(around.words["upload_hint"].format(upload=can_read // 2**20))
    return (
        f'<section class="block" id="upload" data-year="{around.year}" data-sending="{words["sending"]}" data-sent="{words["sent"]}" data-unsent="{words["unsent"]}">'
        f'<h2>{words["upload"]}</h2><div class="drop"><p>{words["upload_drop"]}</p><div class="row">'
        f'<label class="button main">{words["upload_files"]}<input type="file" id="files" multiple></label>'
        f'<label class="button">{words["upload_folder"]}<input type="file" id="folder" webkitdirectory></label></div>'
        f'<p class="hint">{hint}</p></div><p id="sending" role="status"></p></section>'
    )


def progress(around: Around, runs: Sequence[Run]) -> str:
    """What is on its way and what came of the last ones; the script asks for it anew while something is."""
    busy = any(run.state in ("waiting", "running") for run in runs)
    rows = "".join(_run(around, run) for run in runs[:6])
    again = around.link(f"{around.year}/progress")
    return f'<section id="runs" data-again="{again}"{" data-busy" if busy else ""} aria-live="polite">{rows}</section>'


def _run(around: Around, run: Run) -> str:
    words = around.words
    text = words[f"run_{run.state}"].format(done=run.done, total=run.total, why=run.fault)
    more = []
    if run.refused:
        more.append(words["run_refused"].format(n=run.refused))
    if run.state == "running" and run.stage != "review":
        more.append(words["run_settling"])
    elif run.rate is not None:
        more.append(words["rate"].format(rate=f"{run.rate:.1f}"))
    if run.remaining is not None and run.state == "running" and run.stage == "review":
        more.append(words["remaining"].format(time=_span(around, run.remaining)))
    bar = f'<progress max="{max(1, run.total)}" value="{run.done}"></progress>' if run.state == "running" else ""
    again = (
        button(around, f"{run.basket.year}/again", words["again"], basket=run.basket.id)
        if run.state == "failed"
        else ""
    )
    if run.basket.year != around.year:
        more.insert(0, words["year_n"].format(year=run.basket.year))
    detail = f"<small>{escape(' · '.join((run.basket.who, *more)))}</small>"
    return f'<div class="run {run.state}"><p>{escape(text)} {detail}</p>{bar}{again}</div>'


def _span(around: Around, seconds: float) -> str:
    words = around.words
    if seconds < 90:
        return words["seconds"].format(n=max(1, round(seconds)))
    return words["minutes"].format(n=round(seconds / 60))


def _questions(around: Around, asked: Sequence[Submission], register: Sequence[Agency]) -> Iterator[str]:
    words = around.words
    if not asked:
        return
    yield choices(register)
    yield f'<section class="block ask" id="questions"><h2>{escape(words["questions"])} <span class="count">{len(asked)}</span></h2><ul>'
    yield from (f"<li>{question(around, one)}</li>" for one in asked[:_SHOWN])
    yield "</ul></section>"


def choices(register: Sequence[Agency]) -> str:
    """The bodies that `question` offers."""
    names = "".join(f'<option value="{escape(one.name)}"></option>' for one in register)
    return f'<datalist id="bodies">{names}</datalist>'


def question(around: Around, one: Submission) -> str:
    """Whose report is it? With the bodies of the register to choose from."""
    words = around.words
    told = escape(one.question or words["whose"])
    year = one.year or one.identity.year or around.year
    given = one.agency or ""
    return (
        f'<p><a href="{around.link(f"open/{one.id}")}">{escape(one.file)}</a></p><p class="told">{told}</p>'
        f'<form class="act row" action="{around.link(f"open/{one.id}/assign")}"><input type="hidden" name="seen" value="{one.revision}">'
        f'<label><span class="hidden">{escape(words["agency"])}</span><input name="agency" list="bodies" required maxlength="120" value="{escape(given)}" placeholder="{escape(words["agency"])}"></label>'
        f'<label><span class="hidden">{escape(words["season"])}</span><input name="year" type="number" min="2008" max="2100" required value="{year}"></label>'
        f'<button class="main">{escape(words["assign"])}</button></form>'
    )


def _missing(around: Around, stands: Standing) -> Iterator[str]:
    words = around.words
    yield f'<section class="block" id="missing"><h2>{escape(words["missing"])} <span class="count">{len(stands.missing)}</span></h2>'
    if stands.expected is None:
        yield f'<p class="empty">{escape(words["no_register"])}</p>'
    elif not stands.missing:
        yield f'<p class="empty">{escape(words["all_there"])}</p>'
    else:
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(words["missing"])}"><table><thead><tr>'
        yield "".join(f'<th scope="col">{escape(words[key])}</th>' for key in ("agency", "due", "how_late"))
        yield f"</tr></thead><tbody>{''.join(_line(around, one) for one in stands.missing[:_SHOWN])}</tbody></table></div>"
    yield "</section>"


def _line(around: Around, one: Missing) -> str:
    words = around.words
    late = words["days_late" if one.late > 0 else "days_left"].format(n=abs(one.late))
    refused = (
        f' <a href="{around.link(f"open/{one.refused.id}")}">{escape(words["refused_one"])}</a>' if one.refused else ""
    )
    parent = f"<small>{escape(one.parent)}</small>" if one.parent else ""
    return (
        f'<tr class="{"late" if one.late > 0 else "early"}"><th scope="row">{escape(one.agency)} {parent}{refused}</th>'
        f"<td>{one.due.isoformat()}</td><td>{escape(late)}</td></tr>"
    )


def _products(around: Around, stands: Standing) -> str:
    words = around.words
    links = "".join(
        f'<a class="button" href="{around.link(f"{around.year}/products/{key}")}" download>{escape(words["out_" + key])}</a>'
        for key in _PRODUCTS
    )
    notices = (
        notice.form(around, f"{around.year}/products/notices", words["out_notices"])
        if stands.decisions.get("returned")
        else ""
    )
    return f'<section class="block" id="products"><h2>{escape(words["products"])}</h2><div class="row">{links}</div>{notices}</section>'
