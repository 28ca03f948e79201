"""`--rules` of every command, and REVIEWER_RULES."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.export import load
from reviewer.resources import rules_dir
from tests.cli.test_cli import run, said
from tests.pipeline import hostile

PACK = """\
pack: county
title: 某县补充规则
version: "2.1"
owner: 某县公开办
changes:
  - {rule: NA-LENGTH, reason: 本县要求更长。, severity: error, parameters: {least: 5000, most: 0}}
"""
EXAMPLES = str(rules_dir() / "examples")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("packs")
    hostile.report(home / "good.txt")
    (home / "local").mkdir()
    (home / "local" / "county.yaml").write_text(PACK, "utf-8")
    return home


def test_a_review_says_which_packs_were_in_force(folder: Path) -> None:
    plain = run("review", "good.txt", "--format", "json", cwd=folder)
    assert plain.returncode == 0
    (review,) = json.loads(plain.stdout)["reviews"]
    assert list(review)[-1] == "packs"
    assert "requests@1.0" in review["packs"]
    assert not any(one["code"] == "N-PACKS" for one in review["notices"])
    local = run("review", "good.txt", "--format", "json", "--rules", "local", cwd=folder)
    assert local.returncode == 1
    (other,) = json.loads(local.stdout)["reviews"]
    assert other["packs"] == [*review["packs"], "county@2.1"]
    assert [one["severity"] for one in other["findings"] if one["rule"] == "NA-LENGTH"] == ["error"]
    notice = next(one["sentence"] for one in other["notices"] if one["code"] == "N-PACKS")
    assert "某县补充规则（某县公开办，2.1版）" in notice
    assert load(local.stdout.decode())[0].packs[-1] == "county@2.1"
    assert "某县补充规则" in run("review", "good.txt", "--rules", "local", cwd=folder).stdout.decode()


def test_the_same_bytes_for_the_same_packs(folder: Path) -> None:
    made = {
        run("review", "good.txt", "--format", "json", "--rules", EXAMPLES, cwd=folder, PYTHONHASHSEED=seed).stdout
        for seed in ("0", "7")
    }
    assert len(made) == 1
    assert b"example-county@1.1" in next(iter(made))


def test_the_folder_may_come_from_the_environment(folder: Path) -> None:
    done = run("review", "good.txt", cwd=folder, REVIEWER_RULES="local")
    assert done.returncode == 1
    shown = run("rules", "show", "NA-LENGTH", cwd=folder, REVIEWER_RULES="local").stdout.decode()
    assert "某县补充规则（某县公开办，2.1版）：级别由仅作提示改为应当改正" in shown
    assert "参数 least 由 150 改为 5000" in shown


def test_versions_are_compared_by_the_rules_of_the_place(folder: Path) -> None:
    assert run("compare", "good.txt", "good.txt", cwd=folder).returncode == 0
    done = run("compare", "good.txt", "good.txt", "--rules", "local", cwd=folder)
    assert done.returncode == 1
    assert "NA-LENGTH" in done.stdout.decode()


def test_list_and_check(folder: Path) -> None:
    listed = run("rules", "list", "--rules", EXAMPLES).stdout.decode()
    assert "写明业务培训情况（本地规则）" in listed
    checked = run("rules", "check", "--rules", EXAMPLES)
    assert checked.returncode == 0
    assert "19 个规则包，92 条规则" in checked.stdout.decode()


def test_a_change_that_belies_an_example_is_told(folder: Path) -> None:
    done = run("rules", "check", "--rules", "local", cwd=folder)
    assert done.returncode == 2
    told = said(done)
    assert "county.yaml 第 6 行" in told
    assert "规则 NA-LENGTH 的示例 good 不再成立" in told


def test_a_wrong_example_of_a_new_rule_is_told(tmp_path: Path) -> None:
    text = (rules_dir() / "examples" / "province.yaml").read_text("utf-8")
    (tmp_path / "p.yaml").write_text(text.replace("shows: 全年组织业务培训2次。", "shows: 全年业务培训。"), "utf-8")
    done = run("rules", "check", "--rules", str(tmp_path))
    assert done.returncode == 2
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "good: {shows: 全年组织" in one)
    assert f"p.yaml 第 {line} 行" in said(done)
    assert "示例 good 与规则不符：正例应当通过" in said(done)


@pytest.mark.parametrize("command", [("review", "good.txt"), ("compare", "good.txt", "good.txt"), ("rules", "list"),
                                     ("rules", "show", "NA-LENGTH"), ("rules", "check"), ("rules", "docs")])  # fmt: skip
def test_a_bad_pack_stops_every_command(folder: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "county.yaml").write_text(PACK.replace("NA-LENGTH", "NA-LENGHT"), "utf-8")
    done = run(*command, "--rules", str(tmp_path), cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "county.yaml 第 6 行第 12 列" in said(done)
    assert "    6 |   - {rule: NA-LENGHT" in said(done)


def test_a_folder_that_is_not_there(folder: Path) -> None:
    done = run("review", "good.txt", "--rules", "gone", cwd=folder)
    assert done.returncode == 2
    assert "找不到规则包文件夹“gone”" in said(done)


def test_a_name_that_is_empty(folder: Path) -> None:
    """An option with a variable that is not set is refused; a variable of the environment set to nothing is none."""
    done = run("review", "good.txt", "--rules", "", cwd=folder)
    assert (done.returncode, "--rules" in said(done)) == (2, True)
    assert run("review", "good.txt", cwd=folder, REVIEWER_RULES="").returncode == 0


def test_docs_go_to_a_file(tmp_path: Path) -> None:
    assert run("rules", "docs", "--output", str(tmp_path / "a.md")).returncode == 0
    assert (tmp_path / "a.md").read_bytes() == run("rules", "docs").stdout
    assert run("rules", "docs", "--output", str(tmp_path / "no" / "a.md")).returncode == 2
