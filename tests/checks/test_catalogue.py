"""The rules in force are those of the catalogue that need no language model, each with its severity and all that documents it."""

from __future__ import annotations

import re

import pytest

from reviewer.checks import Rule, basis, rules
from reviewer.model import Severity

CATALOGUE = {
    Severity.ERROR: (
        "STR-SIX-SECTIONS STR-ORDER STR-TABLES-PRESENT STR-FORM-VERSION STR-GRID TAB-NUMERIC T2-RULEMAKING-POWER "
        "T3-ROW-SUM T3-COL-DONE-SUM T3-COL-BALANCE T3-SHIFT T4-BLOCK-SUM XT-FEE-CHAIN TX-NEW TX-CARRY TX-DONE "
        "TX-OUTCOME TX-ALL-DONE TX-ZERO-CLAIM TX-DISPUTE TX-DISPUTE-QUALITY TX-NORMDOC TX-BREAKDOWN TX-SELF CY-CARRY "
        "NA-GOV-RESULTS PB-PRESENT PB-PLAN-YEAR AG-PARENT-LESS FE-CONSISTENT DT-YEAR DT-PERIOD DT-DUE DT-ANACHRONISM "
        "WD-RESIDUE WD-PRIVACY PU-SAME-VERSIONS"
    ),
    Severity.WARNING: (
        "STR-TITLE-TERM STR-TITLE-ORG STR-INTRO-COUNT TAB-BLANK T2-FEE-UNIT T2-VALID-MIN T3-TOTAL-ONLY T3-SUBTOTAL "
        "TX-COLUMN-SLIP TX-DECISIONS TX-FEE NA-FIVE FE-STATEMENT CY-GROWTH CY-DUP-TEXT CY-DUP-TABLE PB-REPEAT "
        "T2-STOCK-FLOW TX-PERCENT PB-TWO-PARTS PB-CONCRETE PB-MATCH T2-DOC-VS-SITE AG-COVERAGE AG-SUM AG-PEER-DUP "
        "FE-LADDER DT-STALE DT-SIGN WD-TYPO WD-DUP WD-LAWREF WD-SECRECY WD-HIDDEN WD-INSTRUCTION PU-IMAGE PU-COLUMN "
        "PU-SILENT-CHANGE"
    ),
    Severity.INFO: (
        "EX-CONFIDENCE EX-SPLIT-DIGIT EX-REPEAT-HEADER T3-REPAIR T3-PLAUSIBLE T4-REVIEW-FIRST "
        "T4-AFTER-WITHOUT-REVIEW XT-T4-NEEDS-T3 XT-FEE-LISTED T2-YOY-JUMP T4-PENDING-ROLL NA-LENGTH FE-DETAIL WD-PUNCT "
        "WD-TERMS AG-OUTLIER"
    ),
}
LATIN = re.compile(r"[,;:!?\"'()]")
"""Half-width punctuation, which has no place between Chinese words."""


def test_the_rules_are_those_of_the_catalogue() -> None:
    wanted = {name: severity for severity, names in CATALOGUE.items() for name in names.split()}
    assert {rule.id: rule.severity for rule in rules()} == wanted


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_is_documented(rule: Rule) -> None:
    for text in (
        rule.title,
        rule.statement,
        rule.why,
        rule.mend,
        rule.caveat,
        basis(rule),
        rule.example.good.shows,
        rule.example.bad.shows,
    ):
        assert text.strip()
    assert all(text.endswith("。") for text in (rule.statement, rule.why, rule.mend, rule.caveat))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_sentences_are_punctuated_in_chinese(rule: Rule) -> None:
    said = [rule.message, rule.suggestion, rule.statement, rule.why, rule.mend, rule.caveat]
    said += [text for one in rule.variants.values() for text in (one.message, one.suggestion)]
    for text in said:
        plain = re.sub(r"\{[^}]*\}", "", text)
        assert not LATIN.search(plain), text
        assert plain.count("“") == plain.count("”"), text
        assert not plain or plain.rstrip("”")[-1] in "。；？" or text.endswith("}"), text


def test_early_reports_are_not_measured_by_a_later_document() -> None:
    for rule in rules():
        if rule.years.first is None and rule.advice_before is None and rule.id != "STR-FORM-VERSION":
            assert "2021" not in basis(rule, 2020), rule.id
