"""Findings as items: consequences folded under their root, numbered, grouped, with their evidence worded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reviewer.export.clean import brief, line, shorten
from reviewer.export.view import Group, Item, Proof, Ref
from reviewer.export.words import words
from reviewer.model import CellRef, Finding, Form, Review, TextSpan, load_forms

TONES = ("error", "warning", "info", "model")
CHAPTERS = ("title", "preface", "overview", "proactive", "requests", "disputes", "problems", "other", "general")
_TABLE_SECTIONS = {"t2": "proactive", "t3": "requests", "t4": "disputes"}
_STOPS = "。；！？\n"
_CONTEXT = 36
QUOTE = 240


def slug(text: str) -> str:
    """A text as part of an anchor: letters, digits, hyphens."""
    return re.sub(r"[^0-9A-Za-z]+", "-", text)[:120]


def form_of(review: Review) -> Form:
    """The edition the review names, else the newest."""
    forms = load_forms()
    return forms.get(review.identity.edition) or forms[max(forms)]


def cell_name(key: str, form: Form) -> str:
    """How a cell is called; a key that no edition has is shown as it is."""
    for one in (form, *load_forms().values()):
        if key in one.cells:
            return one.name(key)
    return brief(key, 80)


def section_name(key: str, form: Form) -> str:
    """How a section is called: 第一部分“总体情况”, 标题, …"""
    if key in words().place:
        return words().place[key]
    return next((one.name for one in form.sections if one.key == key), brief(key, 60))


def tone_of(finding: Finding) -> str:
    return "model" if finding.origin == "model" else finding.severity.value


def families(findings: Sequence[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Each root finding with all that it explains, in the order given.

    A root that is not among the findings explains nothing; findings that name each other stand for themselves.
    """
    by_print: dict[str, Finding] = {}
    for one in findings:
        by_print.setdefault(one.fingerprint, one)

    def root_of(start: Finding) -> Finding:
        one, seen = start, {id(start)}
        while one.root is not None and (parent := by_print.get(one.root)) is not None:
            if id(parent) in seen:
                return start
            seen.add(id(parent))
            one = parent
        return one

    out: dict[int, tuple[Finding, list[Finding]]] = {}
    for one in findings:
        root = root_of(one)
        _, rest = out.setdefault(id(root), (root, []))
        if one is not root:
            rest.append(one)
    return list(out.values())


def chapter_of(finding: Finding) -> str:
    """The part of the report a finding belongs to: where its first evidence stands."""
    for proof in finding.evidence:
        key = proof.section if isinstance(proof, TextSpan) else _TABLE_SECTIONS.get(proof.fact.partition(".")[0])
        if key in CHAPTERS:
            return str(key)
    return "general"


_ALONE = frozenset({"WD-PRIVACY"})
"""Rules whose quotes are shown without the words around them: these hold what must not be repeated."""


class Maker:
    """Makes the items of one review; `prefix` begins every anchor, `places` are the anchors that exist."""

    def __init__(self, review: Review, prefix: str, places: frozenset[str]) -> None:
        self.form = form_of(review)
        self.facts = review.facts
        self.sections = {one.key: one.text for one in review.sections}
        self.prefix = prefix
        self.places = places

    def groups(self, findings: Sequence[Finding]) -> tuple[Group, ...]:
        """Findings grouped by tone, worst first; a family stands where its worst member does."""
        found = families(findings)
        worst = [min(TONES.index(tone_of(one)) for one in (root, *rest)) for root, rest in found]
        groups, number = [], 0
        for rank, tone in enumerate(TONES):
            items = []
            for place, (root, rest) in zip(worst, found, strict=True):
                if place == rank:
                    number += 1
                    items.append(self.item(root, str(number), rest, tone))
            if items:
                groups.append(Group(tone, words().severity[tone].name, tuple(items)))
        return tuple(groups)

    def item(self, finding: Finding, number: str, rest: Iterable[Finding] = (), tone: str = "") -> Item:
        """`tone`: how grave the family is; a hint at the likeliest cell is as grave as the errors it explains."""
        return Item(
            number=number,
            tone=tone or tone_of(finding),
            rule=brief(finding.rule, 60),
            message=brief(finding.message, 600),
            arithmetic=brief(finding.arithmetic or self._difference(finding), 600),
            expected=brief(finding.expected or ""),
            actual=brief(finding.actual or ""),
            basis=brief(finding.basis, 800),
            mend=brief(finding.suggestion, 800),
            proofs=tuple(self._proof(one, alone=finding.rule in _ALONE) for one in finding.evidence),
            chapter=chapter_of(finding),
            fingerprint=brief(finding.fingerprint, 40),
            anchor=f"{self.prefix}f{number}",
            consequences=tuple(self.item(one, f"{number}-{index}") for index, one in enumerate(rest, 1)),
            source=brief(finding.prompt or "", 60),
        )

    def _difference(self, finding: Finding) -> str:
        phrase, expected, actual = words().phrase, finding.expected, finding.actual
        if expected and actual:
            return phrase["expected"].format(expected=brief(expected), actual=brief(actual))
        if expected:
            return phrase["expected_only"].format(expected=brief(expected))
        return phrase["actual_only"].format(actual=brief(actual)) if actual else ""

    def _proof(self, proof: TextSpan | CellRef, *, alone: bool = False) -> Proof:
        page = words().phrase["page"].format(page=proof.page) if proof.page is not None else ""
        if isinstance(proof, CellRef):
            anchor = f"{self.prefix}c-{slug(proof.fact)}"
            place = cell_name(proof.fact, self.form)
            return Proof("cell", place, page, "", self._shown(proof), "", anchor if anchor in self.places else "")
        before, after = ("", "") if alone else self._context(proof)
        anchor = f"{self.prefix}s-{slug(proof.section)}-{proof.start}"
        if anchor not in self.places:
            anchor = f"{self.prefix}s-{slug(proof.section)}"
        quote = shorten(line(shorten(proof.quote, 4 * QUOTE)), QUOTE)
        place = section_name(proof.section, self.form)
        return Proof("text", place, page, before, quote, after, anchor if anchor in self.places else "")

    def _shown(self, proof: CellRef) -> str:
        """The value as printed; a cell without one says why."""
        raw = brief(proof.raw, 80)
        state = self.facts[proof.fact].state.value if proof.fact in self.facts else ""
        if state == "unreadable":
            return raw + words().shown["unreadable"]
        if raw or proof.value is not None:
            return raw or f"{proof.value:f}"
        return words().shown["blank" if state == "blank" else "missing"]

    def _context(self, proof: TextSpan) -> tuple[str, str]:
        """What stands around the quote in its sentence, at most a line on either side."""
        text = self.sections.get(proof.section, "")
        if not proof.quote or text[proof.start : proof.end] != proof.quote:
            return "", ""
        head = text[max(0, proof.start - _CONTEXT) : proof.start]
        tail = text[proof.end : proof.end + _CONTEXT]
        cut = max(head.rfind(stop) for stop in _STOPS)
        ends = [place for stop in _STOPS if (place := tail.find(stop)) >= 0]
        before = head[cut + 1 :]
        if cut < 0 and len(head) == _CONTEXT:
            before = "…" + before[before.find("，") + 1 :]
        after = tail[: min(ends) + 1] if ends else tail + ("…" if len(tail) == _CONTEXT else "")
        if proof.quote[-1:] in _STOPS:
            after = ""
        return line(before), line(after)


def chapters(groups: Sequence[Group], form: Form) -> tuple[Group, ...]:
    """The same items grouped by part of the report, in the report's order."""
    items = [item for group in groups for item in group.items]
    found = ((key, tuple(one for one in items if one.chapter == key)) for key in CHAPTERS)
    return tuple(Group(key, section_name(key, form), some) for key, some in found if some)


def numbered(findings: Sequence[Finding], groups: Sequence[Group]) -> list[tuple[Ref, Finding]]:
    """Each finding with the item it became, in the items' order."""
    left: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        left.setdefault((brief(one.fingerprint, 40), brief(one.rule, 60)), []).append(one)
    items = [item for group in groups for top in group.items for item in (top, *top.consequences)]
    out: list[tuple[Ref, Finding]] = []
    for item in items:
        same = left.get((item.fingerprint, item.rule))
        if same:
            out.append((Ref(item.number, item.anchor), same.pop(0)))
    return out
