"""A generated season: a register of three levels, two years' reports whose totals are exact, planted faults, look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish, build
from reviewer.evals.pairs import PAIR, with_growth, with_values, year_before
from reviewer.evals.seasons import prose, totals
from reviewer.evals.seasons.members import Member, Version, region
from reviewer.evals.seasons.plan import Plan, Planted, plan
from reviewer.evals.spec import Spec
from reviewer.model import SeasonInfo

FORMATS = ("docx", "html", "text", "pdf")
_WEIGHTS = {"docx": 5, "html": 2, "text": 2, "pdf": 1}
_TRIES = 60
Values = dict[str, Decimal]


@dataclass
class GeneratedSeason:
    """The season, what is wrong in it, and the day on which it is looked at."""

    seed: int
    info: SeasonInfo
    today: date
    members: list[Member]
    planted: list[Planted]
    allowed: set[tuple[str, str]]


def season(
    seed: int, agencies: int = 60, levels: int = 3, years: int = 2, formats: tuple[str, ...] = FORMATS
) -> GeneratedSeason:
    """The season of `seed`. `levels`: 3 (city, districts, their bodies) or 2 (a district alone); `years`: 2, or 1 without
    last year's reports."""
    rng = Random(f"season {seed}")  # noqa: S311 - reproducible
    year = rng.randint(2022, 2025)
    info = SeasonInfo(year=year, due=date(year + 1, 1, 31), due_governments=date(year + 1, 3, 31))
    members = region(rng, agencies, levels)
    made = _Maker(rng, seed, year, years, members, plan(rng, members, seed, years))
    made.leaves()
    made.texts()
    made.parents()
    made.last_years()
    made.dates(info, formats)
    return GeneratedSeason(seed, info, date(year + 1, 4, 10), members, made.plan.planted, made.plan.allowed)


class _Maker:
    def __init__(self, rng: Random, seed: int, year: int, years: int, members: list[Member], made: Plan) -> None:
        self.rng, self.seed, self.year, self.years = rng, seed, year, years
        self.members, self.plan = members, made
        self.own = {name for name, role in made.parents.items() if role == "own"}
        for one in members:
            if one.name in self.own:
                one.agency, one.size = one.agency.model_copy(update={"scope": "own"}), "tiny"
        for kind, size in (("jump", "middle"), ("emptied", "none"), ("zero", "none"), ("overview", "none")):
            for one in made.of(kind):
                one.size = size

    def _plant(self, kind: str, rules: tuple[str, ...], agency: str, others: tuple[str, ...] = (),
               facts: frozenset[str] = frozenset(), *, group: bool = False) -> None:  # fmt: skip
        self.plan.planted.append(Planted(kind, rules, agency, others, facts, group))

    def _sent(self, one: Member) -> bool:
        """Whether a body has a report at all."""
        return one.agency.reports and one not in self.plan.of("missing")

    def _below(self, head: Member) -> list[Member]:
        return [one for one in self.members if one.agency.parent == head.name and one.agency.reports]

    def _above(self, one: Member) -> list[Member]:
        """Those whose totals hold a body's figures, the nearest first."""
        found = []
        head = next((each for each in self.members if each.name == one.agency.parent), None)
        while head is not None:
            found.append(head)
            head = next((each for each in self.members if each.name == found[-1].agency.parent), None)
        return found

    # -- reports without parts ------------------------------------------------------------------------------------

    def leaves(self) -> None:
        """Both years of every body whose figures are its own."""
        for number, one in enumerate(self.members):
            if one.agency.scope == "whole" or not one.agency.reports:
                continue
            sizes = {id(each): "tiny" for each in self.plan.of("jump")} | {id(each): "middle" for each in self.plan.of("emptied")}  # fmt: skip
            now, last = self._pair(one, number, sizes.get(id(one), one.size))
            one.versions.append(Version(now, datetime(1, 1, 1), ""))
            one.last = last
        for one, other in zip(self.plan.of("coincide")[::2], self.plan.of("coincide")[1::2], strict=True):
            number, other.size = self.members.index(other), one.size
            now, last = self._pair(other, number, one.size, figures=one.now.values.__getitem__)
            other.now, other.last = now, last
        for kind in ("jump", "emptied"):
            for one in self.plan.of(kind):
                self._plant(kind, ("AG-OUTLIER",), one.name)
                self.plan.allowed.update(("AG-OUTLIER", above.name) for above in self._above(one))

    def _pair(
        self, one: Member, number: int, last_size: str, figures: Callable[[str], Decimal] | None = None
    ) -> tuple[Spec, Spec | None]:
        """A body's reports of both years: no jump between them but a planned one."""

        def same(values: Values) -> None:
            if figures is not None:
                values.update({key: figures(key) for key in values})

        style = "digits" if one in self.plan.of("overview") else ""
        for step in range(_TRIES):
            seed = (self.seed * 1009 + number) * 1009 + step
            wish = Wish(who=one.author, year=self.year, edition="2021", style=style, sizes=(one.size,), flags=PAIR,
                        figures=same)  # fmt: skip
            now = build(seed, wish)
            if self.years < 2:
                return prose.own_problems(now, self.rng), None
            last = year_before(seed, now, (last_size,))
            if not _fits(now, last, planned=last_size != one.size):
                continue
            now = with_growth(now, last, Random(seed))  # noqa: S311 - reproducible
            last = prose.own_problems(last, self.rng)
            return prose.own_problems(now, self.rng, last), last
        raise RuntimeError(f"no pair of years for {one.name} from seed {self.seed}")

    # -- narratives -------------------------------------------------------------------------------------------------

    def texts(self) -> None:
        for one in self.plan.of("template"):
            one.now = prose.filled_template(one.now, self.rng)
        for one in self.plan.of("worded"):
            one.now = prose.worded_template(one.now, self.rng)
        for source, one in zip(self.plan.of("half")[::2], self.plan.of("half")[1::2], strict=True):
            one.now = prose.shares_one(source.now, one.now)
        copied = self.plan.of("copied")
        for one in copied[1:]:
            one.now = prose.copied_problems(copied[0].now, one.now)
        if copied:
            self._plant("copied", ("AG-PEER-DUP",), copied[0].name, tuple(one.name for one in copied[1:]), group=True)
        for source, one in zip(self.plan.of("last_copied")[::2], self.plan.of("last_copied")[1::2], strict=True):
            assert source.last is not None
            one.now = prose.copied_problems(source.last, one.now)
            self._plant("last_copied", ("AG-PEER-DUP",), one.name, (source.name,))
        for source, one in zip(self.plan.of("overview")[::2], self.plan.of("overview")[1::2], strict=True):
            part = source.now.part("overview")
            texts = tuple(replace(para, pieces=tuple(replace(piece, text=prose.in_other_names(piece.text, source.now, one.now)) for piece in para.pieces)) for para in part.before)  # fmt: skip
            one.now = one.now.with_part(replace(part, before=texts))
            self._plant("overview", ("AG-PEER-DUP",), source.name, (one.name,), group=True)
            self.plan.allowed.add(("CY-GROWTH", one.name))
        for kind, key, rules in (("own_text", "overview", ("CY-DUP-TEXT",)), ("own_problems", "problems", ("PB-REPEAT", "CY-DUP-TEXT"))):  # fmt: skip
            for one in self.plan.of(kind):
                assert one.last is not None
                one.last = one.last.with_part(prose.aged(one.now.part(key), self.year))
                self._plant(kind, rules, one.name)
                self.plan.allowed.update((rule, one.name) for rule in ("PB-REPEAT", "CY-DUP-TEXT"))

    # -- whole-region reports ---------------------------------------------------------------------------------------

    def parents(self) -> None:
        """Lower ones first; each is the exact sum of what its parts reported, or has one slip."""
        for number, head in reversed(list(enumerate(self.members))):
            if head.agency.scope != "whole":
                continue
            below = self._below(head)
            parts = [one for one in below if self._sent(one)]
            deeper = [each for one in below if one.name in self.own for each in self._below(one)]
            if deeper and self.rng.random() < 0.5:
                parts += deeper  # those below a part that reports for itself alone may be added, or not
            total = totals.added(one.now.values for one in parts)
            total = self._slipped(head, parts, total)
            now = self._whole(head, number, self.year, total)
            if self.years > 1:
                old = totals.added(one.last.values for one in parts if one.last is not None)
                last = self._whole(head, number + 7919, self.year - 1, old)
                now = with_growth(now, last, Random(number))  # noqa: S311 - reproducible
                head.last = prose.own_problems(last, self.rng)
            head.versions.append(Version(prose.own_problems(now, self.rng, head.last), datetime(1, 1, 1), ""))

    def _whole(self, head: Member, number: int, year: int, total: Values) -> Spec:
        wish = Wish(who=head.author, year=year, edition="2021", style="digits", sizes=("none",), flags=PAIR,
                    figures=lambda values: values.update(total))  # fmt: skip
        return build((self.seed * 1009 + number) * 1009, wish)

    def _slipped(self, head: Member, parts: list[Member], total: Values) -> Values:
        rng, name, role = self.rng, head.name, self.plan.parents[head.name]
        telling = [one for one in parts if _telling(one, parts)]
        if role in ("left_out", "twice", "corrected") and not telling:
            role = "cell"
        self.plan.parents[name] = role
        if role not in ("clean", "own", "incomplete"):
            follow = ("AG-SUM", "AG-PARENT-LESS", "CY-CARRY", "AG-OUTLIER")
            self.plan.allowed.update((rule, name) for rule in follow)
            for above in self._above(head):  # its total goes on into theirs; last year's was right
                self.plan.allowed.update((rule, above.name) for rule in ("CY-CARRY", "AG-OUTLIER"))
        if role == "incomplete":
            gone = next(one.name for one in self.plan.of("missing"))
            self._plant("missing", ("AG-COVERAGE",), gone)
            self._plant("incomplete", ("AG-COVERAGE",), name, (gone,))
        elif role == "cell":
            total, keys = totals.one_cell_off(rng, total)
            self._plant("cell", ("AG-SUM",), name, (), keys)
        elif role == "less":
            made = totals.below_a_part(rng, total, [one.now.values for one in parts])
            if made is None:
                self.plan.parents[name] = "clean"
                return total
            total, keys = made
            self._plant("less", ("AG-PARENT-LESS",), name, (), keys)
        elif role in ("left_out", "twice"):
            part = rng.choice(telling)
            sign = -1 if role == "left_out" else 1
            total = {key: value + sign * part.now.values[key] for key, value in total.items()}
            self._plant(role, ("AG-SUM",), name, (part.name,))
        elif role == "corrected":
            part = rng.choice(telling)
            old = self._corrected(part)
            total = {key: value - part.now.values[key] + old.values[key] for key, value in total.items()}
            self._plant("corrected", ("AG-SUM",), name, (part.name,))
        if role == "clean":
            for part in telling[:1]:  # corrected before the total was made: no fault
                self._corrected(part)
        return total

    def _corrected(self, part: Member) -> Spec:
        """Gives a body an earlier version with other figures."""
        keys = [
            f"t3.{row}.{to}" for row in ("new_received", "done.granted", "done.total") for to in ("natural", "total")
        ]
        step = Decimal(self.rng.randint(1, 5))
        old = with_values(part.now, {key: part.now.values[key] + step for key in keys})
        part.versions.insert(0, Version(old, datetime(1, 1, 1), ""))
        return old

    # -- last year, dates -------------------------------------------------------------------------------------------

    def last_years(self) -> None:
        """Faults that are planted in last year's report, after its figures went into last year's totals."""
        for one in self.plan.of("carry"):
            assert one.last is not None
            step = Decimal(self.rng.randint(1, 4))
            keys = [f"t3.{row}.{to}" for row in ("carried_out", "new_received") for to in ("natural", "total")]
            one.last = with_values(one.last, {key: one.last.values[key] + step for key in keys})
            facts = frozenset({"t3.carried_in.natural", "t3.carried_in.total"})
            self._plant("carry", ("CY-CARRY",), one.name, (), facts)
            self.plan.allowed.add(("CY-GROWTH", one.name))

    def dates(self, info: SeasonInfo, formats: tuple[str, ...]) -> None:
        """When each version came in, and its format."""
        late = self.plan.of("late")
        for one in self.members:
            due = info.due_governments if one.agency.kind == "government" else info.due
            day = due - timedelta(days=self.rng.randint(0, 20))
            if one in late:
                day = due + timedelta(days=self.rng.randint(1, 9))
                self._plant("late", ("AG-COVERAGE",), one.name)
            if one in self.plan.of("missing"):
                one.versions = []
            moment = datetime(day.year, day.month, day.day, self.rng.randint(8, 17), self.rng.randint(0, 59))
            for at, version in enumerate(one.versions):
                version.received = moment + timedelta(days=2 * at)
                weights = [_WEIGHTS.get(name, 1) for name in formats]
                version.format = self.rng.choices(formats, weights)[0]


def _fits(now: Spec, last: Spec, *, planned: bool) -> bool:
    """Whether nothing between two years looks like a fault that was not planned."""
    new, old = (one.values["t3.new_received.total"] for one in (now, last))
    if planned:
        return (new >= 30 and new > 6 * old > 0) or (new == 0 and old >= 25)
    return (
        (new < 30 or new <= 3 * old)
        and (old < 20 or new > 0)
        and not any(_same(table, now, last) for table in ("t3.", "t4."))
    )


def _same(table: str, now: Spec, last: Spec) -> bool:
    """Whether a table has something in it and is last year's."""
    own = {key: value for key, value in now.values.items() if key.startswith(table)}
    return any(own.values()) and all(last.values[key] == value for key, value in own.items())


def _telling(one: Member, parts: list[Member]) -> bool:
    """Whether a part has figures, and none like it beside it."""
    values = one.now.values
    others = [each.now.values for each in parts if each is not one]
    return values["t3.new_received.total"] > 0 and values not in others


def told(one: Planted) -> str:
    """A planted fault for the list of misses."""
    return f"{one.kind}: {one.agency} {' '.join(one.others)} {' '.join(sorted(one.facts))}".strip()
