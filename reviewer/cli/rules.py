"""`reviewer rules`: the rules that are in force, as their packs state them."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from reviewer import checks, examples, resources, rulebook
from reviewer.cli.output import unify
from reviewer.cli.review import settings_of
from reviewer.cli.words import CallError, words
from reviewer.errors import ConfigError
from reviewer.model import load_forms


def show_all(folder: str | None = None) -> int:
    """One line a rule: id, severity, title, and whether a place changed it. Raises ConfigError."""
    found = _catalogue(folder)
    national = frozenset(one.pack.pack for one in checks.loaded())
    lines = [rulebook.line(one, national) for one in found.rules(found.latest)]
    width = max(len(one.id) for one in lines) + 2
    console = _console()
    for one in lines:
        console.print(Text(f"{one.id:<{width}}{one.severity}  {one.title}{one.mark}"), soft_wrap=True)
    return 0


def show_one(wanted: str, folder: str | None = None) -> int:
    """All that a rule's pack says of it. Raises CallError (K-RULE), ConfigError."""
    found = _catalogue(folder)
    rule = next((one for one in found.rules(found.latest) if one.rule.id == wanted.upper()), None)
    if rule is None:
        raise CallError("K-RULE", name=wanted)
    console = _console()
    page = rulebook.page(rule)
    console.print(Text(f"{page.id}  {page.title}", style="bold"), soft_wrap=True)
    for row in page.rows:
        console.print(Text.assemble((f"{row.title}  ", "dim"), row.text), soft_wrap=True)
    return 0


def check(folder: str | None = None) -> int:
    """Load every form and rule pack and run the examples of all rules.

    Raises ConfigError where one is wrong: file, line, column, lines around.
    """
    load_forms()
    found = _catalogue(folder)
    rules = found.rules(found.latest)
    for year in found.years:
        among = found.rules(year)
        for wrong in examples.wrong(among, among):
            raise _wrong(found, next(one for one in among if one.rule.id == wrong.rule), wrong)
    packs = len({one.pack.pack for one in rules}) + sum(not one.rules for one in found.local)
    ran = sum(shown.given is not None for one in rules for shown in (one.rule.example.good, one.rule.example.bad))
    _console().print(Text(words("rules", "checked", packs=packs, rules=len(rules), examples=ran)), soft_wrap=True)
    return 0


def _wrong(found: checks.Catalogue, one: checks.Loaded, wrong: examples.Wrong) -> ConfigError:
    """Points at the change that made the example wrong, else at the example in the rule's own pack."""
    problem = f"the example `{wrong.side}` is wrong: {wrong.problem}"
    for changed in reversed(one.changes):
        path = found.source(changed.pack)
        if path is not None and (changed.change.parameters or changed.change.example is not None):
            number = changed.pack.changes.index(changed.change)
            part = "example" if changed.change.example is not None else "parameters"
            keys = (part, wrong.side) if part == "example" else (part,)
            return resources.fault(path, ("changes", number, *keys), f"{one.rule.id}: {problem}")
    path = found.source(one.pack) or resources.rules_dir() / f"{one.pack.pack}.yaml"
    return resources.fault(path, ("rules", one.pack.rules.index(one.rule), "example", wrong.side), problem)


def docs(folder: str | None, output: str | None) -> int:
    """The reference of all rules as Markdown, on standard output or in a file. Raises CallError (K-WRITE)."""
    found = _catalogue(folder)
    text = rulebook.markdown(found)
    if output is None:
        unify()
        sys.stdout.write(text)
        return 0
    try:
        Path(output).write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise CallError("K-WRITE", name=output, problem=error.strerror or type(error).__name__) from error
    return 0


def _catalogue(folder: str | None) -> checks.Catalogue:
    return checks.catalogue(settings_of(rules=folder).rules)


def _console() -> Console:
    unify()
    return Console(highlight=False, emoji=False, markup=False)
