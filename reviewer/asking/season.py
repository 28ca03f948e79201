"""A question over a season, answered by computing: which kind it is, over which cells, bodies or findings. Never guessed.

Every word must be known; a question with a word that nothing here stands for is answered with what can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reviewer.asking import season_status as status
from reviewer.asking import sums
from reviewer.asking.lexer import Token
from reviewer.asking.numerals import read as numeral
from reviewer.asking.season_both import FILTERS, both
from reviewer.asking.season_desk import Desk, Draft
from reviewer.asking.season_figures import Asked, Figures, Filter
from reviewer.asking.season_lexer import Lexer
from reviewer.asking.season_parts import addable, number_in
from reviewer.asking.season_scope import GROUPS, scoped
from reviewer.asking.season_shares import Shares, share_of, shares
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.asking.season_years import INTO, OUT, Carry, Years
from reviewer.asking.target import Target, targets
from reviewer.asking.words import say, vocabulary
from reviewer.model import SeasonAnswer, SeasonView, Severity, folded

_LONGEST = 300
_OLD = frozenset({"fill", "stop", "howmany", "total", "this", "which", "exist", "applicants"})
_GROUPS = (
    "advised_return", "advised_attention", "returned", "passed", "pending", "open", "ontime", "unread", "missing",
    "late", "tardy", "submitted", "clean", "again", "bound",
)  # fmt: skip
_STRANGE = frozenset({"narrowing", "except", "outside", "command", *GROUPS})
"""Narrow a question, or ask for something to be done; where they are left over, they were not understood."""
_FAULTS = frozenset({"faults", "error", "warning", "which_faults"})
_FREQUENT = 5
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


class _Question:
    def __init__(self, desk: Desk, lexer: Lexer, text: str) -> None:
        self.narrow = season_vocabulary().departments in text
        self.desk, self.lexer, self.text = desk.departments if self.narrow else desk, lexer, text
        scope = scoped(self.desk, [self._dated(one) for one in lexer.read(text)], text)
        self.desk, self.tokens, self.scope = scope
        self.kinds = {one.kind for one in self.tokens}
        self.bodies = [desk.places[one.word] for one in self.tokens if one.kind == "body"]
        self.rules = tuple(dict.fromkeys(one.word for one in self.tokens if one.kind == "rule"))

    def _dated(self, token: Token) -> Token:
        """This season's year says nothing more; the year before is the last."""
        if token.kind == "year":
            year = int(token.word[:4])
            own = self.desk.view.info.year
            return token._replace(kind={own: "fill", own - 1: "last"}.get(year, "year"))
        return token

    def answer(self) -> Draft:
        if any(one.kind == "year" for one in self.tokens):
            asked = next(one.word[:4] for one in self.tokens if one.kind == "year")
            return self._unknown(tell("year", year=self.desk.view.info.year, asked=asked))
        known = {*season_vocabulary().kinds, "body", "rule", "cell", "last", "join", "plus", "equal", *_OLD} - _STRANGE
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

    def _both(self) -> Draft | None:
        """Several conditions joined by 而且, 但, 既…又…."""

        def cells(clause: Sequence[Token]) -> Asked | None:
            meant = targets([one.term for one in clause if one.term is not None], self.lexer.book.universe)
            return self._asked(meant) if len(meant) == 1 else None

        if self.bodies or self.rules or shares(self.tokens):
            return None
        return both(self.desk, self.tokens, cells, self._bound)

    def _shared(self) -> Draft | None:
        """A share of one sum in another."""
        frames = self.kinds & {"most", "least"}
        rates = {one.kind for one in self.tokens if one.kind.startswith("rate")}
        share = share_of(self.lexer, self.tokens) if not self._last_year() and not self.rules else None
        if share is None or not self._only("cell", "share", "percent", "body", "count", "each", *rates, *frames):
            return None
        figures = Shares(self.desk, share)
        if frames:
            return (
                figures.ranked(self._most(), least="least" in frames) if len(frames) == 1 and not self.bodies else None
            )
        if "count" in self.kinds or self.kinds & {"who", "bodies", "each"} or len(self.bodies) > 1:
            return None
        return figures.one(self.bodies[0]) if self.bodies else figures.total()

    def _last_year(self) -> bool:
        return "last" in self.kinds

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

    def _unknown(self, text: str = "", words: str = "") -> Draft:
        draft = Draft()
        draft.answered = False
        return draft.say(text or tell("unknown", words=tell("words", words=words[:40]) if words else ""))

    def _only(self, *kinds: str) -> bool:
        """Whether nothing but these kinds and words that say nothing stands in the question."""
        return self.kinds <= {*kinds, *_OLD, "region", "who", "bodies", "join"}

    def _status(self) -> Draft | None:
        """Questions that name no cell."""
        if self.rules:
            if not self._only("rule", "faults", "error", "warning", "most", "count", "mismatch", "match"):
                return None
            return status.by_rule(self.desk, self.rules, most=self._most() if "most" in self.kinds else 0)
        for kind, rules in season_vocabulary().repeated.items():
            if kind in self.kinds:
                return status.by_rule(self.desk, rules) if self._only(kind, "submitted") and not self.bodies else None
        if "similar" in self.kinds or "across" in self.kinds:
            fits = self._only("similar", "across", "faults", "which_faults", "mismatch", "each")
            return status.across(self.desk, similar="similar" in self.kinds) if fits else None
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
        if self.kinds & _FAULTS and self._only("body", *_FAULTS):
            return status.of_body(self.desk, self.bodies[0])
        if "times" in self.kinds:
            return status.times(self.desk, self.bodies[0]) if self._only("body", "times") else None
        asked = self.kinds & {*_GROUPS}
        if asked and self._only("body", *asked):
            return status.state(self.desk, self.bodies[0])
        return None

    def _faulty(self) -> Draft | None:
        """Questions about findings: who has most, who has any, how many, which are frequent."""
        if not self.kinds & _FAULTS or "clean" in self.kinds:
            return None
        severities = [
            each for each, kind in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")) if kind in self.kinds
        ]
        if "which_faults" in self.kinds:
            return (
                status.frequent(self.desk, self._most(_FREQUENT))
                if self._only("which_faults", "most", "count")
                else None
            )
        if not self._only("faults", "error", "warning", "most", "count", "each"):
            return None
        asks_who = bool(self.kinds & {"who", "bodies"}) or "which" in self.kinds
        if "most" in self.kinds:
            return status.worst(self.desk, self._most(), severities[0] if severities else None)
        if asks_who:
            return status.having(self.desk, severities or [Severity.ERROR, Severity.WARNING])
        if self.kinds & {"howmany", "total"}:
            return status.totals(self.desk, severities[0] if severities else None)
        return None

    def _group(self) -> Draft | None:
        """Bodies by what they handed in and what became of it."""
        asked = [kind for kind in _GROUPS if kind in self.kinds]
        if asked == ["missing", "late"]:
            return status.listed(self.desk, "overdue") if self._only(*asked) else None
        if asked == ["late"] and re.search(season_vocabulary().overdue, self.text):
            return status.listed(self.desk, "overdue") if self._only(*asked) else None
        if asked == ["ontime", "submitted"]:
            return status.listed(self.desk, "ontime") if self._only("ontime", "submitted") else None
        if len(asked) != 1 or not self._only(*asked):
            return None
        return status.listed(self.desk, asked[0])

    def _figures(self) -> Draft | None:
        if self.rules or self.kinds & (_FAULTS | {*_GROUPS} - {"clean"}):
            return None
        if self.kinds & {"mismatch", "match"}:
            return self._carried()
        operands = self._operands()
        if not operands:
            return None
        if any(len(meant) != 1 for meant in operands):
            several = [one for meant in operands if len(meant) > 1 for one in meant]
            names = tell("and").join(sums.label(self.lexer.book, one.cells) for one in several[:6])
            return self._unknown(tell("several", names=names)) if several else None
        asked = self._asked([meant[0] for meant in operands])
        if asked is None or "equal" in self.kinds:
            return None
        return self._computed(asked)

    def _operands(self) -> list[list[Target]]:
        """The meanings of each operand; 和, 与 and 加 part them."""
        runs: list[list[Token]] = [[]]
        for one in self.tokens:
            if one.kind in ("join", "plus") and runs[-1]:
                runs.append([])
            elif one.term is not None:
                runs[-1].append(one)
        universe = self.lexer.book.universe
        return [targets([one.term for one in run if one.term is not None], universe) for run in runs if run]

    def _carried(self) -> Draft | None:
        """Only what is carried over is compared between years."""
        meant = [one.term.meanings for one in self.tokens if one.term is not None]
        rows = {key.rpartition(".")[0] for several in meant for cells in several for key in cells}
        allowed = {INTO.rpartition(".")[0], OUT.rpartition(".")[0]}
        if (
            not rows
            or not rows <= allowed
            or not self._only("cell", "mismatch", "match", "last", "body", "each", "growth", "equal")
        ):
            return None
        carry = Carry(self.desk)
        if len(self.bodies) == 1:
            return carry.of(self.bodies[0])
        return carry.listed(level="match" in self.kinds and "mismatch" not in self.kinds) if not self.bodies else None

    def _asked(self, meant: Sequence[Target]) -> Asked | None:
        """One sum of cells: of one operand, or of several that do not share a cell and have one unit."""
        book = self.lexer.book
        cells = tuple(key for one in meant for key in one.cells)
        units = {book.unit(key) for key in cells}
        if len(cells) != len(set(cells)) or len(units) != 1 or (len(meant) > 1 and "t2" in {key[:2] for key in cells}):
            return None
        if len(meant) > 1 and not addable(meant):
            return None
        label = tell("join").join(sums.label(book, one.cells) for one in meant)
        note = tell("assumed") if any(one.assumed == "row" for one in meant) else ""
        return Asked(cells, label, units.pop() or say("count"), note)

    def _computed(self, asked: Asked) -> Draft | None:
        frames = self.kinds & {"most", "least", "average", "growth", "fall", *FILTERS}
        if "count" in self.kinds and not frames & {"most", "least"}:
            first = any(one.kind == "count" and re.match(season_vocabulary().first, one.word) for one in self.tokens)
            if not first:  # 五个单位新收多少: which five is not said
                return None
            frames |= {"most"}
        allowed = {"cell", "plus", "body", "each", "last", "count", *frames}
        if not self._only(*allowed):
            return None
        earlier = "last" in self.kinds and not frames & {"growth", "fall"}
        if earlier and self._this():
            return None
        if self.bodies:
            return self._of_bodies(asked, frames, earlier=earlier)
        if frames & {"growth", "fall"}:
            return self._grown(asked, frames)
        figures = Figures(self.desk, asked, earlier=earlier)
        if frames >= {"most"} or frames >= {"least"}:
            one = frames in ({"most"}, {"least"})
            return figures.ranked(self._most(), least="least" in frames) if one else None
        if "average" in frames:
            return figures.average() if frames == {"average"} else None
        if frames:
            asks = re.search(season_vocabulary().said, self.text)
            return figures.filtered(self._filter(frames)) if len(frames) == 1 and asks else None
        if ("each" in self.kinds and "total" not in self.kinds) or ("who" in self.kinds and "howmany" in self.kinds):
            return figures.each(figures.apart)
        if self.kinds & {"who", "bodies"} and not self.kinds & {"total"}:
            return figures.filtered(Filter("nonzero"))
        return figures.total() if self.kinds & {"howmany", "total", "region"} else None

    def _this(self) -> bool:
        """Whether this year is named too: then two years are asked for."""
        said = vocabulary().frames["this"]
        return any(one.word in said for one in self.tokens)

    def _of_bodies(self, asked: Asked, frames: set[str], *, earlier: bool) -> Draft | None:
        if frames & {"growth", "fall"} and len(self.bodies) == 1 and frames <= {"growth", "fall"}:
            return Years(self.desk, asked, counted=self._by_count()).growth_of(self.bodies[0])
        if frames:
            return None
        figures = Figures(self.desk, asked, earlier=earlier)
        if len(self.bodies) == 1:
            return figures.one(self.bodies[0])
        return figures.each(self.bodies) if not self.kinds & {"total", "plus"} else None

    def _grown(self, asked: Asked, frames: set[str]) -> Draft | None:
        years, down = Years(self.desk, asked, counted=self._by_count()), "fall" in frames
        if frames & {"most", "least"}:
            if "least" in frames:
                return None
            return (years.most_changed if self._by_count() else years.fastest)(self._most(), down=down)
        if frames - {"growth", "fall"}:
            return None
        if self.kinds & {"who", "bodies"}:
            return years.risen(down=down)
        bare = any(one.kind == "howmany" and one.word.endswith(season_vocabulary().piece) for one in self.tokens)
        return None if bare else years.growth_all()  # 有几个: of bodies or of applications is not said

    def _by_count(self) -> bool:
        """Whether the difference is asked for: 增加了多少件, not 增长了多少."""
        known = season_vocabulary()
        return bool(re.search(known.by_count, self.text)) and not re.search(known.by_rate, self.text)

    def _filter(self, frames: set[str]) -> Filter:
        how = next(iter(frames))
        return self._bound(next(one for one in self.tokens if one.kind == how))

    @staticmethod
    def _bound(token: Token) -> Filter:
        """A filter and its number, in digits or in words."""
        if token.kind in ("zero", "nonzero"):
            return Filter(token.kind)
        digits = re.search(r"\d+", token.word)
        said = re.search(r"[一二两三四五六七八九十百千]+", token.word)
        number = int(digits[0]) if digits else (numeral(said[0]) if said else None)
        return Filter(token.kind, Decimal(number or 0))

    def _most(self, default: int = 0) -> int:
        """How many are asked for: the number said; of bodies in the plural five; else one."""
        for token in self.tokens:
            if token.kind == "count" and (number := number_in(token.word)):
                return number
        several = any(one.kind == "who" and re.search(season_vocabulary().plural, one.word) for one in self.tokens)
        return default or (_FREQUENT if several else 1)


def _of_share(token: Token) -> bool:
    return token.kind in ("share", "percent") or token.kind.startswith("rate")
