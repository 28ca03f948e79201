"""docs/accuracy.md, from a measured table."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.evals.by_rule import by_rule
from reviewer.evals.tally import COLUMNS, EvalTable, percent, rows
from reviewer.evals.writers import FORMATS

_HEAD = """# Accuracy

Made by `reviewer eval --reports {reports} --seed {seed}{more}{formats} --markdown docs/accuracy.md`; do not edit.

The corpus is generated (`reviewer/evals`, sentences in `fixtures/evals`): {reports} reports of invented bodies in {count}
formats and many layouts, with consistent tables, prose in natural variety and look-alikes; some are clean, others carry
exactly one known fault, some stand beside last year's report of the same body. A cell counts as exact when state and value are right; a cell that is not exact must say
`unreadable`. A fault counts as found when one of its rules speaks about the right cells or sentence. A link counts as
right when section, value, the set of cells and the quoted place agree with what the sentence was made to say.
Which seeds were run before the last change to the reader, and what they led to: docs/accuracy-runs.md.

"""


def page(table: EvalTable, others: Sequence[EvalTable] = ()) -> str:
    """The whole page; of `others`, measured with other seeds, the sums alone."""
    seeds = ",".join(str(one.seed) for one in others)
    names = tuple(dict.fromkeys(one.format for one in table.scores.values()))
    formats = "" if len(names) == len(FORMATS) else f" --formats {','.join(names)}"
    out = [
        _HEAD.format(
            reports=table.reports,
            seed=table.seed,
            more=f" --more-seeds {seeds}" if seeds else "",
            formats=formats,
            count=len(names),
        )
    ]
    out.append(_grid(COLUMNS[:-1], [line[:-1] for line in rows(table)]))
    out.extend(f"**Not measured: {name}** ({why} is not installed).\n" for name, why in table.skipped.items())
    if others:
        out.append(_seeds((table, *others)))
    out.append(_rules(table))
    faults = [
        (name, str(row["planted"]), str(row["found"]) if row["known"] else "rule not there yet")
        for name, row in table.by_rule().items()
    ]
    out.append("\n## Faults by kind\n\n" + _grid(("fault", "planted", "found"), faults))
    return "".join(out)


def _seeds(tables: Sequence[EvalTable]) -> str:
    """The sums of every seed on a line."""
    body = []
    for one in tables:
        own = by_rule(one.cases, one.scores.values(), one.known).values()
        planted, found, errors, warnings = (
            sum(getattr(row, name) for row in own) for name in ("planted", "found", "errors", "warnings")
        )
        counts = one.counts()
        body.append(
            (str(one.seed), str(one.reports), f"{found}/{planted}", percent(found, planted), str(counts["clean"]),
             str(errors), str(warnings), str(counts["unreadable"]), str(counts["wrong"]))
        )  # fmt: skip
    head = ("seed", "reports", "faults found", "%", "clean", "false errors", "false warnings", "unreadable", "WRONG")
    return "\n## By seed, each run once\n\n" + _grid(head, body)


def _rules(table: EvalTable) -> str:
    """What became of every rule, and the two sums that are promised."""
    known = by_rule(table.cases, table.scores.values(), table.known)
    body = [
        (name, *(str(one) if one else "-" for one in (row.planted, row.found, row.itself)),
         str(row.errors), str(row.warnings), str(row.hints))
        for name, row in known.items()
    ]  # fmt: skip
    planted, found = (sum(getattr(row, name) for row in known.values()) for name in ("planted", "found"))
    errors, warnings = (sum(getattr(row, name) for row in known.values()) for name in ("errors", "warnings"))
    clean = table.counts()["clean"]
    head = ("rule", "planted", "found", "by the rule itself", "false errors", "false warnings", "hints")
    return (
        f"\n## By rule: {planted} faults, {clean} clean reports\n\n"
        f"Found {found} of {planted} faults ({percent(found, planted)} %). On the {clean} clean reports (a part of them beside "
        f"last year's report): {errors} false errors, {warnings} false warnings.\n"
        "A fault is counted under the first of the rules that may tell it; `found` when any of them speaks about the right\n"
        "place. The last three columns are what the rule said of clean reports. A hint asks for a look and may be right\n"
        "of a report without faults. Rules without planted faults need data that one report does not have, or prepare\n"
        "the reading (EX).\n\n" + _grid(head, body)
    )


def _grid(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    lines = [head, ("---",) * len(head), *body]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
