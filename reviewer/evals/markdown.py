"""docs/accuracy.md, from a measured table."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.evals.tally import COLUMNS, EvalTable, rows

_HEAD = """# Accuracy

Made by `reviewer eval --reports {reports} --seed {seed} --markdown docs/accuracy.md`; do not edit.

The corpus is generated (`reviewer/evals`, sentences in `fixtures/evals`): {reports} reports of invented bodies in ten
formats and many layouts, with consistent tables, prose in natural variety and look-alike numbers; some are clean, others carry
exactly one known fault. A cell counts as exact when state and value are right; a cell that is not exact must say
`unreadable`. A fault counts as found when one of its rules speaks about the right cells or sentence. A link counts as
right when section, value, the set of cells and the quoted place agree with what the sentence was made to say.

"""


def page(table: EvalTable) -> str:
    """The whole page."""
    out = [_HEAD.format(reports=table.reports, seed=table.seed)]
    out.append(_grid(COLUMNS[:-1], [line[:-1] for line in rows(table)]))
    out.extend(f"**Not measured: {name}** ({why} is not installed).\n" for name, why in table.skipped.items())
    faults = [
        (name, str(row["planted"]), str(row["found"]) if row["known"] else "rule not there yet")
        for name, row in table.by_rule().items()
    ]
    out.append("\n## Faults by kind\n\n" + _grid(("fault", "planted", "found"), faults))
    alarms = [(rule, str(count)) for rule, count in table.false_alarms().items()]
    clean = table.counts()["clean"]
    out.append(f"\n## False alarms (errors and warnings) on {clean} clean reports\n\n")
    out.append(_grid(("rule", "alarms"), alarms) if alarms else "None.\n")
    return "".join(out)


def _grid(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    lines = [head, ("---",) * len(head), *body]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
