"""`reviewer rules`: the rules that are in force, as their packs state them."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from reviewer import checks
from reviewer.cli.output import unify
from reviewer.cli.words import CallError, table, words
from reviewer.model import load_forms


def show_all() -> int:
    """One line a rule: id, severity, title."""
    names = table("rules", "severity")
    console = _console()
    width = max(len(rule.id) for rule in checks.rules()) + 2
    for rule in checks.rules():
        console.print(Text(f"{rule.id:<{width}}{names[rule.severity.value]}  {rule.title}"), soft_wrap=True)
    return 0


def show_one(wanted: str) -> int:
    """All that a rule's pack says of it. Raises CallError (K-RULE)."""
    rule = next((one for one in checks.rules() if one.id == wanted.upper()), None)
    if rule is None:
        raise CallError("K-RULE", name=wanted)
    fields = table("rules", "fields")
    said = {
        "severity": table("rules", "severity")[rule.severity.value], "statement": rule.statement, "why": rule.why,
        "basis": checks.basis(rule), "formula": rule.formula, "mend": rule.mend, "caveat": rule.caveat,
        "good": rule.example.good, "bad": rule.example.bad,
    }  # fmt: skip
    console = _console()
    console.print(Text(f"{rule.id}  {rule.title}", style="bold"), soft_wrap=True)
    for key, text in said.items():
        if text:
            console.print(Text.assemble((f"{fields[key]}  ", "dim"), " ".join(text.split())), soft_wrap=True)
    return 0


def check() -> int:
    """Load every form and rule pack. Raises ConfigError where one is wrong: file, line, column, lines around."""
    load_forms()
    found = checks.rules()
    packs = len({one.pack.pack for one in checks.loaded()})
    _console().print(Text(words("rules", "checked", packs=packs, rules=len(found))), soft_wrap=True)
    return 0


def _console() -> Console:
    unify()
    return Console(highlight=False, emoji=False, markup=False)
