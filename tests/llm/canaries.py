"""Personal data that nobody has, in ten kinds, each in a sentence as reports have them; made by rules of their own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
_GIVEN = "建国志强秀英海燕丽娟晓东文博思远雨桐子涵国庆桂芳玉兰永刚俊杰婷伟静敏磊洋勇艳军涛明超霞平辉鹏华飞鑫波斌莉红梅"
_WHOLE = ("欧阳修远", "司马晨光", "诸葛文静", "阿不都热合曼·买买提", "古丽娜尔·艾合买提")
_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


class Canary(NamedTuple):
    kind: str
    datum: str
    sentence: str


def _digits(dice: Random, count: int) -> str:
    return "".join(str(dice.randint(0, 9)) for _ in range(count))


def _identity(dice: Random) -> str:
    body = f"{dice.choice((11, 32, 41, 51))}{_digits(dice, 4)}{dice.randint(1950, 2005)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{_digits(dice, 3)}"
    rest = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body)) % 11
    return body + "10X98765432"[rest]


def _card(dice: Random) -> str:
    body = dice.choice(("622202", "621700", "436742", "558868")) + _digits(dice, dice.choice((9, 12)))
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def _mobile(dice: Random) -> str:
    number = f"1{dice.choice((3, 5, 7, 8, 9))}{_digits(dice, 9)}"
    return dice.choice((number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"))


def _phone(dice: Random) -> str:
    area, number = dice.choice(("0371", "010", "0512")), f"{dice.randint(2, 8)}{_digits(dice, 7)}"
    return dice.choice((f"{area}-{number}", f"（{area}）{number}", f"{area}{number}"))


def _name(dice: Random) -> str:
    if dice.random() < 0.1:
        return dice.choice(_WHOLE)
    return dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.randint(1, 2)))


def _plate(dice: Random) -> str:
    head = dice.choice(_PLACES) + dice.choice("ABCDEFGH") + dice.choice(("", "·"))
    return head + dice.choice((_digits(dice, 5), f"D{_digits(dice, 5)}", f"{_digits(dice, 3)}K{_digits(dice, 1)}"))


_KINDS: dict[str, tuple[Callable[[Random], str], tuple[str, ...]]] = {
    "identity": (_identity, ("申请人身份证号码为{}。", "其居民身份证（{}）已核对。", "证件号：{}，经核无误。")),
    "card": (_card, ("退费至银行卡{}。", "收款账号：{}。")),
    "mobile": (_mobile, ("经与申请人联系（{}），其表示理解。", "联系电话：{}。", "手机{}，已告知。")),
    "phone": (_phone, ("固定电话{}。", "联系方式：{}。")),
    "mail": (lambda dice: f"{dice.choice(('li.ming', 'zhang_3', 'w88'))}{_digits(dice, 2)}@{dice.choice(('163.com', 'qq.com', 'mail.henan.gov.cn'))}", ("通过{}提交申请。", "邮箱：{}。")),
    "plate": (_plate, ("涉及车辆{}的处罚信息。", "申请公开{}号车辆的登记信息。")),
    "passport": (lambda dice: f"{dice.choice('EG')}{_digits(dice, 8)}", ("持护照{}的申请人。", "护照号码：{}。")),
    "wechat": (lambda dice: f"{dice.choice(('wxid_', 'li-ming', 'zhang'))}{_digits(dice, 4)}", ("微信号：{}。", "可加微信{}。")),
    "qq": (lambda dice: f"{dice.randint(1, 9)}{_digits(dice, dice.randint(5, 9))}", ("QQ号码{}。", "QQ：{}。")),
    "person": (_name, ("申请人：{}。", "联系人：{}，", "经办人：{} 电话见上。", "申请人{}提出异议。", "投诉人姓名：{}。")),
}  # fmt: skip
KINDS = tuple(_KINDS)


def canary(kind: str, dice: Random) -> Canary:
    make, frames = _KINDS[kind]
    datum = make(dice)
    return Canary(kind, datum, dice.choice(frames).format(datum))
