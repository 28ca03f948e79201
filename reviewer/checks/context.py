"""What every kind of rule may ask about the report under review: values, forms, places, finished sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property

from reviewer import resources
from reviewer.checks import bodies
from reviewer.checks.identity import Identity, System
from reviewer.checks.result import UnknownValueError
from reviewer.model import AnnualReport, Fact, Form, Section, State, TableReading, form_for, load_forms

_EMPTY = (State.BLANK, State.PLACEHOLDER)


def plain(value: Decimal) -> str:
    """A number as a person writes it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Context:
    """One report, with the identities of its tables. Nothing in it changes the report."""

    def __init__(self, report: AnnualReport, identities: Callable[[str, Form], Sequence[Identity]]) -> None:
        self.report = report
        self._identities = identities
        self._zeros: dict[str, bool] = {}
        self._forms: dict[str, Form] = {}
        self.previous: Context | None = None
        """The report of the year before, when one was given."""
        self.diagnoses: dict[str, object] = {}
        """What `diagnosis` found out about a table; kept here because three rules ask."""
        self._certain = {one.table: one.certain for one in report.tables if one.found}

    @cached_property
    def form(self) -> Form:
        """The edition that names sections and cells for this report."""
        forms = load_forms()
        return forms.get(self.report.identity.edition) or form_for(self.report.identity.year)

    def form_of(self, table: str) -> Form:
        """The edition of one table as it was read; （六）其他处理 as a single row means the rows of 2019."""
        if table not in self._forms:
            reading = self.report.table(table)
            form = load_forms().get(reading.edition, self.form) if reading else self.form
            if table == "t3" and "t3.done.other.total" in self.report.facts:
                form = next((one for one in load_forms().values() if "t3.done.other.total" in one.cells), form)
            self._forms[table] = form
        return self._forms[table]

    def reading(self, table: str) -> TableReading | None:
        reading = self.report.table(table)
        return reading if reading is not None and reading.found else None

    def certain(self, table: str) -> bool:
        """Whether a table was found and read for certain as a whole."""
        return self._certain.get(table, False)

    def section(self, key: str) -> Section | None:
        return self.report.section(key)

    @cached_property
    def body(self) -> frozenset[str]:
        """What kind of body reports (bodies.yaml), as far as its name tells."""
        return bodies.kinds(self.report.identity.agency or self.report.identity.title)

    def fact(self, key: str) -> Fact | None:
        """A cell; `~row.column` is a number that the author put on a group line."""
        if key.startswith("~"):
            reading = self.reading("t3")
            return reading.subtotals.get(key[1:]) if reading else None
        return self.report.facts.get(key)

    def name(self, key: str) -> str:
        """A cell as messages name it, in the words of the form it was read by."""
        form = self.form_of(key.split(".", 1)[0])
        if key in form.cells:
            return form.name(key)
        return next(one.name(key) for one in load_forms().values() if key in one.cells)

    def value(self, key: str) -> Decimal:
        """The number in a cell. Raises UnknownValueError when it was not read for certain, or is blank and may not be 0."""
        fact = self.fact(key)
        table = "t3" if key.startswith("~") else key.split(".", 1)[0]
        if not self._certain.get(table, False):
            code = "K-TABLE-DOUBTFUL" if table in self._certain else "K-TABLE-ABSENT"
            raise UnknownValueError(resources.sentence(code, table=self.form.table(table).name))
        if fact is None:
            raise UnknownValueError(resources.sentence("K-CELL-ABSENT", cell=self._named(key)))
        if fact.value is not None:
            return fact.value
        if fact.state in _EMPTY:
            if self.blanks_are_zero(table):
                return Decimal(0)
            raise UnknownValueError(resources.sentence("K-CELL-BLANK", cell=self._named(key)))
        raise UnknownValueError(resources.sentence("K-CELL-UNREAD", cell=self._named(key)))

    def _named(self, key: str) -> str:
        return key[1:] if key.startswith("~") else self.name(key)

    def blanks_are_zero(self, table: str) -> bool:
        """Whether blanks of a table can only mean 0: all identities hold then, or a filled cell alone is at fault.

        The second case: some single filled cell explains all that is broken, and no blank cell could.
        """
        if table not in self._zeros:
            self._zeros[table] = self._settle(table)
        return self._zeros[table]

    def _settle(self, table: str) -> bool:
        identities = self._identities(table, self.form_of(table))
        values = self.known(identities, blanks=True)
        system = System(identities, values)
        blank = {key for key in values if self.report.facts[key].state in _EMPTY}
        if not any(blank & one.factors.keys() for one in system.identities):
            return False
        if not system.broken():
            return True
        repairs = {change.key for change in system.single()}
        return bool(repairs) and not repairs & blank

    def known(self, identities: Sequence[Identity], *, blanks: bool) -> dict[str, Decimal]:
        """Values of the cells that identities use; blank cells count as 0 when `blanks`."""
        found = {}
        facts = self.report.facts
        for identity in identities:
            for key in identity.factors:
                fact = facts.get(key)
                if fact is None:
                    continue
                if fact.value is not None:
                    found[key] = fact.value
                elif blanks and fact.state in _EMPTY:
                    found[key] = Decimal(0)
        return found

    def identities(self, table: str) -> Sequence[Identity]:
        return self._identities(table, self.form_of(table))

    def axes(self, table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Row and column keys of a table with one block, in the form's order; its total column is the last."""
        block = self.form_of(table).table(table).blocks[0]
        return tuple(row.key for row in block.rows), tuple(column.key for column in block.columns)
