"""审查情况通报: the season as a notice in Word, every figure computed from the view, with charts an office can edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from reviewer.export import paper
from reviewer.export import season_digest as counted
from reviewer.export.clean import brief, line
from reviewer.export.season_chart import Chart, Series, place
from reviewer.export.season_digest import Digest, Line, RuleCount, digest
from reviewer.export.season_table import tabled
from reviewer.export.season_words import season_words
from reviewer.model import Decision, SeasonFinding, SeasonView
from reviewer.verdicts import VERDICTS, outcomes

_NAMED = 15
_PROBLEMS = 10
_ACROSS = 4
_CHARTED = 10
_TABLED = 300
_RED, _AMBER, _GREEN, _BLUE = "C0504D", "E3A33B", "6AA46A", "4F81BD"
_ENDS = re.compile(r"[。！？；]$")


def season_summary(view: SeasonView) -> bytes:
    """The notice's bytes."""
    made = _Notice(view, digest(view))
    made.draw()
    return paper.pack(made.document)


class _Notice:
    def __init__(self, view: SeasonView, found: Digest) -> None:
        self.view, self.found, self.words = view, found, season_words()
        self.said = self.words.summary
        self.document = paper.new(self.said.page)
        self.charts = 0

    def draw(self) -> None:
        self._opening()
        parts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("overview", self._overview), ("submitted", self._submitted), ("problems", self._problems),
            ("across", self._across), ("bodies", self._bodies), ("next", self._next),
        )  # fmt: skip
        for name, draw in parts:
            self.document.add_paragraph(self.said.parts[name], style="Heading 1").paragraph_format.keep_with_next = True
            draw()
        self._signature()

    def _opening(self) -> None:
        year = self.view.info.year
        title = self._line(flush=True)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = Pt(36)
        title.paragraph_format.space_after = Pt(22)
        paper.font(title.add_run(self.said.title.format(year=year)), paper.TITLE, 22)
        self._line(self.said.salutation, flush=True)
        self._line(self.said.opening.format(year=year, day=self._day()))

    def _overview(self) -> None:
        said, found, worded = self.said, self.found, outcomes()
        bound = [one for one in found.lines if one.body is not None and one.standing != "exempt"]
        handed = [one for one in bound if one.submission is not None]
        verdicts = {
            key: sum(one.submission is not None and one.submission.verdict == key for one in bound)
            for key in VERDICTS[:3]
        }
        rate = f"{len(handed) / len(bound):.1%}" if bound else said.dash
        self._line(
            said.overview.format(
                bound=len(bound),
                submitted=len(handed),
                rate=rate,
                read=sum(verdicts.values()),
                verdicts=self._parts((worded.verdict[key], n) for key, n in verdicts.items()),
            )
        )
        lines = [one for one in bound if one.severities["error"] or one.severities["warning"]]
        totals = {key: sum(one.severities[key] for one in bound) for key in ("error", "warning", "info")}
        text = said.overview_findings.format(bodies=len(lines), **totals)
        dismissed = sum(one.dismissed for one in bound)
        self._line(text + (said.overview_dismissed.format(n=dismissed) if dismissed else ""))
        decisions = counted.decisions(found)
        made = [(worded.decision[key], decisions[key.value]) for key in Decision if key is not Decision.OPEN]
        if number := sum(n for _, n in made):
            left, open_ = decisions[Decision.OPEN.value], worded.decision[Decision.OPEN]
            self._line(said.decided.format(n=number, decisions=self._parts(made), open=open_, left=left))
        total, count, left, holds = counted.added(self.view, found, "new")
        if count:
            name = self.words.figure["new"]
            self._line(said.figures.format(names=name, value=total, counted=count, left=left, holds=holds))
        if sum(verdicts.values()):
            names = tuple(worded.verdict[key] for key in verdicts)
            series = Series(said.series["count"], tuple(verdicts.values()), (_RED, _AMBER, _GREEN))
            self._chart(Chart("pie", said.chart_verdict, names, (series,)), 6.2)

    def _submitted(self) -> None:
        said, found = self.said, self.found
        on_time = [one for one in found.lines if one.body and one.submission and not one.late]
        late = [one for one in found.lines if one.body and one.late]
        overdue, missing = found.standing("overdue"), found.standing("missing")
        if not overdue and not missing:
            self._line(said.all_submitted)
        self._line(said.on_time.format(n=len(on_time)))
        for text, lines in ((said.late, late), (said.overdue, overdue), (said.missing, missing)):
            if lines:
                self._line(text.format(n=len(lines), names=self._names(lines)))
        if unread := found.standing("unread"):
            text = said.unread if len(unread) > _NAMED else said.unread_few
            self._line(text.format(names=self._names(unread, bare=True), n=len(unread)))
        if unclaimed := sum(one.body is None for one in found.lines):
            self._line(said.unclaimed.format(n=unclaimed))

    def _problems(self) -> None:
        said = self.said
        rules = [one for one in self.found.rules if one.worst != "info"]
        if not rules:
            self._line(said.no_problems)
            return
        total = sum(one.count for one in rules)
        for number, rule in enumerate(rules[:_PROBLEMS]):
            self._problem(self.words.ordinals[number], rule, total)
        if rest := rules[_PROBLEMS:]:
            self._line(said.problems_rest.format(rules=len(rest), count=sum(one.count for one in rest)))
        top = rules[:_CHARTED]
        names = tuple(brief(one.title, 24) for one in top)
        by_worst = [
            Series(said.series[name], tuple(one.count if one.worst == key else 0 for one in top), (colour,))
            for key, name, colour in (("error", "errors", _RED), ("warning", "warnings", _AMBER))
        ]
        self._chart(Chart("bar", said.chart_rules, names, tuple(by_worst)), 2.4 + 0.75 * len(top))

    def _problem(self, ordinal: str, rule: RuleCount, total: int) -> None:
        said = self.said
        heading = said.problem.format(
            ordinal=ordinal, title=brief(rule.title, 60), bodies=len(rule.bodies), count=rule.count,
            share=f"{rule.count / total:.1%}",
        )  # fmt: skip
        title, stop, rest = heading.partition(said.stop)
        paragraph = self._line()
        paper.font(paragraph.add_run(title + stop), paper.KAI, bold=True)
        examples = "".join(
            _stopped(said.example.format(agency=brief(agency, 60), message=brief(message, 160)))
            for agency, message in rule.examples[:1]
        )
        mend = _stopped(said.mend.format(mend=brief(rule.mend, 160))) if rule.mend else ""
        paragraph.add_run(rest + examples + mend)

    def _across(self) -> None:
        said = self.said
        states = [(one, counted.carry(self.found, one.name)[0]) for one in self.found.lines if one.body is not None]
        gaps = [one for one, state in states if state == "gap"]
        level = sum(state == "level" for _, state in states)
        if gaps:
            self._line(said.carry_gap.format(n=len(gaps), names=self._names(gaps)))
        elif level:
            self._line(said.carry_level.format(n=level))
        by_rule: dict[str, list[SeasonFinding]] = {}
        for one in self.view.across:
            by_rule.setdefault(one.rule, []).append(one)
        titles = {one.id: one.title for one in self.view.rules}
        for number, (rule, some) in enumerate(by_rule.items()):
            ordinal = self.words.ordinals[min(number, len(self.words.ordinals) - 1)]
            paragraph = self._line()
            text = said.across.format(ordinal=ordinal, title=brief(titles.get(rule, rule), 60), count=len(some))
            paper.font(paragraph.add_run(text), paper.KAI, bold=True)
            paragraph.add_run("".join(self._across_one(one) for one in some[:_ACROSS]))
            if len(some) > _ACROSS:
                paragraph.add_run(said.across_rest.format(n=len(some) - _ACROSS))
        if not gaps and not by_rule:
            self._line(said.no_across)

    def _across_one(self, one: SeasonFinding) -> str:
        said = self.said
        others = (
            said.others.format(names=said.and_.join(brief(name, 40) for name in one.others[:4])) if one.others else ""
        )
        return _stopped(
            said.across_one.format(agency=brief(one.agency, 60), others=others, message=brief(one.message, 160))
        )

    def _bodies(self) -> None:
        said, ranked = self.said, self.found.ranked()
        top = [one for one in ranked[:_CHARTED] if one.severities["error"] or one.severities["warning"]]
        if top:
            series = tuple(
                Series(said.series[name], tuple(one.severities[key] for one in top), (colour,))
                for key, name, colour in (("error", "errors", _RED), ("warning", "warnings", _AMBER))
            )
            names = tuple(brief(one.name, 24) for one in top)
            self._chart(Chart("bar", said.chart_bodies, names, series), 2.4 + 0.75 * len(top))
        told = {id(one) for one in ranked}
        rest = [one for one in self.found.lines if id(one) not in told and one.standing != "exempt"]
        lines = [one for one in (*ranked, *rest) if one.body is not None or not self.view.bodies]
        whole = len(lines)
        if len(lines) > _TABLED:  # whoever must act stands in the table; the whole list is the workbook's
            lines = [one for one in lines if one.severities["error"] or one.standing not in ("done", "missing")]
        tabled(self.document, self.said.heads, [self._body(one) for one in lines[:_TABLED]])
        left = whole - len(lines[:_TABLED])
        self._small(said.table_note + (said.table_rest.format(n=left) if left else ""))

    def _body(self, one: Line) -> list[str]:
        said, words, sent = self.said, self.words, one.submission
        read = sent is not None and sent.verdict is not None
        return [
            brief(one.name, 60), words.standing[one.standing],
            *(str(one.severities[key]) if read else said.dash for key in ("error", "warning")),
            outcomes().verdict[sent.verdict] if sent is not None and sent.verdict else said.dash,
            outcomes().decision[sent.decision] if sent is not None else said.dash,
        ]  # fmt: skip

    def _next(self) -> None:
        said, found = self.said.next, self.found
        chosen = {
            "returned": [one for one in found.lines if one.submission and one.submission.decision.value == "returned"],
            "overdue": found.standing("overdue"),
            "pending": [one for one in found.lines if one.submission and one.submission.decision.value == "pending"],
        }
        worded = {key.value: text for key, text in outcomes().decision.items()}
        items = [said[key].format(names=self._names(some), **worded) for key, some in chosen.items() if some]
        for number, text in enumerate([*items, said["other"]]):
            self._line(self.said.item.format(ordinal=self.words.ordinals[number], text=text))

    def _signature(self) -> None:
        said, day = self.said, self.view.day()
        for number, text in enumerate((self.view.office or said.office, self._day())):
            paragraph = self._line(brief(text, 60))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.space_before = Pt(0 if number else 28)
            paragraph.paragraph_format.right_indent = Pt(64)
            paragraph.paragraph_format.keep_with_next = not number
        if (checkpoint := self.view.checkpoint) is not None:
            self._small(said.checkpoint.format(n=checkpoint.n, chain=line(checkpoint.chain), day=day))

    def _day(self) -> str:
        day = self.view.day()
        return self.said.date.format(year=day.year, month=day.month, day=day.day)

    def _parts(self, parts: Iterable[tuple[str, int]]) -> str:
        return self.said.and_.join(self.said.part.format(name=name, n=n) for name, n in parts)

    def _names(self, lines: Iterable[Line], *, bare: bool = False) -> str:
        names = [brief(one.name, 60) for one in lines]
        shown = self.said.and_.join(names[:_NAMED])
        return shown if bare or len(names) <= _NAMED else self.said.names_more.format(names=shown, n=len(names))

    def _line(self, text: str = "", *, flush: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph(text)
        if flush:
            paragraph.paragraph_format.first_line_indent = Pt(0)
        return paragraph

    def _small(self, text: str) -> None:
        paragraph = self._line(flush=True)
        paragraph.paragraph_format.line_spacing = Pt(20)
        paper.font(paragraph.add_run(text), paper.SONG, 10.5)

    def _chart(self, chart: Chart, height: float) -> None:
        self.charts += 1
        drawn = place(self.document, chart, self.charts, height)
        drawn.paragraph_format.space_before = Pt(8)
        caption = self._line(flush=True)
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.space_after = Pt(8)
        paper.font(caption.add_run(chart.title), paper.HEI, 12)


def _stopped(text: str) -> str:
    """With a full stop where it has none."""
    return text if _ENDS.search(text) else text + season_words().summary.stop
