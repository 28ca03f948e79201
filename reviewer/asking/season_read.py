"""A question over a season as its tokens: which bodies it is about, which words stand in it, what numbers it says."""

from __future__ import annotations

import re
from decimal import Decimal

from reviewer.asking.lexer import Token
from reviewer.asking.numerals import read as numeral
from reviewer.asking.season_desk import Desk, Draft
from reviewer.asking.season_figures import Filter
from reviewer.asking.season_lexer import Lexer
from reviewer.asking.season_parts import number_in
from reviewer.asking.season_scope import scoped
from reviewer.asking.season_words import season_vocabulary, tell

OLD = frozenset({"fill", "stop", "howmany", "total", "this", "which", "exist", "applicants"})
"""Kinds of the vocabulary for one report that may stand in any question."""
FREQUENT = 5
STATES = (
    "advised_return", "advised_attention", "returned", "passed", "pending", "open", "ontime", "unread", "missing",
    "late", "tardy", "submitted", "clean", "again", "bound",
)  # fmt: skip
"""What became of what was handed in."""


class Reading:
    """The tokens of one question, and the small judgements on them that every sort of question needs."""

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

    def _unknown(self, text: str = "", words: str = "") -> Draft:
        draft = Draft()
        draft.answered = False
        return draft.say(text or tell("unknown", words=tell("words", words=words[:40]) if words else ""))

    def _only(self, *kinds: str) -> bool:
        """Whether nothing but these kinds and words that say nothing stands in the question."""
        return self.kinds <= {*kinds, *OLD, "region", "who", "bodies", "join"}

    def _most(self, default: int = 0) -> int:
        """How many are asked for: the number said; of bodies in the plural five; else one."""
        for token in self.tokens:
            if token.kind == "count" and (number := number_in(token.word)):
                return number
        several = any(one.kind == "who" and re.search(season_vocabulary().plural, one.word) for one in self.tokens)
        return default or (FREQUENT if several else 1)

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
