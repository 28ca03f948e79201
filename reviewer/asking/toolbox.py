"""The read-only tools a model may use on one dossier. Each takes words and gives JSON: what was found, under ids to cite."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from reviewer.asking import findings, identity, rules
from reviewer.asking.draft import Draft
from reviewer.asking.figures import figures
from reviewer.asking.passages import prose
from reviewer.asking.pool import Pool
from reviewer.asking.search import content
from reviewer.asking.sentences import cite
from reviewer.asking.words import say, texts
from reviewer.model import Dossier, folded

_LONGEST = 4000
"""Characters of one result."""
_QUESTION = 300
_MOST = 6


class Tool(NamedTuple):
    """A tool by its name, what it does (Chinese), the one text it takes, and the call."""

    name: str
    description: str
    parameter: str
    call: Callable[[str], str]


class Toolbox:
    """Tools over a dossier; everything they tell goes into the pool."""

    def __init__(self, dossier: Dossier, pool: Pool) -> None:
        self._dossier, self._pool = dossier, pool

    def tools(self) -> tuple[Tool, ...]:
        calls = {
            "figures": ("question", self._figures), "search": ("words", self._search),
            "section": ("name", self._section), "findings": ("scope", self._findings),
            "rule": ("rule", self._rule), "identity": ("field", self._identity),
        }  # fmt: skip
        told = texts().tools
        return tuple(Tool(name, told[name], parameter, call) for name, (parameter, call) in calls.items())

    def _figures(self, question: str) -> str:
        draft = figures(self._dossier, folded(question[:_QUESTION]))
        return self._told(draft) if draft is not None else self._nothing()

    def _search(self, words: str) -> str:
        known = prose(self._dossier.review)
        hits = known.index.search(content(folded(words[:_QUESTION])), _MOST)
        draft = Draft()
        draft.cite(cite(known.book, known.passages[hit.place]) for hit in hits)
        return self._told(draft) if hits else self._nothing()

    def _section(self, name: str) -> str:
        known = prose(self._dossier.review)
        draft = Draft()
        draft.cite(cite(known.book, one) for one in known.passages if one.section.key == name.strip().lower())
        return self._told(draft) if draft.citations else self._nothing()

    def _findings(self, scope: str) -> str:
        return self._told(findings.answer(self._dossier, folded(scope[:_QUESTION])))

    def _rule(self, rule: str) -> str:
        text = folded(rule[:_QUESTION])
        chosen = rules.named(self._dossier, text) or rules.meant(self._dossier, text)
        return self._told(rules.explain(self._dossier, chosen)) if chosen else self._nothing()

    def _identity(self, _: str) -> str:
        return self._told(identity.answer(self._dossier, ["agency", "year", "title", "edition"]))

    def _nothing(self) -> str:
        return json.dumps({"found": say("tool_nothing")}, ensure_ascii=False)

    def _told(self, draft: Draft) -> str:
        """The result as JSON, cut to whole entries."""
        entries: list[dict[str, Any]] = []
        for figure in draft.figures:
            source = [one for one in draft.citations if getattr(one.source, "fact", None) in figure.facts]
            entry = self._pool.compute(figure, source)
            shown = {"id": entry.id, "label": figure.label, "value": str(figure.value), "unit": figure.unit}
            entries.append({**shown, "arithmetic": figure.arithmetic} if figure.arithmetic else shown)
        for citation in draft.citations:
            entry = self._pool.cite(citation)
            entries.append({"id": entry.id, "text": entry.text})
        while entries and len(json.dumps(entries, ensure_ascii=False)) > _LONGEST:
            entries.pop()
        text = "\n".join(draft.sentences)[: _LONGEST // 2] if draft.figures or not entries else ""
        return json.dumps({"status": draft.status.value, "told": text, "sources": entries}, ensure_ascii=False)
