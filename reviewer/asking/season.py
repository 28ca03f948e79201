"""A question over a season, answered by computing: which kind it is, over which cells, bodies or findings. Never guessed.

Every word must be known; a question with a word that nothing here stands for is answered with what can be asked.
"""

from __future__ import annotations

import re

from reviewer.asking import season_faults as found
from reviewer.asking import season_status as status
from reviewer.asking.lexer import Token
from reviewer.asking.season_cells import FAULTS, CellQuestion
from reviewer.asking.season_desk import Desk, Draft
from reviewer.asking.season_lexer import Lexer
from reviewer.asking.season_read import FREQUENT, OLD, STATES
from reviewer.asking.season_scope import GROUPS
from reviewer.asking.season_shares import shares
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.model import SeasonAnswer, SeasonView, Severity, folded

_LONGEST = 300
_STRANGE = frozenset({"narrowing", "except", "outside", "command", *GROUPS})
"""Narrow a question, or ask for something to be done; where they are left over, they were not understood."""
_ALL = "全区"
"""Said of a 区, and of any region as a whole."""


class SeasonDesk:
    """Answers questions over one view; what it reads of the view is read once."""

    def __init__(self, view: SeasonView) -> None:
        self.view, self.desk, self.lexer = view, Desk(view), Lexer(view)

    def ask(self, question: str) -> SeasonAnswer:
        text = folded(question.strip()[:_LONGEST])
        return _Question(self.desk, self.lexer, text).answer().answer(question)


def answer_season(question: str, view: SeasonView) -> SeasonAnswer:
    """The answer to one question; for several over one view, keep a SeasonDesk."""
    return SeasonDesk(view).ask(question)


class _Question(CellQuestion):
    def answer(self) -> Draft:
        if any(one.kind == "year" for one in self.tokens):
            asked = next(one.word[:4] for one in self.tokens if one.kind == "year")
            return self._unknown(tell("year", year=self.desk.view.info.year, asked=asked))
        known = {*season_vocabulary().kinds, "body", "rule", "cell", "last", "join", "plus", "equal", *OLD} - _STRANGE
        share = shares(self.tokens)
        strange = [one.word for one in self.tokens if one.kind not in known and not (share and _of_share(one))]
        several = "also" in self.kinds
        if strange or (self._negated() and not several):
            return self._unknown(words=tell("and").join(strange))
        if other := self._elsewhere():
            places = tell("and").join(self.lexer.tops)
            return self._unknown(tell("region", places=places, asked=other))
        if several:
            found = self._both()
        elif share:
            found = self._shared()
        else:
            found = self._figures() if any(one.term for one in self.tokens) else self._status()
        if found is not None and found.answered:
            found.say(self.scope)
        if found is not None and found.answered and self._everywhere():
            found.say(tell("everywhere", places=tell("and").join(self.lexer.tops)))
        if found is not None and self.narrow and found.answered and not self.bodies:
            found.say(tell("departments"))
        return found or self._unknown()

    def _negated(self) -> bool:
        """Whether a word turns the question round that is not part of a word known here (没有退回的)."""
        said = [one for one in self.tokens if one.kind != "stop"]
        return any(one.kind == "exist" and one.word in season_vocabulary().negative for one in said[:-1])

    def _elsewhere(self) -> str:
        """A region asked for that is not the register's (全省 of a district's), "" for none."""
        for one in self.tokens:
            hit = re.match(season_vocabulary().region, one.word) if one.kind == "region" else None
            ends = {place[-1:] for place in self.lexer.tops}
            if hit and ends and (hit[1] or hit[2]) not in ends and hit[0] != _ALL:
                return hit[0]
        return ""

    def _everywhere(self) -> bool:
        """Whether 全区 is said where the register's region is no 区: the whole of it is meant (全区域), and that is told."""
        said = any(one.kind == "region" and one.word.startswith(_ALL) for one in self.tokens)
        return said and bool(self.lexer.tops) and not any(place.endswith("区") for place in self.lexer.tops)

    def _status(self) -> Draft | None:
        """Questions that name no cell."""
        if self.rules:
            if not self._only("rule", "faults", "error", "warning", "most", "count", "mismatch", "match"):
                return None
            return found.by_rule(self.desk, self.rules, most=self._most() if "most" in self.kinds else 0)
        for kind, rules in season_vocabulary().repeated.items():
            if kind in self.kinds:
                return found.by_rule(self.desk, rules) if self._only(kind, "submitted") and not self.bodies else None
        if "similar" in self.kinds or "across" in self.kinds:
            fits = self._only("similar", "across", "faults", "which_faults", "mismatch", "each")
            return found.across(self.desk, similar="similar" in self.kinds) if fits else None
        if self.bodies:
            return self._body()
        if "unclaimed" in self.kinds:
            return status.unclaimed(self.desk) if self._only("unclaimed") else None
        if faults := self._faulty():
            return faults
        return self._group()

    def _body(self) -> Draft | None:
        if len(self.bodies) != 1:
            return None
        if self.kinds & FAULTS and self._only("body", *FAULTS):
            return found.of_body(self.desk, self.bodies[0])
        if "times" in self.kinds:
            return status.times(self.desk, self.bodies[0]) if self._only("body", "times") else None
        asked = self.kinds & {*STATES}
        if asked and self._only("body", *asked):
            return status.state(self.desk, self.bodies[0])
        return None

    def _faulty(self) -> Draft | None:
        """Questions about findings: who has most, who has any, how many, which are frequent."""
        if not self.kinds & FAULTS or "clean" in self.kinds:
            return None
        severities = [
            each for each, kind in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")) if kind in self.kinds
        ]
        if "which_faults" in self.kinds:
            return (
                found.frequent(self.desk, self._most(FREQUENT)) if self._only("which_faults", "most", "count") else None
            )
        if not self._only("faults", "error", "warning", "most", "count", "each"):
            return None
        asks_who = bool(self.kinds & {"who", "bodies"}) or "which" in self.kinds
        if "most" in self.kinds:
            return found.worst(self.desk, self._most(), severities[0] if severities else None)
        if asks_who:
            return found.having(self.desk, severities or [Severity.ERROR, Severity.WARNING])
        if self.kinds & {"howmany", "total"}:
            return found.totals(self.desk, severities[0] if severities else None)
        return None

    def _group(self) -> Draft | None:
        """Bodies by what they handed in and what became of it."""
        asked = [kind for kind in STATES if kind in self.kinds]
        if asked == ["missing", "late"]:
            return status.listed(self.desk, "overdue") if self._only(*asked) else None
        if asked == ["late"] and re.search(season_vocabulary().overdue, self.text):
            return status.listed(self.desk, "overdue") if self._only(*asked) else None
        if asked == ["ontime", "submitted"]:
            return status.listed(self.desk, "ontime") if self._only("ontime", "submitted") else None
        if len(asked) != 1 or not self._only(*asked):
            return None
        return status.listed(self.desk, asked[0])


def _of_share(token: Token) -> bool:
    return token.kind in ("share", "percent") or token.kind.startswith("rate")
