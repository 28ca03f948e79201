"""Answers as Markdown that nothing in a report can break out of, with citations that lead to their place."""

from __future__ import annotations

import re
from urllib.parse import quote

from reviewer.export import sheets
from reviewer.export.answer import body, held
from reviewer.model import Answer, CellRef, Citation, TextSpan
from reviewer.model.answer import FindingRef
from ui.desk import Opened
from ui.words import Language, words

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:@&^=\"'])")
_LONGEST = 160


def plain(text: str) -> str:
    """`text` as Markdown that shows it as it stands: no markup, no link that makes itself."""
    return _MARKS.sub(r"\\\1", text)


def markdown(answer: Answer, opened: Opened, language: Language) -> str:
    """The answer, what is to be said of it, and its citations."""
    said = words(language).ask
    parts = ["  \n".join(plain(line) for line in body(answer))]
    parts += [f"*{plain(one.sentence)}*" for one in answer.notices]
    if answer.citations:
        rows = [f"{number}. {_cited(one, opened, language)}" for number, one in enumerate(answer.citations, 1)]
        parts.append("\n".join((f"**{plain(said['stands_on'])}**", "", *rows)))
    if answer.candidates:
        parts.append("\n".join((plain(said["rather"]), "", *(f"- {plain(one)}" for one in answer.candidates))))
    parts.append(f"*{plain(_mode(answer, language))}*")
    return "\n\n".join(parts)


def _mode(answer: Answer, language: Language) -> str:
    said = words(language).ask
    if answer.mode == "model" and answer.model is not None:
        return said["by_model"].format(name=answer.model.name)
    return said["by_rule"]


def _cited(one: Citation, opened: Opened, language: Language) -> str:
    text = held(one)
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    label = plain(f"{one.place}：{shown}" if one.place else shown)
    if one.report != "current":
        return plain(words(language).ask["last_year"]) + label
    where = target(one, opened)
    return f"[{label}](#cite={opened.id}&{where})" if where else label


def target(one: Citation, opened: Opened) -> str:
    """Where a citation stands in the page of its report: an anchor, or a quote in a section; "" for none."""
    source = one.source
    if isinstance(source, CellRef):
        slug = re.sub(r"[^0-9A-Za-z]+", "-", source.fact)[:120]
        return f"at=r0-c-{slug}"
    if isinstance(source, TextSpan):
        section = "preface" if source.section == "title" else source.section
        return f"in=r0-s-{quote(section, errors='replace')}&said={quote(held(one)[:200], errors='replace')}"
    if isinstance(source, FindingRef):
        sheet = sheets([opened.review])[0]
        items = (item for top in sheet.items for item in (top, *top.consequences))
        return next((f"at={item.anchor}" for item in items if item.fingerprint == source.fingerprint), "")
    return ""
