"""Every number in the prose that states a cell, or a sum of cells, of tables two to four.

The vocabulary is rules/forms/phrases/claims.yaml; how a sentence is read stands in the package `stating`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewer.model import Claim, Fact, Folded, Form, Identity, Section, fold
from reviewer.recognise.stating.again import without_parts
from reviewer.recognise.stating.alike import alike
from reviewer.recognise.stating.answered import answered
from reviewer.recognise.stating.assertions import assertions
from reviewer.recognise.stating.binder import bind
from reviewer.recognise.stating.company import elsewhere
from reviewer.recognise.stating.context import FOREIGN, Context, own_names
from reviewer.recognise.stating.decisions import decided
from reviewer.recognise.stating.disputes import other_work
from reviewer.recognise.stating.draft import Cells, Draft, consistent
from reviewer.recognise.stating.lexer import tokens
from reviewer.recognise.stating.lexicon import lexicon
from reviewer.recognise.stating.names import family
from reviewer.recognise.stating.parts import add_up, attributes, parts
from reviewer.recognise.stating.people import applying
from reviewer.recognise.stating.resolve import APPLICANTS
from reviewer.recognise.stating.restated import restated
from reviewer.recognise.stating.sentences import sentences, settled
from reviewer.recognise.stating.sorts import by_sort
from reviewer.recognise.stating.tokens import Token
from reviewer.recognise.stating.verdicts import of_all_suits, verdicts
from reviewer.recognise.stating.zeros import counted, zeros

_HEADING = re.compile(
    r"(?:（[一二三四五六七八九十\d]{1,2}）|[一二三四五六七八九十]{1,2}、|\d{1,2}[.、](?!\d)|\d{1,2}[.、](?=20\d{2}年))([^。，：；]{1,24})"
)

_CARRIED_OUT = ("t3.carried_out.total",)
_LONGEST_TITLE = 20
_LEVELS = tuple(map(re.compile, ("[一二三四五六七八九十]", "（[一二三四五六七八九十]", r"\d", r"（\d")))
"""How headings are numbered, from the highest to the lowest."""


class Found(NamedTuple):
    claims: tuple[Draft, ...]
    assertions: tuple[Draft, ...]


def find(
    sections: Sequence[Section], facts: Mapping[str, Fact], identity: Identity, form: Form
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Claims and assertions of a report, in document order, each with a verbatim quote and its place.

    `facts` are only used to choose between readings of one sentence (受理 is new, or new and carried in); `identity`
    tells the report's own body and year from others. Never raises on any text.
    """
    claims: list[Claim] = []
    asserted: list[Claim] = []
    cells = Cells(form, facts)
    for section in sections:
        context = _context(section, identity)
        stated: list[Claim] = []
        for base, line in _lines(section.text):
            folded = fold(line)
            found = paragraph(folded.text, context, cells)
            stated += [_claim(section, base, folded, one) for one in found.claims]
            asserted += [_claim(section, base, folded, one) for one in found.assertions]
        claims += without_parts(stated, section.text, cells)
    if any(one.value and one.facts == _CARRIED_OUT for one in claims):
        asserted = []  # 结转下年度3件……办结率100%: all that fell due, as the text says itself
    return tuple(claims), tuple(asserted)


def _context(section: Section, identity: Identity) -> Context:
    context = Context(identity)
    context.section = ("application",) if section.key == "requests" else ()
    context.default = context.section
    context.disputes_section = section.key == "disputes"
    context.restating = section.key == "problems"
    context.overview = section.key == "overview"
    context.told = section.key in ("disputes", "problems", "other")
    return context


def _lines(text: str) -> Iterator[tuple[int, str]]:
    base = 0
    for line in text.split("\n"):
        if line.strip():
            yield base, line
        base += len(line) + 1


def paragraph(text: str, context: Context, cells: Cells) -> Found:
    """Claims of one folded paragraph; `context` keeps what its heading says for the paragraphs that follow."""
    read = tokens(text, context.identity.year, own_names(context.identity.agency or ""))
    if elsewhere(read):
        read = [one._replace(kind="narrow", name="") if one.name == "absent" else one for one in read]
    if heading := _HEADING.match(text):
        head = [
            token.name for token in read if token.kind == "object" and heading.start(1) <= token.start < heading.end()
        ]
        _headed(context, heading[0], "application" in head)
        context.headed_business = other_work(heading[0])
    elif len(text) <= _LONGEST_TITLE and not any(token.kind in ("count", "cut", "stop", "none") for token in read):
        named = [token.name for token in read if token.kind == "object"]
        context.default = ("application",) if "application" in named else context.section
        context.headed_business = other_work(text)
    context.business = other_work(text)
    context.paragraph()
    context.applicants = any(token.kind == "action" and token.name in APPLICANTS for token in read)
    context.disclosure = context.disclosure or _about_outcomes(read)
    claims: list[Draft] = []
    asserted: list[Draft] = []
    for raw in sentences(read):
        sentence = settled(applying(raw, text), context.topic, context.disclosure, context.default)
        items = {token.name for token in sentence if token.kind == "object"}
        listed = text[raw[0].start - 1 : raw[0].start] == "；"
        context.sentence(bool(items - {"foreign"}), bool(sentence) and sentence[0].kind == "among", listed)
        if (
            items <= {"foreign", "application"}
            and context.topic in ((), FOREIGN)
            and _tells_outcomes(sentence, context.topic == FOREIGN)
        ):
            context.topic, context.this_year = ("application",), context.this_year or context.topic == FOREIGN
        elif (
            items <= {"application"} and context.topic == FOREIGN and context.disclosure and _of_applications(sentence)
        ):
            context.topic, context.this_year, context.doubtful = ("application",), True, not items
        if any(token.kind == "uncounted" for token in sentence):
            continue  # ……217件，不在本表统计范围
        context.split, context.attributes = parts(sentence), attributes(sentence)
        before = context.copy()
        stated = consistent(of_all_suits(bind(sentence, context, cells), sentence, cells), cells)
        if before.own and add_up(sentence):
            context.own, context.doubtful = True, before.doubtful
        stated = by_sort(sentence, text, stated, context, cells)
        claims += [*stated, *alike(sentence, stated, context, cells)]
        if context.restating:
            known = {(one.facts, one.value) for one in stated}
            claims += [one for one in restated(raw, text, context, cells) if (one.facts, one.value) not in known]
        told = [
            one
            for one in answered(sentence, claims, context, cells)
            if one.facts not in {all_.facts for all_ in stated}
        ]
        claims += [*told, *verdicts(sentence, text, stated, cells)]
        claims += decided(sentence, text, claims, before, cells)
        asserted += assertions(sentence, text, before, context, cells)
        claims += [one for one in zeros(sentence, before, cells) if not counted(one, stated, cells)]
    claims.sort(key=lambda one: (one.end, one.start))
    return Found(tuple(dict.fromkeys(claims)), tuple(asserted))


def _headed(context: Context, heading: str, applications: bool) -> None:
    """A heading gives its topic to what follows; one of a lower level (1. under （二）) only when it names one."""
    level = next((place for place, one in enumerate(_LEVELS) if one.match(heading)), 0)
    if applications:
        context.default, context.level = ("application",), level
    elif level <= context.level:
        context.default, context.level = context.section, len(_LEVELS)


def _about_outcomes(read: Sequence[Token]) -> bool:
    """Do two outcomes, or a ground of refusal, tell that 申请 in this paragraph are applications for information?"""
    outcomes = {token.name for token in read if token.kind == "action" and family(token.name) == "outcome"}
    return len(outcomes) > 1 or any(token.kind == "action" and family(token.name) == "reason" for token in read)


def _tells_outcomes(sentence: Sequence[Token], elsewhere: bool) -> bool:
    """Are applications what the sentence counts though it does not name them (从办理结果看，予以公开5件、部分公开2件)?"""
    names = {token.name for token in sentence if token.kind == "action" and family(token.name) in ("outcome", "reason")}
    parents = lexicon().parent
    enough = len(names) > (2 if elsewhere else 1) or any(parents.get(name) in names for name in names)
    return enough and any(token.kind == "count" for token in sentence)


def _of_applications(sentence: Sequence[Token]) -> bool:
    """Is something counted by outcome, or natural persons beside organisations, as letters and calls are not?"""
    names = {token.name for token in sentence if token.kind == "action"}
    sorted_ = "natural" in names and len(names.intersection(APPLICANTS)) > 1
    outcome = any(family(name) in ("outcome", "reason") for name in names)
    return (sorted_ or outcome) and any(token.kind == "count" for token in sentence)


def _claim(section: Section, base: int, folded: Folded, found: Draft) -> Claim:
    low, high = folded.source(found.start, found.end)
    start, end = base + low, base + high
    span = section.span(start, end)
    return Claim(
        facts=found.facts,
        value=found.value,
        quote=span.quote,
        section=section.key,
        start=start,
        end=end,
        page=span.page,
        rule=found.rule,
        relation=found.relation,
        tolerance=found.tolerance,
        unit=found.unit,
    )
