"""What a clause inherits: the topic under way, whose figures they are, and of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from reviewer.model import Identity
from reviewer.recognise.stating.heads import Head
from reviewer.recognise.stating.tokens import DISPUTES, Token

FOREIGN = ("foreign",)
_GOVERNMENT = "政府"
_OFFICE = "办"
_SELF = re.compile("[我本全该].{1,2}$|[我本全][省市县区州旗盟镇乡]各?(?:级|有关|相关)?(?:部门|单位)$")
_SHORTEST_NAME = 3
_SHORTEST_OWN = 4
_PLACES = "省市县区州旗盟镇乡"
_DEPARTMENT = re.compile("(?:局|厅|委|委员会|部|署|队|中心|院|校|大学|处|室|科|所|馆|社|站|会|办|公司)$")
_AREA = re.compile("(?:管委会|街道办)$")
_SHORTENED = re.compile(f"(?P<place>[{_PLACES}]?)(?P<rest>[^{_PLACES}]{{2,6}}[局委厅])$")
"""The end of a printed name that may be a short form."""
_COMMITTEE = re.compile("委员?会$")
_TOWN = re.compile("(?P<town>.{2,}(?:[镇乡]|街道))(?:人民政府|政府|办事处|办)?$")
"""The name of a town, township or sub-district: its government is called by the place alone."""
_SHORTER = (("人民政府", _GOVERNMENT), ("管理委员会", "管委会"), ("街道办事处", "街道办"))


@dataclass
class Context:
    """Changed while a paragraph is read from left to right."""

    identity: Identity
    section: tuple[str, ...] = ()
    """Topic that the section gives."""
    default: tuple[str, ...] = ()
    """Topic that the section or the last heading in it gives."""
    level: int = 9
    """Level of the heading that gave it: 0 for 一、, then （一）, 1. and （1）; 9 when none did."""
    topic: tuple[str, ...] = ()
    disclosure: bool = False
    """The paragraph, or its section, is about disclosure of information."""
    disputes_section: bool = False
    overview: bool = False
    """The first section, which speaks of disclosure unless it says otherwise."""
    restating: bool = False
    """Section five, which comes back to numbers of the tables, or to a part of them."""
    business: bool = False
    """The paragraph names work that leads to reviews and suits of other kinds."""
    headed_business: bool = False
    """The last heading on a line of its own does."""
    vouched: Decimal = Decimal(0)
    """The highest number of reviews or suits in the paragraph that fits the table."""
    own: bool = True
    doubtful: bool = False
    """The scope is named in a way that may or may not be the table's: only a fitting number is a claim."""
    this_year: bool = True
    part_year: bool = False
    """What is not the whole year's is a part of it (上半年), which holds to the end of the sentence alone."""
    part_led: bool = False
    """Such a part was named before any number of the sentence: the next sentence may still tell of it."""
    after_part: bool = False
    """The sentence before told of a part of the year, and this one may go on."""
    month: bool = False
    """One month, or a date, was named right before a verb or a number: only a number of the whole is a claim."""
    month_led: bool = False
    """It was named before any number of the sentence."""
    aside: bool = False
    """Another year was named behind a number of the sentence: by the way, to its end."""
    aside_counted: bool = False
    """That year had a number."""
    counting: bool = False
    """A number went before in this sentence."""
    wholes: set[Decimal] = field(default_factory=set)
    """How many applications the section said came or were answered."""
    whose_part: bool = False
    """The sentence tells of some applications or documents only (对12件征地申请，……): only a fitting number is a claim."""
    planned: bool = False
    cumulative: bool = False
    told: bool = False
    """How many applications came was said before, or belongs elsewhere: 3件申请 without a verb may be some of them."""
    publishing: bool = False
    """A verb of publication came last: what follows are things put on a website."""
    fresh: bool = False
    """True in the sentence in which the topic was named."""
    last: str = ""
    """Family of the action bound last."""
    generic: str = ""
    counted: set[str] = field(default_factory=set)
    """Plain verbs that already had a number in this sentence."""
    deputy: bool = False
    """Another body, named before, acts on behalf of this one."""
    parts: bool = False
    """Numbers of single channels went before in this sentence."""
    either_suits: bool = False
    """Both sorts of suits were counted in a sentence without results: those that follow are of all suits or of the last sort."""
    framed: bool = False
    """The paragraph looked at its numbers from one side (按层级看); the next such frame (从申请人看) looks at all of them again."""
    after_outcome: bool = False
    """The sentence before ended with an outcome: 其他2件 alone in the next goes on with the list."""
    listed: tuple[str, ...] = ()
    """What was done with the documents counted before in this sentence (制发规章2件、规范性文件9件)."""
    applicants: bool = False
    """The paragraph names other applicants than citizens: citizens are a part."""
    split: bool = False
    """The sentence counts applications that ended otherwise (撤回2件): what was done is but a part."""
    attributes: bool = False
    """The sentence may sort documents by attribute (主动公开46件、依申请公开30件、不予公开52件), not count applications."""
    one_channel: bool = False
    """One channel had a number that is not all that came: what was done, without a name of its own, may be of that."""
    head: Head | None = None
    """What the sentence counted last, when that was a row of table three."""
    pending: list[Token] = field(default_factory=list)
    """Names of the clause before, which had no number."""

    def paragraph(self) -> None:
        self.topic, self.own, self.this_year, self.doubtful = self.default, True, True, False
        self.planned = self.cumulative = self.deputy = self.part_year = self.after_part = False
        self.month = self.either_suits = self.framed = self.after_outcome = False
        self.disclosure = self.disputes_section or bool(self.default)
        self.last = self.generic = ""
        self.aside = self.aside_counted = False
        self.pending, self.vouched = [], Decimal(0)

    def sentence(self, names_object: bool, among: bool = False, listed: bool = False) -> None:
        """A new sentence: what it says of its own object stands alone; without one it goes on about the old.

        `among`: it begins with 其中, and may tell of the number before it, though that is of another year.
        `listed`: only a semicolon stands before it (2022年行政复议98件；行政诉讼50件: both of that year).
        """
        if self.aside and not (among and self.aside_counted):
            self.this_year = True  # 本年收到12件，去年收到8件。12件均已办结
        self.aside = self.aside_counted = False
        last_year = listed and self.fresh and self.counting and not self.this_year and not self.part_year
        last_year = last_year and bool({*DISPUTES, "application"}.intersection(self.topic))
        self.after_outcome = self.last == "outcome"
        self.parts = self.fresh = self.planned = self.cumulative = self.publishing = False
        self.last, self.pending, self.counted, self.listed, self.head = "", [], set(), (), None
        led = (self.part_year and self.part_led) or (self.month and self.month_led)
        self.after_part = led and self.counting and not names_object
        self.month = False
        self.counting = self.whose_part = self.one_channel = False
        if names_object:
            self.own, self.this_year, self.doubtful, self.generic = True, not last_year, False, ""
            self.deputy = self.part_year = False
        elif self.part_year:
            self.this_year, self.part_year = True, False

    def hear(self, token: Token) -> None:
        """Take in a token that says whose or when."""
        if token.kind == "on_behalf":
            self.deputy = self.deputy or not self.own
        elif self.deputy and token.kind in ("self", "area", "other_body"):
            return  # 政府办公室代表政府受理: still the office's own count
        elif token.kind == "time_ok":
            self.this_year, self.cumulative, self.part_year, self.after_part = True, False, False, False
            self.month = False
        elif token.kind == "month":
            self.month, self.month_led = True, not self.counting
        elif token.kind == "time_other":
            self.part_year = token.name == "part_year" and (self.this_year or self.part_year)
            self.part_led = self.part_year and not self.counting
            self.aside = self.aside or (self.counting and self.this_year and not self.part_year)
            self.this_year = False
        elif token.kind == "respondent":
            own = _same_body(token.name, self.identity)
            unknown = own is None and not token.name.endswith(_GOVERNMENT)
            unknown = unknown or (token.name.endswith(_GOVERNMENT) and _wide(self.identity))
            self.doubtful = self.doubtful or not self.own or unknown  # 省政府受理以我市为被申请人的: perhaps not all
            self.own = self.own if own is None else own
        elif token.kind == "plan":
            self.planned = True
        elif token.kind == "cumulative":
            self.cumulative = True
        elif token.kind in ("self", "area"):
            wide = token.kind == "area" and (token.name == "whole" or _is_office(self.identity))
            self.own, self.doubtful = True, wide and not _covers_area(self.identity)
        elif token.kind == "office":
            department = (
                token.name != "government" and not _is_office(self.identity) and not _covers_area(self.identity)
            )
            self.own = department or _is_office(self.identity)
            self.doubtful = department or self.doubtful
        elif token.kind == "other_body":
            own = _same_body(token.name, self.identity)
            self.own = self.own if own is None else own
        elif token.kind == "some_bodies":
            self.doubtful = True  # 17家医院另受理86件: a part, unless it is what the table holds
        elif token.kind == "other_cause":
            self.own = False  # 因投诉处理引发的行政复议217件、行政诉讼86件: no figures of the table
        elif token.kind == "context":
            self.disclosure = True
        elif token.name == "frame":
            if self.framed and not self.own:
                self.own, self.doubtful = True, False
            self.framed = True

    def copy(self) -> Context:
        return replace(self, pending=list(self.pending))

    @property
    def open(self) -> bool:
        """Numbers heard now are this body's, of this year, and facts."""
        return self.standing and not self.cumulative

    @property
    def standing(self) -> bool:
        """The same, or of all years: a stock such as the documents in force."""
        return self.own and self.this_year and not self.planned


def _named(identity: Identity) -> str:
    return _short(identity.agency or identity.title)


def _short(name: str) -> str:
    """A body's name as people shorten it."""
    for full, used in _SHORTER:
        name = name.replace(full, used)
    return name


def _is_office(identity: Identity) -> bool:
    """Is the reporting body an office of a government (whose table may, or may not, cover the area)?"""
    name = _named(identity)
    return _GOVERNMENT + _OFFICE in name


@cache
def own_names(name: str) -> re.Pattern[str] | None:
    """How a department (区应急管理局), or a town (民意乡), may be called in its report by name; None for other bodies."""
    short, least = _short(name), _SHORTEST_OWN
    if town := _TOWN.match(name):
        short, least = town["town"], _SHORTEST_NAME
    elif len(short) < _SHORTEST_OWN or not _DEPARTMENT.search(short) or _GOVERNMENT + _OFFICE in short:
        return None
    ends = [short[start:] for start in range(len(short) - least + 1)]
    return re.compile(f"(?<![{_PLACES}])(?:{'|'.join(map(re.escape, ends))})")


def _covers_area(identity: Identity) -> bool:
    """May 全市 be the scope of the table? Not for a department or an office, whose table is its own."""
    name = _named(identity)
    return not _is_office(identity) and (_DEPARTMENT.search(name) is None or _AREA.search(name) is not None)


def _wide(identity: Identity) -> bool:
    """Does the table of a government hold the disputes of its departments too? Not that of a town."""
    name = _named(identity)
    return name.endswith(_GOVERNMENT) and not _TOWN.match(name)


def _abbreviates(printed: str, name: str) -> bool:
    """市国资委 for …市…国有资产监督管理委员会: characters of the name in their order, from its kind of place to its kind of body."""
    match = _SHORTENED.search(printed)
    if match is None or _GOVERNMENT in match[0] or not _DEPARTMENT.search(name):
        return False
    place, rest = match["place"], match["rest"]
    own = _COMMITTEE.sub("委", name)
    if own[-1:] != rest[-1]:
        return False
    begins = [one.end() for one in re.finditer(place, own)] if place else [0]
    return any(_in_order(rest, own[begin:], bool(place)) for begin in begins)


def _in_order(short: str, full: str, below: bool) -> bool:
    """Has `full` the characters of `short` in their order, and when `below` no other place before the first of them?"""
    begin = full.find(short[0])
    if begin < 0 or (below and any(char in _PLACES for char in full[:begin])):  # 市应急局 is not the district's
        return False
    remaining = iter(full[begin:])
    return all(char in remaining for char in short)


def _same_body(printed: str, identity: Identity) -> bool | None:
    """Is the body whose name ends `printed` the reporting one? None when it cannot be told."""
    name, printed = _named(identity), _short(printed)
    if not name or _SELF.search(printed):
        return True
    if any(printed[-size:] in name for size in range(len(printed), 2, -1)):
        return _GOVERNMENT + _OFFICE not in name or not printed.endswith(_GOVERNMENT) or None
    if _abbreviates(printed, name):
        return True
    if printed[-1:] in _PLACES and _in_order(printed[-_SHORTEST_NAME:], name, False):
        return None  # 高新区 for the committee of …高新技术产业开发区
    return None if len(printed) < _SHORTEST_NAME else False
