"""A bad pack of a place is refused in Chinese, with file, line, column and the lines around."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any

import pytest

from reviewer.checks import catalogue
from reviewer.errors import ConfigError
from reviewer.resources import sentence

GOOD = """\
pack: county
title: 某县补充规则
version: "1.0"
owner: 某县政务公开办
effective: {first: 2021}
changes:
  - rule: NA-LENGTH
    reason: 本县规定不同。
    severity: warning
    variants:
      short: {severity: warning}
    parameters: {most: 1200}
  - rule: CY-DUP-TEXT
    reason: 本县规定不同。
    parameters:
      levels: {1: {share: 0.85}}
rules:
  - id: LOCAL-SUM
    title: 本县规则
    severity: warning
    kind: formula
    statement: 表四总计不为零。
    why: 便于核对数字。
    basis: {text: 某县通知。, certainty: local_notice}
    message: 本县提示。
    suggestion: 请核对。
    mend: 核对后改正。
    caveat: 没有例外。
    example: {good: {shows: 有复议}, bad: {shows: 没有复议}, unrun: 样例。}
    parameters:
      checks:
        - require: t4.review.total > 0
"""
OTHER = """\
pack: province
title: 某省补充规则
version: "1.0"
owner: 某省政务公开办
changes:
  - rule: NA-LENGTH
    reason: 本省规定不同。
    parameters: {most: 1500}
"""
_ENGLISH = re.compile(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")


def load(folder: Path, **files: str | bytes) -> Any:
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return catalogue(folder)


def refused(folder: Path, **files: str | bytes) -> tuple[dict[str, str], str]:
    """Values of the error and its sentence."""
    with pytest.raises(ConfigError) as caught:
        load(folder, **files)
    return caught.value.values, sentence(caught.value.code, **caught.value.values)


def test_the_good_one_is_taken(tmp_path: Path) -> None:
    assert load(tmp_path, county=GOOD, province=OTHER.replace("most: 1500", "least: 100")).packs(2023)[-2:] == (
        "county@1.0",
        "province@1.0",
    )


SWAPS = {
    "a quote not closed": ('version: "1.0"', 'version: "1.0', None, "引号或括号没有成对"),
    "a tab": ("    severity: warning\n    variants", "\tseverity: warning\n    variants", 9, "制表符"),
    "a colon in text": ("title: 某县补充规则", "title: 某县: 补充: 规则", 2, "冒号"),
    "bad indentation": ("    reason: 本县规定不同。\n    severity", "   reason: 本县规定不同。\n    severity", None, ""),
    "no owner": ("owner: 某县政务公开办\n", "", 1, "缺少“owner”"),
    "a version that is a number": ('version: "1.0"', "version: 1.0", 3, "应为文字"),
    "years in the wrong order": ("{first: 2021}", "{first: 2024, last: 2022}", 5, "起始年度晚于终止年度"),
    "an unknown field": ("owner: 某县", "ower: 某县", 4, "没有“ower”这一项"),
    "a rule of another pack again": ("id: LOCAL-SUM", "id: T4-BLOCK-SUM", 18, "在别的规则包中已经用过"),
    "a bad id": ("id: LOCAL-SUM", "id: 本县规则", 18, "“id”的写法不符合规定"),
    "a bad severity": ("    severity: warning\n    kind", "    severity: fatal\n    kind", 20, "只能取 error、warning、info"),
    "a bad certainty": ("certainty: local_notice", "certainty: rumour", 24, "只能取 statute"),
    "an unknown kind": ("kind: formula", "kind: formulae", 21, "没有“formulae”这种规则"),
    "no message": ("    message: 本县提示。\n", "", 18, "缺少“message”"),
    "a message with a format": ("本县提示。", '"{block:>99999999}"', 25, "花括号有误"),
    "a message with an attribute": ("本县提示。", '"{block.__class__}"', 25, "花括号有误"),
    "a message with an open brace": ("本县提示。", '"{block"', 25, "花括号有误"),
    "an unknown cell": ("t4.review.total >", "t4.review.totl >", 32, "是不是 t4.review.total"),
    "no condition": ("t4.review.total > 0", "t4.review.total", 32, "比较式"),
    "a call in a condition": ("t4.review.total > 0", "open('x') > 0", 32, "不能这样写"),
    "an example that cannot be run": (", unrun: 样例。", "", 29, "given"),
    "an unknown parameter of a kind": ("      checks:", "      chequers: 1\n      checks:", 31, "没有“chequers”这一项"),
    "an unknown rule": ("rule: NA-LENGTH", "rule: NA-LENGHT", 7, "是不是 NA-LENGTH"),
    "an unknown rule like no other": ("rule: NA-LENGTH", "rule: QQQQ-ZZZZ", 7, "没有编号为“QQQQ-ZZZZ”的规则"),
    "an unknown variant": ("      short: {sev", "      shrt: {sev", 11, "没有“shrt”这种情形"),
    "an unknown parameter of a rule": ("{most: 1200}", "{mots: 1200}", 12, "没有“mots”这一项"),
    "an unknown parameter further in": ("levels: {1: {share: 0.85}}", "levels: {1: {shear: 0.85}}", 16, "没有“levels.1.shear”这个参数"),
    "an entry that is not there": ("levels: {1: {share: 0.85}}", "levels: {9: {share: 0.85}}", 16, "没有“levels.9”这个参数"),
    "text for a number": ("{most: 1200}", "{most: 很多}", 12, "应为整数"),
    "yes for a number": ("{most: 1200}", "{most: yes}", 12, "不是一类"),
    "a list for a number": ("{most: 1200}", "{most: [1200]}", 12, "应为整数"),
    "a bad pattern": ("{most: 1200}", '{nothing: "(无"}', 12, "正则表达式写错了"),
    "a change of nothing": ("    severity: warning\n    variants:\n      short: {severity: warning}\n    parameters: {most: 1200}\n", "", 7, "没有写要调整什么"),
    "a change without its reason": ("    reason: 本县规定不同。\n    severity", "    severity", 7, "缺少“reason”"),
    "two changes of one rule": ("rule: CY-DUP-TEXT", "rule: NA-LENGTH", 1, "写了两次调整：NA-LENGTH"),
    "a key given twice": ("    severity: warning\n    variants", "    severity: warning\n    severity: info\n    variants", 10, "“severity”在同一处写了两次"),
    "the name of a pack of ours": ("pack: county", "pack: requests", 1, "规则包名“requests”已经用过"),
    "a tag": ("title: 某县补充规则", "title: !!python/object:os.system x", 2, "自定义的 YAML 标记"),
    "a reference to nothing": ("title: 某县补充规则", "title: *missing", 2, "missing"),
    "a reference into itself": ("rules:", "extra: &a [*a]\nrules:", 17, "指向自身"),
    "a control character": ("title: 某县补充规则", "title: 某县\x07规则", 2, "控制字符"),
    "a day that none is": ("title: 某县补充规则", "title: 2024-13-45", None, "写错的日期"),
    "two documents": ("rules:\n", "---\nrules:\n", 17, "一个文件只能写一个规则包"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(SWAPS))
def test_a_bad_pack_is_refused(tmp_path: Path, what: str) -> None:
    old, new, line, problem = SWAPS[what]
    assert old in GOOD
    values, said = refused(tmp_path, county=GOOD.replace(old, new, 1))
    assert values["file"] == "county.yaml"
    assert problem in values["problem"]
    assert int(values["line"]) >= 1
    assert int(values["column"]) >= 1
    assert line is None or values["line"] == str(line), values
    assert "|" in values["excerpt"]
    assert not _ENGLISH.search(values["problem"].split("（")[0]), values["problem"]
    assert "规则或配置文件 county.yaml" in said


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
WHOLE: dict[str, tuple[str | bytes, str]] = {
    "an empty file": ("", "文件是空的"),
    "comments alone": ("# 空\n", "文件是空的"),
    "a list": ("- a\n- b\n", "应为“名称: 值”的形式"),
    "a sentence": ("这里没有规则", "应为“名称: 值”的形式"),
    "no UTF-8": (GOOD.encode("gb18030"), "不是 UTF-8 编码"),
    "a bomb of references": (BOMB + GOOD, "展开后内容过多"),
    "too deep": ("a: " + "[" * 5000 + "]" * 5000, "嵌套层次过深"),
    "no rules": (GOOD[: GOOD.index("changes:")], "既没有规则（rules），也没有调整（changes）"),
    "too many values": ("a: [" + "x," * 60_000 + "x]", "内容过多"),
    "an endless number": ("pack: " + "9" * 5000, "写错的日期或数字"),
}


@pytest.mark.parametrize("what", list(WHOLE))
def test_a_file_that_is_no_pack_is_refused(tmp_path: Path, what: str) -> None:
    text, problem = WHOLE[what]
    values, said = refused(tmp_path, county=text)
    assert problem in values["problem"]
    assert said.startswith("规则或配置文件 county.yaml 第 ")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    values, said = refused(tmp_path, county=GOOD + "#" * 300_000)
    assert (values["file"], values["limit"]) == ("county.yaml", "256")
    assert "未予读取" in said


def test_two_packs_that_change_the_same_value(tmp_path: Path) -> None:
    values, _ = refused(tmp_path, county=GOOD, province=OTHER)
    assert (values["file"], values["line"]) == ("province.yaml", "8")
    assert "NA-LENGTH 的 parameters.most 在规则包“county”中也有调整" in values["problem"]
    assert "over" in values["problem"]


def test_two_packs_of_different_years_may(tmp_path: Path) -> None:
    earlier = OTHER.replace("changes:", "effective: {last: 2020}\nchanges:")
    found = load(tmp_path, county=GOOD, province=earlier)
    assert found.packs(2020)[-1] == "province@1.0"
    assert found.packs(2021)[-1] == "county@1.0"


def test_packs_over_each_other_in_a_circle(tmp_path: Path) -> None:
    values, _ = refused(
        tmp_path,
        county=GOOD.replace("changes:", "over: [province]\nchanges:"),
        province=OTHER.replace("changes:", "over: [county]\nchanges:"),
    )
    assert "county, province" in values["problem"]
    assert "over 互相指向" in values["problem"]


def test_the_same_pack_twice_and_the_same_rule_twice(tmp_path: Path) -> None:
    values, _ = refused(tmp_path, a=GOOD, b=GOOD.replace("LOCAL-SUM", "LOCAL-OTHER"))
    assert (values["file"], values["problem"]) == ("b.yaml", "规则包名“county”已经用过。")
    (tmp_path / "b.yaml").unlink()
    second = OTHER.replace("parameters: {most: 1500}", "parameters: {least: 100}") + GOOD[GOOD.index("rules:") :]
    values, _ = refused(tmp_path, b=second)
    assert "LOCAL-SUM 在别的规则包中已经用过" in values["problem"]


_BITS = (
    "{",
    "}",
    "[",
    "]",
    ":",
    "\n",
    "  ",
    "- ",
    "&a ",
    "*a",
    '"',
    "'",
    "\t",
    "!!int ",
    "~",
    "|",
    ">",
    "? ",
    "<<: ",
    "\0",
)
_VALUES = ("1", "true", "[]", "{}", "null", "-5", "2.5", "[1, 2]", "{a: 1}", "2024-01-01", '"("')


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_written_is_taken_or_refused_in_chinese(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    told: list[ConfigError] = []
    for _ in range(100):
        text = GOOD
        for _ in range(rng.randint(1, 3)):
            text = _spoilt(text, rng)
        try:
            load(tmp_path, county=text)
        except ConfigError as error:
            told.append(error)
    assert len(told) > 50
    for one in told:
        assert re.search("[\u4e00-\u9fff]", one.values.get("problem", "")), one.values
        assert sentence(one.code, **one.values)


def _spoilt(text: str, rng: random.Random) -> str:
    """One slip of the pen: something put in, left out, said twice, or a value of another kind."""
    at = rng.randrange(len(text))
    lines = text.split("\n")
    number = rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            return text[:at] + rng.choice(_BITS) + text[at:]
        case 1:
            return text[:at] + text[at + rng.randint(1, 8) :]
        case 2:
            return "\n".join([*lines[:number], lines[rng.randrange(len(lines))], *lines[number:]])
        case 3:
            return "\n".join(lines[:number] + lines[number + 1 :])
    value = rng.choice(list(re.finditer(r"(?<=: )[^\s{}\[\],]+", text)))
    return text[: value.start()] + rng.choice(_VALUES) + text[value.end() :]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    for folder, code in ((tmp_path / "gone", "C-FOLDER"), (tmp_path, "C-NO-PACK")):
        with pytest.raises(ConfigError) as caught:
            catalogue(folder)
        assert caught.value.code == code
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ConfigError) as caught:
        catalogue(tmp_path)
    assert (caught.value.code, caught.value.values["file"]) == ("C-FILE", "pipe.yaml")
    (tmp_path / "pipe.yaml").unlink()
    for number in range(51):
        (tmp_path / f"{number}.yaml").write_text("x", "utf-8")
    with pytest.raises(ConfigError) as caught:
        catalogue(tmp_path)
    assert caught.value.code == "C-MANY-PACKS"
