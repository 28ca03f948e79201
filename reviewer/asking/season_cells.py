"""Questions over a season that name cells: sums, rankings, filters, shares, several conditions, two years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.asking import sums
from reviewer.asking.lexer import Token
from reviewer.asking.season_both import FILTERS, both
from reviewer.asking.season_desk import Draft
from reviewer.asking.season_figures import Asked, Figures, Filter
from reviewer.asking.season_parts import addable
from reviewer.asking.season_read import STATES, Reading
from reviewer.asking.season_shares import Shares, share_of, shares
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.asking.season_years import INTO, OUT, Carry, Years
from reviewer.asking.target import Target, targets
from reviewer.asking.words import say, vocabulary

FAULTS = frozenset({"faults", "error", "warning", "which_faults"})


class CellQuestion(Reading):
    """Answers are computed over cells; None where the question is none of these."""

    def _figures(self) -> Draft | None:
        if self.rules or self.kinds & (FAULTS | {*STATES} - {"clean"}):
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
