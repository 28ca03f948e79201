"""Short names of the templates for sums of cells, and the rules that compare them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

_DENIED = {
    "secret": "state_secret", "prohibited": "law_prohibited", "stability": "security_stability", "third": "third_party",
    "internal": "internal_affairs", "process": "process_info", "file": "enforcement_file", "query": "admin_query",
}  # fmt: skip
_UNAVAILABLE = {"nothave": "not_held", "create": "needs_creation", "unclear": "unclear_after_correction"}
_NOT_PROCESSED = {
    "petition": "petition_complaint", "dup": "duplicate", "book": "published_material",
    "excess": "excessive_unjustified", "confirm": "confirm_or_reissue",
}  # fmt: skip
_OTHER = {"overdue": "correction_overdue", "unpaid": "fee_overdue", "misc": "misc"}
_ORGS = {
    "biz": "org_business", "research": "org_research", "welfare": "org_public_interest",
    "legal": "org_legal_service", "oorg": "org_other",
}  # fmt: skip
_BLOCKS = {"rv": "review", "ld": "litigation_direct", "la": "litigation_after_review"}
_RESULTS = {"up": "upheld", "co": "corrected", "ot": "other", "pe": "pending"}


def _t3(row: str, column: str = "total") -> str:
    return f"t3.{row}.{column}"


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        "new": (_t3("new_received"),), "in": (_t3("carried_in"),), "out": (_t3("carried_out"),),
        "done": (_t3("done.total"),), "granted": (_t3("done.granted"),), "partial": (_t3("done.partial"),),
        "nd.made": ("t2.art20_1.normative_documents.made",), "nd.rep": ("t2.art20_1.normative_documents.repealed",),
        "nd.valid": ("t2.art20_1.normative_documents.valid",), "reg.made": ("t2.art20_1.regulations.made",),
        "reg.rep": ("t2.art20_1.regulations.repealed",), "reg.valid": ("t2.art20_1.regulations.valid",),
        "lic": ("t2.art20_5.licensing.decisions",), "pun": ("t2.art20_6.punishment.decisions",),
        "coe": ("t2.art20_6.coercion.decisions",), "fee": ("t2.art20_8.admin_fees.amount_wan",),
    }  # fmt: skip
    for group, rows in (("denied", _DENIED), ("unavailable", _UNAVAILABLE), ("not_processed", _NOT_PROCESSED)):
        for name, row in rows.items():
            found[name] = (_t3(f"done.{group}.{row}"),)
    found["denied"] = tuple(found[name][0] for name in _DENIED)
    found["unavail"] = tuple(found[name][0] for name in _UNAVAILABLE)
    found["notproc"] = tuple(found[name][0] for name in _NOT_PROCESSED)
    for name, row in _OTHER.items():
        found[name] = (_t3(f"done.other.{row}"),)
    found["other"] = tuple(found[name][0] for name in _OTHER)
    found["new.natural"] = (_t3("new_received", "natural"),)
    for name, column in _ORGS.items():
        found[f"new.{name}"] = (_t3("new_received", column),)
    found["new.org"] = tuple(_t3("new_received", column) for column in _ORGS.values())
    for name, block in _BLOCKS.items():
        found[name] = (f"t4.{block}.total",)
        for short, column in _RESULTS.items():
            found[f"{name}.{short}"] = (f"t4.{block}.{column}",)
    for short in ("", ".up", ".co", ".ot", ".pe"):
        found[f"suit{short}"] = found[f"ld{short}"] + found[f"la{short}"]
        found[f"all{short}"] = found[f"rv{short}"] + found[f"suit{short}"]
    return found


_FACTS = _table()
_TOPICS = {
    "new": ("TX-NEW",), "in": ("TX-CARRY",), "out": ("TX-CARRY",), "done": ("TX-DONE",), "lic": ("TX-DECISIONS",),
    "pun": ("TX-DECISIONS",), "coe": ("TX-DECISIONS",), "fee": ("TX-FEE",), "nd": ("TX-NORMDOC",), "reg": ("TX-NORMDOC",),
    "rv": ("TX-DISPUTE",), "ld": ("TX-DISPUTE",), "la": ("TX-DISPUTE",), "suit": ("TX-DISPUTE",), "all": ("TX-DISPUTE",),
}  # fmt: skip


def facts(expression: str, unsplit: bool) -> frozenset[str]:
    """The cells whose sum `expression` (aliases joined by +) is. `unsplit`: （六）其他处理 is one row. KeyError when unknown."""
    found: set[str] = set()
    for alias in expression.split("+"):
        if unsplit and alias == "other":
            found.add(_t3("done.other"))
        else:
            found.update(_FACTS[alias])
    return frozenset(found)


def known(alias: str) -> bool:
    return alias in _FACTS


def value(expression: str, values: Mapping[str, Decimal], unsplit: bool) -> Decimal | None:
    """The sum, or None when the report's form has no such cell."""
    keys = facts(expression, unsplit)
    return sum((values[key] for key in keys), Decimal(0)) if all(key in values for key in keys) else None


def rules(expression: str) -> tuple[str, ...]:
    """The rules any of which may report a wrong figure for `expression`."""
    if "+" in expression and set(expression.split("+")) <= {"new", "in"}:
        return ("TX-NEW", "TX-DONE", "TX-CARRY")
    found: list[str] = []
    for alias in expression.split("+"):
        own = _TOPICS.get(alias) or _TOPICS.get(alias.split(".")[0], ("TX-OUTCOME",))
        found.extend(("TX-OUTCOME",) if alias.startswith("new.") else own)
    return tuple(dict.fromkeys(found))
