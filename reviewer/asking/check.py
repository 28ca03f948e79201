"""The checker of a model's answer: what it may not say is marked or taken out, whatever the model meant.

Each figure must stand in something the same line cites; each quote must be in the report, a finding or a rule; each id
must be one that a tool gave. Of Markdown only paragraphs, lists, tables and bold stay; nothing in it leads anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from reviewer.asking.lexer import tokens
from reviewer.asking.numerals import Number, found
from reviewer.asking.pool import Entry, Pool
from reviewer.asking.values import Book
from reviewer.asking.words import say, vocabulary
from reviewer.model import Citation, Dossier, Figure, folded, load_forms

LONGEST = 4000
DIFFERENCE = "−"
"""The sign by which code writes a difference."""
_SHORTEST = 6
_ID = re.compile(r"[\[【〔]\s*([cf]\d{1,4}(?:\s*[,，、;；]\s*[cf]\d{1,4})*)\s*[\]】〕]", re.IGNORECASE)
_QUOTE = re.compile(r"“([^”]{2,400})”|「([^」]{2,400})」|\"([^\"]{2,400})\"")
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]\n]*)\](?:\([^)]*\)|\[[^\]]*\])")
_BARE = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}:)?//[^\s，。；）)”]+|(?:www\.|data:|javascript:)[^\s，。；）)”]+", re.IGNORECASE
)
_DEFINITION = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,500}>|[<>]")
_FENCE = re.compile(r"^\s*(?:```|~~~).*$|^\s{0,3}#{1,6}\s*|^\s{0,3}>\s?", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_ORDINAL = re.compile(r"^\s*(?:[-*+]\s+)?(?:\d{1,2}[.、)）]|[一二三四五六七八九十]{1,2}[、是])")
_PART = re.compile(r"第[一二三四五六](?:部分|章)|表[二三四]|[一二三四五六七八九]是")
_LATIN = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Checked(NamedTuple):
    """The text as it may be shown, with [1] [2] … for `citations`; what was `marked`, and ids or quotes `dropped`."""

    text: str
    citations: tuple[Citation, ...]
    figures: tuple[Figure, ...]
    marked: int
    dropped: int


def plain(text: str) -> str:
    """The text with nothing in it that is fetched, followed or run; at most LONGEST characters."""
    text = _CONTROL.sub("", text[: LONGEST * 2].replace("\r\n", "\n"))
    for rule, instead in ((_DEFINITION, ""), (_IMAGE, ""), (_LINK, r"\1"), (_TAG, ""), (_BARE, ""), (_FENCE, "")):
        text = rule.sub(instead, text)
    text = text.replace("`", "").replace("![", "[")
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:LONGEST]


def chinese(text: str) -> bool:
    """Whether the letters of a text are for the most part Han."""
    han, latin = len(_HAN.findall(text)), sum(len(word) for word in _LATIN.findall(_ID.sub("", text)))
    return han >= 2 and han >= 0.6 * (han + latin)


class Checker:
    """Checks the lines of one answer against what the tools gave and what the dossier holds."""

    def __init__(self, dossier: Dossier, pool: Pool) -> None:
        self._pool = pool
        self._texts = _said(dossier)
        self._terms = Book(dossier.review).terms
        years = (dossier.of("current"), dossier.of("previous"))
        self._years = {review.identity.year for review in years if review is not None and review.identity.year}
        self.citations: list[Citation] = []
        self.figures: list[Figure] = []
        self.marked = self.dropped = 0

    def check(self, text: str) -> Checked:
        lines = [self.line(one) for one in plain(text).split("\n")]
        shown = "\n".join(lines).strip()
        return Checked(shown, tuple(self.citations), tuple(self.figures), self.marked, self.dropped)

    def line(self, line: str) -> str:
        """One line (or table row) as it may be shown."""
        return "".join(
            self._sentence(one)
            for one in re.findall(
                r"[^。！？；]*[。！？；]?(?:\s*[\[【〔][cf\d,，、;；\s]+[\]】〕])*", line, re.IGNORECASE
            )
            if one
        )

    def _sentence(self, text: str) -> str:
        entries: list[Entry] = []
        pieces: list[str] = []
        position = 0
        for match in _ID.finditer(text):
            pieces.append(text[position : match.start()])
            known = [self._pool.get(one.strip().lower()) for one in re.split(r"[,，、;；]", match[1])]
            self.dropped += sum(one is None for one in known)
            kept = [one for one in known if one is not None]
            entries += kept
            pieces.append("\x00" + ",".join(self._number(one) for one in kept) + "\x00" if kept else "")
            position = match.end()
        pieces.append(text[position:])
        self.figures += [one.figure for one in entries if one.figure and one.figure not in self.figures]
        body = self._marks("".join(pieces), entries)
        return re.sub("\x00([^\x00]*)\x00", lambda match: match[1], body)

    def _number(self, entry: Entry) -> str:
        for citation in entry.citations:
            if citation not in self.citations:
                self.citations.append(citation)
        return "".join(f"[{self.citations.index(one) + 1}]" for one in entry.citations)

    def _marks(self, text: str, entries: list[Entry]) -> str:
        """Put the mark behind every figure, quote and foreign word that nothing cited holds."""
        spared = [match.span() for rule in ("\x00[^\x00]*\x00",) for match in re.finditer(rule, text)]
        ends: set[int] = set()
        for match in _QUOTE.finditer(text):
            quote = next(part for part in match.groups() if part)
            words = re.sub("\x00[^\x00]*\x00", "", quote)
            if not self.verbatim(words):
                ends.add(match.end())
            elif len(folded(words)) >= _SHORTEST or not any(found(words)):
                spared.append(match.span())  # a number alone in quotation marks is no quote
        lead = _ORDINAL.match(text)
        spared += [lead.span()] if lead else []
        spared += [match.span() for match in _PART.finditer(text)]
        for number in found(text):
            if any(start <= number.start and number.end <= end for start, end in spared):
                continue
            if number.value in self._years and number.value is not None:
                continue
            if not self._stands(number, _clause(text, number.start), entries):
                ends.add(number.end)
        told = folded(" ".join(one.text for one in entries)).lower()
        for word in _LATIN.finditer(text):
            inside = any(start <= word.start() and word.end() <= end for start, end in spared)
            if not inside and word[0].lower() not in told and not self.verbatim(word[0]):
                ends.add(word.end())
        self.marked += len(ends)
        for end in sorted(ends, reverse=True):
            text = text[:end] + say("mark") + text[end:]
        return text

    def _stands(self, number: Number, clause: str, entries: list[Entry]) -> bool:
        """Whether a cited entry holds the figure, and what the clause calls it is not another cell or the other way."""
        return any(number.value in one.numbers and self._fits(clause, one) for one in entries)

    def _fits(self, clause: str, entry: Entry) -> bool:
        facts = entry.facts
        if not facts:
            return True
        for token in tokens(folded(clause), self._terms):
            sole = token.term is not None and len(token.term.meanings) == 1
            if sole and token.term is not None and not token.term.meanings[0] & facts:
                return False
        figure, known = entry.figure, vocabulary()
        if figure is None or figure.value == 0:
            return True
        wrong = known.falling if figure.value > 0 else known.rising
        return not (DIFFERENCE in figure.arithmetic and any(word in clause for word in wrong))

    def verbatim(self, quote: str) -> bool:
        """Whether the words stand in the report, in a finding, in a rule or in the form as they are (folded)."""
        wanted = folded(quote)
        return bool(wanted) and any(wanted in text for text in self._texts)


def _clause(text: str, place: int) -> str:
    """The part of a sentence between commas in which a figure stands."""
    start = max(text.rfind(stop, 0, place) for stop in "，,、：:\n") + 1
    ends = [end for stop in "，,、\n" if (end := text.find(stop, place)) >= 0]
    return text[start : min(ends, default=len(text))]


def _said(dossier: Dossier) -> list[str]:
    found: list[str] = []
    for review in (dossier.review, dossier.previous):
        if review is not None:
            found += [part.text for part in review.sections] + [part.heading for part in review.sections]
            found += [review.identity.title, review.identity.agency]
            found += [text for one in review.findings for text in (one.message, one.suggestion, one.basis, one.rule)]
    found += [
        text for one in dossier.rules for text in (one.id, one.title, one.statement, one.why, one.basis, one.mend)
    ]
    return [folded(text) for text in (*found, *_labels()) if text]


def _labels() -> Iterable[str]:
    for form in load_forms().values():
        for spec in form.cells.values():
            yield from (spec.row.label, spec.column.label, spec.block.label, spec.row.name)
        yield from (text for part in form.sections for text in (part.heading, part.name))
