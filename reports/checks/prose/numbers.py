"""Every number in a Chinese text, with its place, its value and its unit.

Years, dates, clauses, document numbers, telephone numbers, numbering and the like are recognised and kept apart, so
that nobody takes them for a count.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from reports.value import Number


class Sort(StrEnum):
    """What a number in a text is."""

    COUNT = "count"  # 85件, 三个, and a bare 85
    MONEY = "money"  # 3940元, 236.982万元
    PERCENT = "percent"  # 33.9%, 百分之三十
    POINTS = "points"  # 2.1个百分点
    DURATION = "duration"  # 20个工作日, 三年
    YEAR = "year"  # 2023年
    DATE = "date"  # 12月31日
    ORDINAL = "ordinal"  # 第二十条, 第3季度
    NUMBERING = "numbering"  # （一）, 1.
    REFERENCE = "reference"  # 〔2021〕30号, telephone numbers, addresses, names such as 12345热线


@dataclass(frozen=True)
class Figure:
    """A number in a text: ``text[start:end]`` is the number itself, ``text[start:unit_end]`` the number with its unit.

    ``value`` is in ``unit`` ("" when there is none): 1.2万件 is 12000 in 件, 236.982万元 is 236.982 in 万元.
    ``step`` is what one in the last digit that is written counts for: 1 in 85件, 1000 in 1.2万件. ``approximate``
    numbers (近百件, 30余件, 3至5个) say no exact number at all.
    """

    start: int
    end: int
    unit_end: int
    sort: Sort
    value: Number
    unit: str = ""
    step: Number = 1
    approximate: bool = False

    def says(self, number: Number | None) -> bool:
        """Whether the figure is this number, as exactly as it is written, rounded or cut off."""
        return number is not None and abs(Decimal(number) - Decimal(self.value)) < self.step

    @property
    def yuan(self) -> Number:
        """An amount of money in 元."""
        return Decimal(self.value) * _YUAN.get(self.unit, 1)


@lru_cache(maxsize=256)
def numbers(text: str) -> tuple[Figure, ...]:
    """All numbers of a text in their order."""
    folded = text.translate(_FOLDED)
    found: list[Figure] = []
    for match in _NUMBER.finditer(folded):
        figure = _READERS[match.lastgroup or ""](folded, match)
        if figure:
            found.append(figure)
    return tuple(found)


def chinese_number(numeral: str) -> int:
    """The value of 一百二十三, 两千零五, 三万, 二〇二三. ``ValueError`` when the numeral is none."""
    if not numeral or any(character not in _DIGITS and character not in _POWERS for character in numeral):
        raise ValueError(numeral)
    if all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    smallest = 10  # what a last digit without a power counts in: 二百五 is read as 205 in an office, never as 250
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        power = _POWERS[character]
        if power >= _MYRIAD:
            total = (total + section + digit) * power if total + section + digit else power
            section = 0
        else:
            section += (digit or (1 if power <= smallest or not section else 0)) * power
        digit = 0
    return total + section + digit


_FOLDED = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | dict(zip("％﹪．：（）［］－—–～〜○Ｏ，", "%%.:()[]-----〇〇，", strict=True))
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MYRIAD = 10_000
_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}

_HAN = "零〇一二三四五六七八九十百千万亿两"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,3}(?:，\d{3})+(?=\s*[件条元万项个])|\d+)(?:\.\d+)?"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?:19|20)\d{2}|二[〇零][〇零一二三四五六七八九]{2})"
_DURATIONS = ("个工作日", "工作日", "个月", "小时", "分钟", "周年", "年", "天", "日", "周", "秒")
_MONEY = ("亿元", "万元", "元")
_COUNTED = (
    *("件次", "人次", "条次", "批次", "场次", "类别", "方面"),
    *"件条个项次份篇期场人名家起宗例户批封部册本张幅页处套种类则档栏轮单款支辆台座只位门",
)
_UNIT = "|".join(sorted((*_DURATIONS, *_MONEY, *_COUNTED), key=len, reverse=True))
_AFTER = r"(?:以上|以下|以内|左右|上下|不等|多(?![样种元形渠方角维])|有余)"

# One alternative for each sort, the surest first. The look-ahead spares the engine most characters of a text.
_NUMBER = re.compile(
    rf"""(?=[\d第百零〇一二三四五六七八九十两几数上近百千万(〔\[A-Za-z]) (?:
    (?P<name>[A-Za-z][A-Za-z0-9._/@:%?=&\#+-]*|12345(?!\s*(?:{_UNIT}))|\d+(?:\.\d+)?[A-Za-z+×][A-Za-z0-9+×]*)
  | (?P<document>[〔\[(]\s*{_YEAR}\s*[〕\])]\s*第?\s*\d+\s*号|第?\s*\d+\s*号[令文]?)
  | (?P<phone>0\d{{2,3}}\s*-\s*\d{{7,8}}(?:-\d+)?|(?<!\d)\d{{3,4}}-\d{{7,8}}|(?<!\d)1[3-9]\d{{9}}(?!\d))
  | (?P<room>\d+\s*[层楼室幢栋])
  | (?P<post>(?<=编)\s*:?\s*\d{{6}}(?!\d)|(?<=编:)\s*\d{{6}}(?!\d)|(?<=话:)\s*\d{{5,}}|(?<=真:)\s*\d{{5,}})
  | (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)
  | (?P<date>{_SMALL}\s*月(?:份|底|初|末|中旬)?(?:\s*{_SMALL}\s*日)?|\d{{4}}(?P<dash>[./-])\d{{1,2}}(?P=dash)\d{{1,2}})
  | (?P<year>{_YEAR}(?:\s*-\s*{_YEAR})?\s*年度?|{_YEAR}\s*-\s*{_YEAR}(?!\d)|{_YEAR}(?=\s*至\s*{_YEAR}\s*年))
  | (?P<ordinal>第\s*(?:\d+|[{_HAN}]+)(?:\s*[、和至-]\s*第?\s*(?:\d+|[{_HAN}]+)(?=[条款项]))*)
  | (?P<numbering>\(\s*{_SMALL}\s*\)|(?:(?<=\n)|(?<=[。；;\n]\s)|^)\s*{_SMALL}(?:[.、](?!\d))|{_SMALL}(?=是|要))
  | (?P<bracket>[(〔\[])
  | (?P<hundredth>百分之(?:[{_HAN}]+(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?))
  | (?P<range>(?P<low>\d+(?:\.\d+)?)\s*(?:-|至|到|~)\s*(?P<high>\d+(?:\.\d+)?)\s*(?P<range_unit>%|{_UNIT})?)
  | (?P<percent>(?P<share>{_ARABIC})\s*(?:%|个?百分点))
  | (?P<points>(?P<point>{_ARABIC}|[{_HAN}]+)\s*个?百分点)
  | (?P<arabic>(?P<digits>{_ARABIC})\s*(?P<power>[万亿千百])?(?P<more>[余多几])?\s*(?P<unit>{_UNIT})?)
  | (?P<han>(?P<vague>[几数上近])?(?P<numeral>[{_HAN}]+)(?P<han_more>[余多几])?\s*(?P<han_unit>{_UNIT}))
  | (?P<few>[几数](?P<few_unit>{_UNIT}))
  | (?P<nil>(?<=[为是共计])[零〇](?=[。，；;,、)\s]|$))
    )""",
    re.VERBOSE,
)
_BEFORE = re.compile(r"(?:(?<!最)(?<!附)(?<!邻)近|约|接近|超过?|逾|突破|不足|不到|至少|多达|[上数几])\s*$")
_SURELY_AFTER = re.compile(rf"\s*{_AFTER}")
_NO_COUNT_BEFORE = re.compile(r"[每任某同逐这那哪另单]$")


def _apart(sort: Sort) -> Callable[[str, re.Match[str]], Figure | None]:
    def read(text: str, match: re.Match[str]) -> Figure | None:
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        digits = re.search(rf"\d+|[{_HAN}]+", match[0])
        if digits is None:
            return None
        value = int(digits[0]) if digits[0].isdigit() else _value(digits[0])
        return None if value is None else Figure(start, match.end(), match.end(), sort, value)

    return read


def _value(numeral: str) -> int | None:
    try:
        return chinese_number(numeral)
    except ValueError:
        return None


def _nothing(text: str, match: re.Match[str]) -> None:
    """A bracket, or a Latin word, that starts no number."""


def _sort_of(unit: str) -> Sort:
    return Sort.MONEY if unit in _MONEY else Sort.DURATION if unit in _DURATIONS else Sort.COUNT


def _around(text: str, start: int, end: int) -> bool:
    """Whether the words beside a number make it an approximate one."""
    return bool(_BEFORE.search(text, max(0, start - 4), start) or _SURELY_AFTER.match(text, end))


def _arabic(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span("digits")
    value, step = _parsed(match["digits"])
    unit = match["unit"] or ""
    if power := match["power"]:
        if unit == "元" and power in "万亿":
            unit = f"{power}元"
        else:
            value, step = value * _POWERS[power], step * _POWERS[power]
            value = int(value) if value == int(value) else value
            step = int(step) if step == int(step) else step
        end = match.end("power") if unit not in _MONEY[:2] else end
    if not unit and not power and re.fullmatch(_YEAR, match["digits"]):
        return Figure(start, end, end, Sort.YEAR, value)
    approximate = bool(match["more"]) or _around(text, start, match.end())
    end = match.end("more") if match["more"] else end
    return Figure(start, end, max(end, match.end("unit")), _sort_of(unit), value, unit, step, approximate)


def _parsed(digits: str) -> tuple[Number, Number]:
    """The value and the weight of its last digit."""
    plain = digits.replace(",", "").replace("，", "")
    if "." not in plain:
        return int(plain), 1
    number = Decimal(plain)
    return number, Decimal(1).scaleb(-len(plain.partition(".")[2]))


def _percent(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span("share")
    value, step = _parsed(match["share"])
    sort = Sort.POINTS if match[0].endswith("点") else Sort.PERCENT
    return Figure(start, end, match.end(), sort, value, "%", step, _around(text, start, match.end()))


def _hundredth(text: str, match: re.Match[str]) -> Figure | None:
    numeral, _, decimals = match[0][3:].partition("点")
    if numeral[0].isdigit():
        value, step = _parsed(numeral)
    else:
        whole = _value(numeral)
        if whole is None:
            return None
        value, step = _parsed(f"{whole}.{chinese_digits(decimals)}" if decimals else str(whole))
    start, end = match.span()
    return Figure(start, end, end, Sort.PERCENT, value, "%", step, _around(text, start, end))


def chinese_digits(numeral: str) -> str:
    """The digits of 三四 read one by one: 34."""
    return "".join(str(_DIGITS[character]) for character in numeral)


def _points(text: str, match: re.Match[str]) -> Figure | None:
    value = _value(match["point"])
    return None if value is None else Figure(*match.span("point"), match.end(), Sort.POINTS, value, "%")


def _range(text: str, match: re.Match[str]) -> Figure | None:
    value, step = _parsed(match["high"])
    unit = match["range_unit"] or ""
    sort = Sort.PERCENT if unit == "%" else _sort_of(unit)
    return Figure(match.start(), match.end("high"), match.end(), sort, value, unit, step, approximate=True)


def _han(text: str, match: re.Match[str]) -> Figure | None:
    numeral, unit = match["numeral"], match["han_unit"]
    start, end = match.span("numeral")
    if numeral == "一" and (
        _NO_COUNT_BEFORE.search(text, start - 1 if start else 0, start) or text.startswith(("事", "一"), match.end())
    ):
        return None  # 每一件, 高效办成一件事, 一件一档
    if numeral.endswith(("万", "亿")) and unit == "元" and len(numeral) > 1:
        numeral, unit, end = numeral[:-1], f"{numeral[-1]}元", end - 1
    value = _value(numeral)
    if value is None:
        return None
    powers = [character for character in numeral if character in _POWERS]
    loose = len(numeral) > 1 and not powers and "零" not in numeral and "〇" not in numeral  # 三五件
    alone = numeral in ("百", "千", "万", "亿")  # 近百件
    more = match["han_more"] or match["vague"]
    approximate = bool(more) or loose or alone or _around(text, match.start(), match.end())
    end = match.end("han_more") if match["han_more"] else end
    return Figure(start, end, match.end(), _sort_of(unit), value, unit, 1, approximate)


def _few(text: str, match: re.Match[str]) -> Figure | None:
    unit = match["few_unit"]
    return Figure(match.start(), match.start() + 1, match.end(), _sort_of(unit), 3, unit, 1, approximate=True)


def _nil(text: str, match: re.Match[str]) -> Figure | None:
    return Figure(match.start(), match.end(), match.end(), Sort.COUNT, 0)


_READERS: dict[str, Callable[[str, re.Match[str]], Figure | None]] = {
    "name": _apart(Sort.REFERENCE),
    "document": _apart(Sort.REFERENCE),
    "room": _apart(Sort.REFERENCE),
    "phone": _apart(Sort.REFERENCE),
    "post": _apart(Sort.REFERENCE),
    "clock": _apart(Sort.REFERENCE),
    "date": _apart(Sort.DATE),
    "year": _apart(Sort.YEAR),
    "ordinal": _apart(Sort.ORDINAL),
    "numbering": _apart(Sort.NUMBERING),
    "bracket": _nothing,
    "hundredth": _hundredth,
    "range": _range,
    "percent": _percent,
    "points": _points,
    "arabic": _arabic,
    "han": _han,
    "few": _few,
    "nil": _nil,
}
