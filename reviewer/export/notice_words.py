"""The words of the notice that sends a report back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reviewer import resources
from reviewer.model import Frozen


class NoticeWords(Frozen):
    number: str
    title: str
    year: str
    salutation: str
    nameless: str
    received: str
    received_untitled: str
    received_file: str
    reviewed: str
    unread: str
    noted: str
    count_error: str
    count_warning: str
    comma: str
    part: str
    ordinals: tuple[str, ...]
    error: str
    warning: str
    notes: str
    next: str
    item: str
    note: str
    where: str
    quote: str
    quoted: str
    arithmetic: str
    basis: str
    mend: str
    verify: str
    reason: str
    consequences: str
    label: str
    list: str
    resubmit: str
    resubmit_undated: str
    redo: str
    contact: str
    date: str
    page: str


@cache
def said() -> NoticeWords:
    """The words of return_notice.yaml. Raises ConfigError on a file that does not fit."""
    return resources.read_model(Path(__file__).with_name("return_notice.yaml"), NoticeWords)
