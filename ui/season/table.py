"""All submissions of a season in one table: to sort, to filter, to walk through with the keyboard, to open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from reviewer.model import Submission, SubmissionState
from ui.season import notice
from ui.season.shell import Around
from ui.season.standing import ENDED_BADLY, HERE

_WEIGHT = {"error": 3, "warning": 2, "info": 1, "hint": 0}
_DRAWN = 150
"""Rows that are drawn at once, as in season.js."""
Found = tuple[int, str, str, int]


class Heat(NamedTuple):
    """Findings of one family of rules in one report: how many, and the gravest of them."""

    number: int
    severity: str


def heats(found: Iterable[Found]) -> tuple[dict[int, dict[str, Heat]], dict[int, set[str]]]:
    """By submission: family → heat, and the rules."""
    hot: dict[int, dict[str, Heat]] = defaultdict(dict)
    rules: dict[int, set[str]] = defaultdict(set)
    for id, rule, severity, number in found:
        family = rule.partition("-")[0]
        before = hot[id].get(family, Heat(0, "hint"))
        worst = max(before.severity, severity, key=lambda one: _WEIGHT.get(one, 0))
        hot[id][family] = Heat(before.number + number, worst)
        rules[id].add(rule)
    return hot, rules


def body(
    around: Around,
    rows: Sequence[Submission],
    found: Iterable[Found],
    families: Mapping[str, str],
    titles: Mapping[str, str],
) -> str:
    """`families`: every family of rules by its letters, with its name, in the order of the columns; `titles`: of rules."""
    hot, rules = heats(found)
    used = [key for key in families if any(key in one for one in hot.values())]
    if not rows:
        return f'<p class="nothing">{escape(around.words["no_rows"])}</p>'
    heads = "".join(_heads(around, used, families))
    lines = "".join(
        _row(around, one, hot.get(one.id, {}), rules.get(one.id, set()), used, later=at >= _DRAWN)
        for at, one in enumerate(rows)
    )
    everything = [(rule, titles.get(rule, rule)) for rule in sorted({one for some in rules.values() for one in some})]
    return (
        f'{_tools(around, rows, everything)}<div class="grid" tabindex="0" role="region" aria-label="{escape(around.words["table"])}">'
        f'<table id="grid" style="--families:{len(used)}"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
        f'<p id="nothing" class="empty" hidden>{escape(around.words["no_fit"])}</p></div>'
    )


def _tools(around: Around, rows: Sequence[Submission], rules: Sequence[tuple[str, str]]) -> str:
    words = {key: escape(text) for key, text in around.words.items()}

    def chooser(key: str, values: Iterable[tuple[str, str]]) -> str:
        options = "".join(f'<option value="{value}">{name}</option>' for value, name in values)
        return f'<label><span class="hidden">{words[key]}</span><select id="by-{key}"><option value="">{words[key]}</option>{options}</select></label>'

    verdicts = [(key, words[f"verdict_{key}"]) for key in ("return", "attention", "pass", "none")]
    decisions = [(key, words[f"decision_{key}"]) for key in ("open", "pending", "returned", "passed")]
    notices = (
        notice.form(around, f"{around.year}/products/notices", around.words["out_notices_some"], "notices", ids="")
        if around.person.may("see")
        else ""
    )
    return (
        f'<div class="tools" role="search"><input id="search" type="search" placeholder="{words["search"]}" aria-label="{words["search"]}">'
        f"{chooser('verdict', verdicts)}{chooser('decision', decisions)}{chooser('rule', ((escape(rule), escape(title)) for rule, title in rules))}"
        f'<span id="count" role="status" data-said="{words["rows_of"]}">{len(rows)}</span>{notices}<span class="keys">{words["keys"]}</span></div>'
    )


def _heads(around: Around, used: Sequence[str], families: Mapping[str, str]) -> Iterator[str]:
    words = around.words
    yield f'<th class="pick"><input type="checkbox" id="all" aria-label="{escape(words["pick_all"])}"></th>'
    for key, kind in (("agency", "text"), ("verdict", "rank"), ("errors", "n"), ("warnings", "n"), ("decision", "rank"), ("version", "n"), ("received", "text")):  # fmt: skip
        yield f'<th scope="col" class="c-{key}" aria-sort="none"><button type="button" data-kind="{kind}">{escape(words[key])}</button></th>'
    for key in used:
        name = escape(families[key])
        yield f'<th scope="col" class="family" aria-sort="none"><button type="button" data-kind="n" title="{name}" aria-label="{name}">{escape(words.get(f"short_{key}", key))}</button></th>'


_RANK = {"return": 3, "attention": 2, "pass": 1, "none": 4}
_DECISION = {"open": 1, "pending": 2, "returned": 3, "passed": 4}


def _row(
    around: Around, one: Submission, hot: Mapping[str, Heat], rules: Iterable[str], used: Sequence[str], *, later: bool
) -> str:
    """`later`: too far down to be drawn at once; the script draws it when it is scrolled to."""
    words = around.words
    verdict = verdict_of(one)
    name = one.agency or one.identity.agency or one.file
    decided = words[f"decision_{one.decision.value}"]
    by = f"<small>{escape(one.decided_by)}</small>" if one.decided_by else ""
    doubt = f' <span class="doubt" title="{escape(one.question)}">?</span>' if one.question else ""
    link = around.link(f"open/{one.id}")
    counts = (one.counts.errors, one.counts.warnings) if one.state is SubmissionState.DONE else ("", "")
    heat = "".join(_heat(hot.get(key), link, key) for key in used)
    received = one.received.astimezone(HERE)
    return (
        f'<tr{" class=later" if later else ""} data-id="{one.id}" data-verdict="{verdict}" data-decision="{one.decision.value}" data-rules="{escape(" ".join(sorted(rules)))}">'
        f'<td class="pick"><input type="checkbox" aria-label="{escape(words["pick"].format(name=name))}"></td>'
        f'<th scope="row"><a href="{link}">{escape(name)}</a>{doubt}<small title="{escape(one.file)}">{escape(one.file.rpartition("/")[2])}</small></th>'
        f'<td data-s="{_RANK[verdict]}"><span class="chip v-{verdict}">{escape(state_said(around, one))}</span></td>'
        f'<td class="n error">{counts[0] or ""}</td><td class="n warning">{counts[1] or ""}</td>'
        f'<td data-s="{_DECISION[one.decision.value]}"><span class="said d-{one.decision.value}">{escape(decided)}</span>{by}</td>'
        f'<td class="n">{one.number if one.number > 1 else ""}</td>'
        f'<td data-s="{received.isoformat()}">{received:%m-%d %H:%M}</td>{heat}</tr>'
    )


def verdict_of(one: Submission) -> str:
    """Key of its verdict; `none` for what was not read."""
    return one.verdict or "none" if one.state is SubmissionState.DONE else "none"


def state_said(around: Around, one: Submission) -> str:
    """The verdict, or what has become of a file that has none."""
    if one.state in ENDED_BADLY or one.state is not SubmissionState.DONE:
        return around.words[f"state_{one.state.value}"]
    return around.words[f"verdict_{verdict_of(one)}"]


def _heat(heat: Heat | None, link: str, family: str) -> str:
    if heat is None or not heat.number:
        return '<td class="h"></td>'
    step = min(3, 1 + heat.number // 3)
    return f'<td class="h {heat.severity} h{step}"><a href="{link}#find={escape(family)}-" tabindex="-1">{heat.number}</a></td>'
