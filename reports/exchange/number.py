"""A printed cell's text as a number: what was folded away is said, what cannot be read is a problem and never a 0."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.schema import Kind
from reports.value import Number

LARGEST_COUNT = 2_147_483_647  # what an integer column of every supported database holds
LONGEST_NUMBER = 15  # significant digits; a longer run is two cells run together
LONGEST_AMOUNT, MOST_PLACES = 10, 8  # digits before and behind the point that an amount is stored with

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_GROUP_SPACES = re.compile(r"(?<=[0-9０-９])[\u2006\u2009\u202f](?=[0-9０-９]{3}(?![0-9０-９]))")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\ufe63": "-"})
_BLANK_MARKS = frozenset({"/", "\\", "-", "--", "---", "—", "——", "–", "−", "_", "无", "空", "*", "、", "."})
_COUNT_UNITS = ("件次", "件", "项", "条", "个", "份", "宗", "次")
_MONEY_UNITS = ("万元人民币", "万元", "元人民币", "元")
_WIDE_DIGIT = re.compile("[０-９]")
_UNCHANGED = frozenset({"无变化", "持平", "不变", "没有变化"})
_MORE, _LESS = ("增加", "增", "↑"), ("减少", "减", "↓")
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
_REMARK = re.compile(r"[(\[【].*[)\]】]|[,;:]?\s*(?:其中|含|包括|包含).*", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """``note``: the number was read after something was taken away. ``problem``: it could not be read.

    ``is_mark``: it could not, being a sign for no figure (/, —, 无). ``unit``: the one printed behind the number.
    """

    number: Number | None = None
    note: str = ""
    problem: str = ""
    is_mark: bool = False
    unit: str = ""


def read_number(text: str, kind: Kind) -> Reading:
    """The number a cell shows. Amounts are never converted between 元 and 万元; a note names the unit printed."""
    raw = text.strip().translate(_INVISIBLE).strip()
    if not raw:
        return Reading()
    shown = _shortened(raw)
    if any(_is_odd_digit(character) for character in raw):
        return Reading(problem=f"“{shown}”里有上标或带圈数字，无法判断是几，请对照原件填写")
    plain = unicodedata.normalize("NFKC", _GROUP_SPACES.sub("", raw)).translate(_SIGNS).strip()
    if plain in _BLANK_MARKS or raw in _BLANK_MARKS:
        return Reading(problem=f"“{shown}”不是数字，按空白处理；确实为零请填0", is_mark=True)
    if kind is Kind.CHANGE and plain in _UNCHANGED:
        return Reading(0, note=f"原件写的是“{shown}”，按0读入")
    # What is said of an amount puts its unit in doubt; the width of its digits does not.
    notes = ["全角数字按半角读入"] if kind is not Kind.MONEY and _WIDE_DIGIT.search(raw) else []
    if kind is Kind.CHANGE:
        plain = _signed(plain, shown, notes)
    match = _NUMBER.match(plain)
    if not match:
        return Reading(problem=f"“{shown}”不是阿拉伯数字，无法读成数")
    rest = plain[match.end() :].strip()
    unit = next((unit for unit in _units(kind) if rest.startswith(unit)), "")
    rest = rest[len(unit) :].strip()
    if rest and not _REMARK.fullmatch(rest):
        return Reading(problem=f"“{shown}”里除数字以外还有别的内容，无法读成数")
    if rest:
        notes.append(f"原件写的是“{shown}”，只取了前面的数，括注没有读入，请核对")
    if unit:
        notes.append(_unit_note(kind, unit, shown))
    return replace(_checked(match, kind, notes, shown), unit=unit.removesuffix("人民币"))


def _checked(match: re.Match[str], kind: Kind, notes: list[str], shown: str) -> Reading:
    sign, digits, fraction = match[1], match[2], match[3] or ""
    if "," in digits:
        digits = digits.replace(",", "")
        notes.append(f"去掉了“{shown}”里的千位分隔符")
    if len((digits + fraction).replace(".", "").lstrip("0")) > LONGEST_NUMBER:
        return Reading(problem=f"“{shown}”位数太多，可能是几个数连在了一起")
    if len(digits) > 1 and digits.startswith("0"):
        return Reading(problem=f"“{shown}”以0开头，可能是几个数连在了一起")
    if sign == "-" and kind is not Kind.CHANGE and Decimal(digits + fraction):
        return Reading(problem=f"“{shown}”是负数，这一格不能为负")
    if sign == "+" and kind is not Kind.CHANGE:
        notes.append(f"去掉了“{shown}”前面的加号")
    if kind is Kind.MONEY:
        if len(digits) > LONGEST_AMOUNT or len(fraction) > MOST_PLACES + 1:
            return Reading(problem=f"“{shown}”位数太多，金额最多{LONGEST_AMOUNT}位整数、{MOST_PLACES}位小数")
        return Reading(Decimal(digits + fraction), note="；".join(notes))
    if fraction.strip(".0"):
        return Reading(problem=f"“{shown}”是小数，这一格只能填整数")
    if fraction:
        notes.append(f"“{shown}”按整数读入")
    number = int(digits)
    if number > LARGEST_COUNT:
        return Reading(problem=f"“{shown}”太大，可能是几个数连在了一起")
    return Reading(-number if sign == "-" else number, note="；".join(notes))


def _is_odd_digit(character: str) -> bool:
    """A digit other than 0-9 and full-width ０-９: ² in 10² is a footnote, not a figure."""
    if "0" <= character <= "9" or "０" <= character <= "９":
        return False
    return any(part.isdigit() for part in unicodedata.normalize("NFKC", character))


def _units(kind: Kind) -> tuple[str, ...]:
    return _MONEY_UNITS if kind is Kind.MONEY else _COUNT_UNITS


def _unit_note(kind: Kind, unit: str, shown: str) -> str:
    if kind is Kind.MONEY:
        return f"原件写的是“{shown}”，单位是{unit.removesuffix('人民币')}，数字没有换算，请确认本格的单位"
    return f"去掉了“{shown}”里的单位“{unit}”"


def _signed(plain: str, shown: str, notes: list[str]) -> str:
    for words, sign in ((_MORE, "+"), (_LESS, "-")):
        for word in words:
            if plain.startswith(word) and plain[len(word) :].lstrip()[:1].isdigit():
                notes.append(f"原件写的是“{shown}”，按{sign}号读入")
                return sign + plain[len(word) :].lstrip()
    return plain


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else line[:30] + "…"
