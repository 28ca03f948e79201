"""Whether everything material of a report was read: what was not makes a review partial, and says so."""

from __future__ import annotations

from reviewer.model import AnnualReport, Notice, Review, State, form_for
from reviewer.resources import sentence


def unread(report: AnnualReport) -> tuple[Notice, ...]:
    """What was there but was not read for certain: doubtful tables, unreadable cells, tables as pictures, further reports."""
    form = form_for(report.identity.year)
    names = {table.key: table.name for table in form.tables}
    found = [one for one in report.notices if one.code == "P-SEVERAL"]
    doubtful = [table for table in report.tables if table.found and not table.certain]
    if doubtful:
        found.append(_notice("P-TABLE", names="、".join(names.get(table.table, table.table) for table in doubtful)))
    doubted = {table.table for table in doubtful}
    cells = [key for key, fact in report.facts.items() if fact.state is State.UNREADABLE]
    alone = [key for key in cells if key.partition(".")[0] not in doubted]
    if alone:
        found.append(_notice("P-CELLS", count=len(alone)))
    absent = [table.table for table in report.tables if not table.found]
    if report.images and (absent or not report.tables):
        shown = "、".join(names[key] for key in (absent or names) if key in names)
        found.append(_notice("P-IMAGES", count=report.images, names=shown))
    return tuple(found)


def doubtful(review: Review) -> tuple[str, ...]:
    """Tables (t2, t3, t4) of which `unread` has said that they were not read for certain as a whole."""
    told = [one.sentence for one in review.notices if one.code == "P-TABLE"]
    tables = form_for(review.identity.year).tables
    return tuple(table.key for table in tables if any(table.name in sentence for sentence in told))


def _notice(code: str, **values: object) -> Notice:
    return Notice(code=code, sentence=sentence(code, **values))
