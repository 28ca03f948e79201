"""The kind `layout`: sections and tables of the report against those of the form."""

from __future__ import annotations

import re
from collections.abc import Callable

from reviewer import resources
from reviewer.checks import report, text
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Form, Frozen, TableReading, bare, form_for

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}


class Parameters(Frozen):
    """`check` names what is compared; the patterns serve the checks that read text."""

    check: str
    restart: str = ""
    """A paragraph that opens like a statutory heading."""
    count: str = ""
    """Where the preface says of how many parts the report is; group `count`."""
    listing: str = ""
    """Where it lists them; group `names`."""
    subjects: dict[str, str] = {}
    """Section key: pattern by which the preface may name it."""
    harmless: str = ""
    """Added rows that change nothing."""


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    return CHECKS[parameters.check](rule, parameters, context)


def _present(context: Context) -> list[str]:
    """Keys of the six sections that the report has, in document order."""
    six = {one.key for one in context.form.sections}
    return list(dict.fromkeys(one.key for one in context.report.sections if one.key in six))


def _six(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result(checked=1)
    present = set(_present(context))
    missing = [one for one in context.form.sections if one.key not in present]
    if missing:
        names = report.joined([f"{one.ordinal}、{one.heading}" for one in missing], 6)
        result.findings.append(
            report.finding(
                rule,
                *(one.key for one in missing),
                expected="6",
                actual=str(6 - len(missing)),
                evidence=context.report.headings[:6],
                names=names,
                count=str(len(missing)),
            )
        )
    return result


def _order(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    form = context.form
    expected = [one.key for one in form.sections]
    headings = [one for one in context.report.sections if one.key in expected]
    if not headings:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    keys = [one.key for one in headings]
    if keys != sorted(set(keys), key=expected.index):
        wrong = [form.section(key).heading for key in keys]
        result.findings.append(
            report.finding(
                rule, "order", variant="order", evidence=context.report.headings, names=report.joined(wrong, 6)
            )
        )
    elif not _renumbered([one.ordinal for one in headings], len(expected)):
        for one in headings:
            right = form.section(one.key)
            if one.ordinal and one.ordinal != right.ordinal:
                result.findings.append(
                    report.finding(
                        rule,
                        one.key,
                        expected=right.ordinal,
                        actual=one.ordinal,
                        evidence=report.opening(context, one.key),
                        heading=right.heading,
                        right=right.ordinal,
                        wrong=one.ordinal,
                    )
                )
    if not result.findings:
        result.findings += _restarted(rule, parameters, context)
    return result


def _renumbered(ordinals: list[str], six: int) -> bool:
    """Fewer than six headings, numbered through: the missing section is the fault, not the numbers."""
    return len(ordinals) < six and [_DIGITS.get(one) for one in ordinals] == list(range(1, len(ordinals) + 1))


def _restarted(rule: Rule, parameters: Parameters, context: Context) -> list[Finding]:
    """Paragraphs inside a section that count 一、二、 once more."""
    for section in context.report.sections:
        if section.key == "preface":
            continue
        found = list(re.finditer(parameters.restart, section.text))
        if len(found) >= 2:
            spans = tuple(section.span(*match.span()) for match in found[:4])
            name = context.form.section(section.key).name
            return [report.finding(rule, "restart", section.key, variant="restart", evidence=spans, section=name)]
    return []


def _intro(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """What the preface announces against the headings that follow."""
    result = Result()
    place = text.place(context, "preface")
    match = re.search(parameters.count, place.folded.text) if place else None
    if place is None or match is None:
        result.skipped = resources.sentence("K-NO-ANNOUNCEMENT")
        return result
    result.checked = 1
    said = match.group("count")
    count = int(said) if said.isdigit() else _DIGITS.get(said, 0)
    span = place.span(context, *match.span())
    evidence = (span,) if span else ()
    present = _present(context)
    if count != len(present):
        values = {"said": said, "count": str(len(present))}
        result.findings.append(
            report.finding(
                rule,
                "count",
                expected=str(len(present)),
                actual=str(count),
                evidence=(*evidence, *context.report.headings),
                values=values,
            )
        )
        return result
    listing = re.search(parameters.listing, place.folded.text)
    names = listing.group("names") if listing else ""
    named = [key for key, pattern in parameters.subjects.items() if re.search(pattern, names)]
    left_out = [key for key in present if key in parameters.subjects and key not in named]
    if len(named) >= 3 and left_out:
        missing = report.joined([context.form.section(key).heading for key in left_out], 6)
        result.findings.append(
            report.finding(
                rule,
                *left_out,
                variant="names",
                expected=str(count),
                actual=str(count - len(left_out)),
                evidence=evidence,
                said=said,
                names=missing,
            )
        )
    return result


def _tables(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    for table in context.form.tables:
        reading = context.reading(table.key)
        section = context.form.section(table.section)
        values = {"table": table.name, "section": section.name}
        if reading is None:
            if context.report.images:
                result.unknown.append(resources.sentence("K-TABLE-IMAGE", table=table.name))
                continue
            result.checked += 1
            shown = report.opening(context, table.section)
            result.findings.append(report.finding(rule, table.key, evidence=shown, values=values))
            continue
        result.checked += 1
        if reading.section not in (None, table.section, "preface") and context.section(table.section) is not None:
            shown = report.opening(context, reading.section or "")
            result.findings.append(report.finding(rule, table.key, variant="place", evidence=shown, values=values))
    return result


def _version(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """The edition of each table against the report's year."""
    result = Result()
    year = context.report.identity.year
    read = [one for one in context.report.tables if one.found and one.table in ("t2", "t3")]
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    if not read:
        result.unknown.append(resources.sentence("K-NO-TABLES"))
        return result
    result.checked = 1
    right = form_for(year)
    wrong = [one for one in read if one.edition != right.edition]
    if wrong:
        variant = _version_variant(year, right, wrong)
        names = report.joined([context.form.table(one.table).name for one in wrong])
        values = {"year": str(year), "tables": names, "right": right.edition, "wrong": wrong[0].edition}
        shown = report.cells(context, _differing(wrong, right, context), 4)
        result.findings.append(
            report.finding(
                rule, variant, variant=variant, expected=right.edition, actual=wrong[0].edition,
                evidence=shown, values=values,
            )
        )  # fmt: skip
    return result


def _version_variant(year: int, right: Form, wrong: list[TableReading]) -> str:
    if year == right.first_year and right.first_year == form_for(None).first_year - 2:
        return "trial"
    if year < form_for(None).first_year:
        return "early"
    return "" if any(one.table == "t2" for one in wrong) or len(wrong) > 1 else "unsplit"


def _differing(wrong: list[TableReading], right: Form, context: Context) -> list[str]:
    """Cells of the tables in question that the right edition does not have."""
    tables = {one.table for one in wrong}
    return [key for key in context.report.facts if key.split(".", 1)[0] in tables and key not in right.cells]


def _grid(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    for table in context.form.tables:
        reading = context.reading(table.key)
        if reading is None:
            continue
        if not reading.certain:
            result.unknown.append(resources.sentence("K-TABLE-DOUBTFUL", table=table.name))
            continue
        result.checked += 1
        form = context.form_of(table.key)
        labels = {row.key: row.name for block in form.table(table.key).blocks for row in block.rows if row.key}
        labels |= {block.key: block.label for block in form.table(table.key).blocks if block.key}
        labels |= {f"{block.key}.{row.key}": row.name for block in form.table(table.key).blocks for row in block.rows}
        odd = [one for one in reading.extra if not re.search(parameters.harmless, bare(one))]
        harmless = [one for one in reading.extra if one not in odd]
        for variant, keys in (("missing", reading.missing), ("order", reading.misordered)):
            if keys:
                names = report.joined([labels.get(key, key) for key in keys], 4)
                result.findings.append(_grid_finding(rule, table.key, variant, names, context, keys))
        for variant, extra in (("extra", odd), ("subtotal", harmless)):
            if extra:
                names = report.joined([report.quoted(one, 20) for one in extra], 4)
                result.findings.append(_grid_finding(rule, table.key, variant, names, context, tuple(extra)))
    if not result.checked and not result.unknown:
        result.unknown.append(resources.sentence("K-NO-TABLES"))
    return result


def _grid_finding(
    rule: Rule, table: str, variant: str, names: str, context: Context, subjects: tuple[str, ...]
) -> Finding:
    form = context.form_of(table).table(table)
    shown = report.opening(context, form.section)
    values = {"table": form.name, "names": names, "count": str(len(subjects))}
    return report.finding(rule, table, variant, *map(bare, subjects), variant=variant, evidence=shown, values=values)


def _fragments(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Tables cut by a page break were put together again; what is missing after that cannot be told from a loss."""
    result = Result()
    for table in context.form.tables:
        reading = context.reading(table.key)
        if reading is None or reading.fragments < 2:
            continue
        if reading.missing or not reading.certain:
            result.unknown.append(resources.sentence("K-TABLE-DOUBTFUL", table=table.name))
        else:
            result.checked += 1
            result.note = resources.sentence("K-JOINED", table=table.name, count=reading.fragments)
    if not result.checked:
        result.skipped = resources.sentence("K-NOT-SPLIT")
    return result


CHECKS: dict[str, Callable[[Rule, Parameters, Context], Result]] = {
    "six": _six,
    "order": _order,
    "intro": _intro,
    "tables": _tables,
    "version": _version,
    "grid": _grid,
    "fragments": _fragments,
}
