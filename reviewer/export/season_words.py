"""The words of a season's products, from season.yaml: strict, so that a wrong file is told by line and column."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reviewer import resources
from reviewer.model import Frozen


class SummaryWords(Frozen):
    """The notice sent to all (审查情况通报)."""

    title: str
    salutation: str
    opening: str
    parts: dict[str, str]
    overview: str
    overview_findings: str
    overview_dismissed: str
    decided: str
    part: str
    unread: str
    unread_few: str
    unclaimed: str
    figures: str
    chart_verdict: str
    chart_rules: str
    chart_bodies: str
    series: dict[str, str]
    all_submitted: str
    on_time: str
    late: str
    overdue: str
    missing: str
    no_problems: str
    problem: str
    example: str
    mend: str
    problems_rest: str
    no_across: str
    across: str
    across_one: str
    others: str
    across_rest: str
    carry_gap: str
    carry_level: str
    table_note: str
    table_rest: str
    heads: tuple[str, ...]
    dash: str
    next: dict[str, str]
    item: str
    stop: str
    names_more: str
    office: str
    date: str
    checkpoint: str
    and_: str
    page: str


class SeasonWords(Frozen):
    """Every word of ours that a reader of a season's product sees, by place of use."""

    sheet: dict[str, str]
    head: dict[str, str]
    this_year: str
    figure: dict[str, str]
    standing: dict[str, str]
    severity: dict[str, str]
    model: str
    kind: dict[str, str]
    scope: dict[str, str]
    mark: dict[str, str]
    counted: dict[str, str]
    carry: dict[str, str]
    cell: dict[str, str]
    table: dict[str, str]
    and_: str
    noted: str
    sourced: str
    unclaimed: str
    title: str
    totals: dict[str, str]
    remark: dict[str, str]
    board: str
    notes: tuple[str, ...]
    head_columns: dict[str, str]
    summary: SummaryWords
    ordinals: tuple[str, ...]


@cache
def season_words() -> SeasonWords:
    """The words of season.yaml. Raises ConfigError on a file that does not fit."""
    return resources.read_model(Path(__file__).with_name("season.yaml"), SeasonWords)
