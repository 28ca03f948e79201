"""Packs of a place: what they change, what they leave alone, and for which report years."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.checks import Catalogue, Loaded, catalogue, check, loaded
from reviewer.model import Severity, Status
from reviewer.resources import rules_dir
from tests.checks.reports import report

EXAMPLES = rules_dir() / "examples"
HEAD = {"title": "某地补充规则", "version": "1.0", "owner": "某地公开办"}
SHORT = {"overview": "全年公开信息318条。"}


def put(folder: Path, name: str, *changes: dict[str, Any], **more: Any) -> Catalogue:
    """A pack with these changes written into the folder, and the rules then in force."""
    given = [{"reason": "本地规定不同。", **one} for one in changes]
    data = {"pack": name, **HEAD, **more, **({"changes": given} if given else {})}
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return catalogue(folder)


def one(found: Catalogue, rule: str, year: int | None = 2023) -> Loaded:
    return next(each for each in found.rules(year) if each.rule.id == rule)


def outcome(found: Catalogue | None, rule: str, **given: Any) -> tuple[Status, str, list[Severity]]:
    checked = check(report(**given), None, found)
    said = next(each for each in checked.outcomes if each.rule == rule)
    return said.status, said.reason, [each.severity for each in checked.findings if each.rule == rule]


def test_without_a_folder_the_rules_are_ours() -> None:
    found = catalogue(None)
    assert found.rules(2023) is loaded()
    assert found.local == ()
    assert found.packs(2023)[0] == "reading@1.0"
    assert len(found.packs(2023)) == 17


def test_a_rule_is_switched_off_and_says_by_whom(tmp_path: Path) -> None:
    found = put(tmp_path, "a", {"rule": "NA-LENGTH", "use": False, "reason": "本县不限篇幅。"})
    status, reason, severities = outcome(found, "NA-LENGTH", text=SHORT)
    assert (status, severities) == (Status.SKIPPED, [])
    assert reason == "“某地补充规则”（某地公开办，1.0版）停用了本规则：本县不限篇幅。"


def test_a_rule_is_switched_on_again_by_a_pack_over_the_other(tmp_path: Path) -> None:
    put(tmp_path, "b", {"rule": "NA-LENGTH", "use": False})
    found = put(tmp_path, "a", {"rule": "NA-LENGTH", "use": True}, over=["b"])
    assert [pack.pack for pack in found.local] == ["b", "a"]
    assert outcome(found, "NA-LENGTH", text=SHORT)[2] == [Severity.INFO]


def test_a_sum_that_is_off_explains_nothing(tmp_path: Path) -> None:
    cells = {"t3.new_received.natural": 12}
    assert outcome(None, "T3-REPAIR", cells=cells)[2]
    changes = [{"rule": name, "use": False} for name in ("T3-ROW-SUM", "T3-COL-DONE-SUM", "T3-COL-BALANCE")]
    assert not outcome(put(tmp_path, "a", *changes), "T3-REPAIR", cells=cells)[2]


def test_severity_of_a_rule_and_of_a_variant(tmp_path: Path) -> None:
    found = put(
        tmp_path, "a",
        {"rule": "FE-STATEMENT", "severity": "error"},
        {"rule": "NA-LENGTH", "variants": {"short": {"severity": "warning"}}},
    )  # fmt: skip
    assert outcome(found, "FE-STATEMENT", text={"other": "无。"})[2] == [Severity.ERROR]
    assert outcome(found, "NA-LENGTH", text=SHORT)[2] == [Severity.WARNING]
    assert one(found, "NA-LENGTH").rule.severity is Severity.INFO
    assert (
        one(found, "NA-LENGTH").rule.wording("short").message
        == one(catalogue(), "NA-LENGTH").rule.wording("short").message
    )


def test_only_the_named_values_change(tmp_path: Path) -> None:
    levels = {"levels": {1: {"share": 0.85}}}
    found = put(
        tmp_path, "a",
        {"rule": "NA-LENGTH", "parameters": {"least": 10}},
        {"rule": "CY-DUP-TEXT", "parameters": levels},
    )  # fmt: skip
    assert outcome(found, "NA-LENGTH", text={"overview": "全年公开信息318条，培训2次。"})[0] is Status.PASSED
    for rule, path in (("NA-LENGTH", ("least",)), ("CY-DUP-TEXT", ("levels", 1, "share"))):
        before, now = one(catalogue(), rule), one(found, rule)
        left, right = json.loads(json.dumps(before.rule.parameters)), json.loads(json.dumps(now.rule.parameters))
        for key in path[:-1]:
            left, right = left[key], right[key]
        assert left.pop(path[-1]) != right.pop(path[-1])
        assert now.rule.model_copy(update={"parameters": {}}) == before.rule.model_copy(update={"parameters": {}})
    whole = one(found, "CY-DUP-TEXT").rule.parameters
    assert whole["levels"][0] == one(catalogue(), "CY-DUP-TEXT").rule.parameters["levels"][0]
    changed = {"NA-LENGTH", "CY-DUP-TEXT"}
    assert [each for each in found.rules(2023) if each.rule.id not in changed] == [
        each for each in loaded() if each.rule.id not in changed
    ]


def test_a_rule_that_never_speaks_may_be_changed(tmp_path: Path) -> None:
    found = put(tmp_path, "a", {"rule": "EX-REPEAT-HEADER", "caveat": "本地另有说明。"})
    assert one(found, "EX-REPEAT-HEADER").rule.caveat == "本地另有说明。"


def test_a_pack_is_for_its_years(tmp_path: Path) -> None:
    found = put(tmp_path, "a", {"rule": "NA-LENGTH", "use": False}, effective={"first": 2022, "last": 2023})
    assert found.years == (None, 2022, 2024)
    assert [one(found, "NA-LENGTH", year).off is not None for year in (None, 2021, 2022, 2023, 2024)] == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert [("a@1.0" in found.packs(year)) for year in (None, 2021, 2022, 2024)] == [False, False, True, False]
    assert outcome(found, "NA-LENGTH", text=SHORT, year=2024)[2] == [Severity.INFO]


def test_a_place_accepts_blanks_in_other_cells(tmp_path: Path) -> None:
    cells = {"t2.art20_8.admin_fees.amount_wan": "slash"}
    assert outcome(None, "TAB-BLANK", cells=cells)[2] == [Severity.WARNING]
    accepted = ["t2.art20_1.regulations.", "t2.art20_8."]
    found = put(tmp_path, "a", {"rule": "TAB-BLANK", "parameters": {"allowed_empty": accepted}})
    assert outcome(found, "TAB-BLANK", cells=cells)[2] == [Severity.INFO]


def signed(agency: str, day: str) -> dict[str, Any]:
    title = f"{agency}2023年政府信息公开工作年度报告"
    return {"title": title, "agency": agency, "text": {"other": f"本年度未收取信息处理费。\n{agency}\n{day}"}}


@pytest.mark.parametrize(
    ("agency", "day", "national", "local"),
    [
        ("甲县财政局", "2024年1月25日", False, True),
        ("甲县财政局", "2024年1月20日", False, False),
        ("甲县财政局", "2024年2月1日", True, True),
        ("甲县丙镇人民政府", "2024年1月25日", False, True),
        ("甲县人民政府", "2024年3月1日", False, False),
    ],
)
def test_the_county_has_a_shorter_deadline(agency: str, day: str, national: bool, local: bool) -> None:
    given = signed(agency, day)
    assert bool(outcome(None, "DT-DUE", **given)[2]) is national
    assert bool(outcome(catalogue(EXAMPLES), "DT-DUE", **given)[2]) is local


def test_the_examples_that_are_shipped() -> None:
    found = catalogue(EXAMPLES)
    assert [pack.pack for pack in found.local] == ["example-province", "example-county"]
    assert one(found, "NA-LENGTH").rule.severity is Severity.WARNING
    assert one(found, "NA-LENGTH", 2022).rule.parameters["most"] == 1200
    assert one(found, "NA-LENGTH", 2023).rule.parameters["most"] == 1000
    assert outcome(found, "LOCAL-TRAINING", text={"overview": "开展培训。"})[0] is Status.FAILED
    assert outcome(found, "LOCAL-TRAINING")[0] is Status.PASSED
    assert one(found, "DT-DUE").rule.basis.certainty == "local_notice"
    assert [each.rule.id for each in found.rules(2023)][:-1] == [each.rule.id for each in loaded()]
    assert not any(each.rule.id == "LOCAL-TRAINING" for each in found.rules(2021))


def test_packs_are_read_once_until_they_are_changed(tmp_path: Path) -> None:
    first = put(tmp_path, "a", {"rule": "NA-LENGTH", "use": False})
    assert catalogue(tmp_path) is first
    assert catalogue(tmp_path).rules(2023) is first.rules(2023)
    second = put(tmp_path, "a", {"rule": "FE-STATEMENT", "severity": "error"})
    assert second is not first
    assert one(second, "NA-LENGTH").off is None


def test_threads_get_the_same_rules(tmp_path: Path) -> None:
    put(tmp_path, "a", {"rule": "NA-LENGTH", "use": False})
    (tmp_path / "a.yaml").write_text((tmp_path / "a.yaml").read_text("utf-8") + "\n", "utf-8")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: catalogue(tmp_path), range(32)))
    assert len({id(each) for each in found}) == 1


def test_the_order_of_packs_is_that_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "b", {"rule": "NA-LENGTH", "use": False})
    put(tmp_path, "a", {"rule": "FE-STATEMENT", "severity": "error"})
    (tmp_path / "b.yaml").rename(tmp_path / "0.yaml")
    assert catalogue(tmp_path).packs(2023)[-2:] == ("a@1.0", "b@1.0")
