"""Plausible and consistent figures for the three tables of one report."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

from reviewer.model import load_forms

_COLUMNS = ("natural", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
_COLUMN_WEIGHTS = (74, 16, 1, 1, 5, 3)
_ROW_WEIGHTS = {
    "granted": 44, "partial": 10, "third_party": 3, "internal_affairs": 2, "process_info": 3, "enforcement_file": 3,
    "admin_query": 3, "state_secret": 0.3, "law_prohibited": 0.7, "security_stability": 0.4, "not_held": 18,
    "needs_creation": 4, "unclear_after_correction": 1.5, "petition_complaint": 2, "duplicate": 2,
    "published_material": 0.3, "excessive_unjustified": 0.3, "confirm_or_reissue": 0.6, "correction_overdue": 2,
    "fee_overdue": 0, "misc": 4, "other": 6,
}  # fmt: skip
SIZES = {
    "none": (0, 0),
    "tiny": (1, 6),
    "small": (5, 60),
    "middle": (50, 400),
    "large": (400, 3500),
    "huge": (3500, 15000),
}


def requests(rng: Random, edition: str, size: str) -> dict[str, Decimal]:
    """Table 3 of `edition` (2021 or 2019) with a number of applications in SIZES[size]; every identity holds."""
    form = load_forms()[edition].table("t3")
    leaves = form.leaves()
    count = rng.randint(*SIZES[size])
    share_out = rng.choice((0, 0, 0, 0.03, 0.08, 0.15)) if count else 0
    weights = [_ROW_WEIGHTS[row.rsplit(".", 1)[-1]] for row in leaves]
    skew = [weight * rng.choice((0, 0.3, 1, 1, 2)) if weight < 40 else weight for weight in weights]
    columns = rng.choices(_COLUMNS, _COLUMN_WEIGHTS, k=count)
    rows = ["carried_out" if rng.random() < share_out else rng.choices(leaves, skew)[0] for _ in range(count)]
    cells = Counter(zip(rows, columns, strict=True))
    handled = Counter(columns)
    share_in = rng.choice((0, 0, 0, 0.03, 0.1, 0.2)) if count else 0
    carried = Counter(column for column in columns if rng.random() < share_in)
    for column in _COLUMNS:
        cells["done.total", column] = sum(cells[row, column] for row in leaves)
        cells["carried_in", column] = carried[column]
        cells["new_received", column] = handled[column] - carried[column]
    return {
        f"t3.{row.key}.{column}": Decimal(cells[row.key, column])
        if column != "total"
        else Decimal(sum(cells[row.key, one] for one in _COLUMNS))
        for row in form.blocks[0].rows
        for column in (*_COLUMNS, "total")
    }


def disputes(rng: Random, size: str) -> dict[str, Decimal]:
    """Table 4: mostly zero; bigger bodies have more."""
    top = {"none": 0, "tiny": 1, "small": 4, "middle": 12, "large": 90, "huge": 400}[size]
    found: dict[str, Decimal] = {}
    for block, share in (("review", 1.0), ("litigation_direct", 0.5), ("litigation_after_review", 0.5)):
        highest = int(top * share)
        count = rng.randint(1, highest) if highest and rng.random() < 0.6 else 0
        results = Counter(rng.choices(("upheld", "corrected", "other", "pending"), (60, 15, 15, 10), k=count))
        for name in ("upheld", "corrected", "other", "pending"):
            found[f"t4.{block}.{name}"] = Decimal(results[name])
        found[f"t4.{block}.total"] = Decimal(count)
    return found


def _money(rng: Random) -> Decimal:
    return rng.choice(
        (Decimal(0), Decimal(0), Decimal(rng.randint(1, 9000)), Decimal(rng.randint(1, 99999)) / 100,
         Decimal(rng.randint(1, 10**9)) / 10**6, Decimal(rng.randint(1, 999)) / 10000)
    )  # fmt: skip


def proactive_2021(rng: Random, *, makes_rules: bool, busy: bool) -> dict[str, Decimal]:
    """Table 2 of 2021; only a body with rule-making power (`makes_rules`) has figures under 规章."""
    found: dict[str, Decimal] = {}
    for row, active in (("regulations", makes_rules), ("normative_documents", rng.random() < 0.65)):
        made = rng.randint(0, 9) if active else 0
        repealed = rng.choice((0, 0, rng.randint(0, 6))) if active else 0
        valid = max(0, made - repealed) + (rng.randint(0, 60) if active else rng.choice((0, 0, 0, rng.randint(1, 9))))
        if row == "regulations" and not makes_rules:
            valid = 0
        for name, number in (("made", made), ("repealed", repealed), ("valid", valid)):
            found[f"t2.art20_1.{row}.{name}"] = Decimal(number)
    for key in ("art20_5.licensing", "art20_6.punishment", "art20_6.coercion"):
        top = 9999 if busy else 120
        number = 0 if rng.random() < (0.3 if busy else 0.6) else rng.randint(1, rng.choice((20, 300, top)))
        found[f"t2.{key}.decisions"] = Decimal(number)
    found["t2.art20_8.admin_fees.amount_wan"] = _money(rng) if busy else Decimal(0)
    return found


def proactive_2019(rng: Random, *, makes_rules: bool, busy: bool) -> dict[str, Decimal]:
    """Table 2 of 2019: items of last year, signed change, decisions, procurement."""
    found: dict[str, Decimal] = {}
    for row, active in (("regulations", makes_rules), ("normative_documents", rng.random() < 0.6)):
        made = rng.randint(0, 9) if active else 0
        open_ = rng.randint(0, made)
        for name, number in (
            ("newly_made", made),
            ("newly_disclosed", open_),
            ("total_disclosed", open_ + rng.randint(0, 40) * active),
        ):
            found[f"t2.art20_1.{row}.{name}"] = Decimal(number)
    for key in ("art20_5.licensing", "art20_5.other_external_services", "art20_6.punishment", "art20_6.coercion"):
        items = rng.choice((0, rng.randint(1, 150)))
        change = rng.choice((0, 0, rng.randint(-items, 12) if items else 0))
        decisions = rng.randint(0, 5000 if busy else 60) if items else 0
        for name, number in (("items_last_year", items), ("change", change), ("decisions", decisions)):
            found[f"t2.{key}.{name}"] = Decimal(number)
    items = rng.choice((0, 0, rng.randint(1, 9)))
    found["t2.art20_8.admin_fees.items_last_year"] = Decimal(items)
    found["t2.art20_8.admin_fees.change"] = Decimal(rng.choice((0, 0, 1, -1)) if items else 0)
    projects = rng.choice((0, rng.randint(1, 60)))
    found["t2.art20_9.central_procurement.projects"] = Decimal(projects)
    found["t2.art20_9.central_procurement.amount"] = Decimal(rng.randint(1, 10**6)) / 100 if projects else Decimal(0)
    return found
