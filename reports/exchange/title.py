"""Whose report of which year a file is, as far as it says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .base import Problem
from .labels import normal

_KIND = r"(?:政府)?信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:总结)?报告"
_YEAR = r"(?P<year>20\d\d|二[〇○零0]\S{2})\s*年\s*(?:度)?"
_ORGAN_FIRST = re.compile(rf"(?P<organ>[^\s。，,；;:：《》]{{2,40}}?)\s*(?:关于)?\s*{_YEAR}\s*{_KIND}")
_YEAR_FIRST = re.compile(rf"{_YEAR}\s*(?P<organ>[^\s。，,；;:：《》]{{2,40}}?)\s*{_KIND}")
_ORGANLESS = re.compile(rf"{_YEAR}\s*{_KIND}")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*[^\d。]{0,6}(?:\1\s*年)?\s*12\s*月\s*31\s*日")
_FILE_NAME = re.compile(r"^(?:\d+[_\-])?(?P<organ>[\u4e00-\u9fff（）()]{2,40})[_\-](?P<year>20\d\d)(?!\d)")
_DIGITS = {"零": "0", "〇": "0", "○": "0", "一": "1", "二": "2", "三": "3", "四": "4"} | {
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
_LONGEST_TITLE = 90
_BRACKETS = str.maketrans("()", "（）")  # as names of bodies are registered: 汾湖高新区（黎里镇）


@dataclass(frozen=True)
class Identity:
    """``organ`` is empty and ``year`` 0 where the file does not tell; ``title`` is the line they were read from."""

    organ: str = ""
    year: int = 0
    title: str = ""
    problems: tuple[Problem, ...] = ()


def identify(titles: Sequence[str], prose: str, overview: str, filename: str) -> Identity:
    """From the titles, else the statistical period, else the file's name, else the one year section 一 speaks of."""
    organ, year, title = _from_titles(titles)
    problems: list[Problem] = []
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    named = _FILE_NAME.match(normal(name)) or _ORGAN_FIRST.search(normal(name)) or _YEAR_FIRST.search(normal(name))
    periods = {int(found) for found in _PERIOD.findall(normal(prose))}
    if not year and len(periods) == 1:
        year = periods.pop()
        problems.append(Problem("", f"文件没有写明年度的标题，按正文里的统计期限认定为{year}年，请核对"))
    elif year and len(periods) == 1 and periods != {year}:
        problems.append(Problem("", f"标题是{year}年，正文里的统计期限却是{periods.pop()}年，请核对"))
    if not year and named:
        year = _number(named["year"])
        problems.append(Problem("", f"文件里没有写明年度，按文件名认定为{year}年，请核对"))
    if not year:
        spoken = {int(found) for found in re.findall(r"(20\d\d)\s*年", normal(overview))}
        if len(spoken) == 1:
            year = spoken.pop()
            problems.append(Problem("", f"文件里没有写明年度，正文只说到{year}年，暂按{year}年，请核对"))
        else:
            problems.append(Problem("", "文件里没有写明是哪一年的报告，请确认选对了文件"))
    if not organ and named:
        organ = named["organ"]
        problems.append(Problem("", f"文件里没有写明是哪个机关的报告，按文件名认定为“{organ}”，请核对"))
    elif not organ:
        problems.append(Problem("", "文件里没有写明是哪个机关的报告，请确认选对了文件"))
    return Identity(organ, year, title, tuple(problems))


def is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_ORGANLESS.search(normal(text)) or _YEAR_FIRST.search(normal(text)))


def _from_titles(titles: Sequence[str]) -> tuple[str, int, str]:
    """The first title that names the organ; a title of the year alone takes the organ from the line above it."""
    alone = "", 0, ""
    for position, text in enumerate(titles):
        plain = re.sub(r"^(?:标题|名称)\s*[:：]\s*", "", normal(text).strip())
        if len(plain) > _LONGEST_TITLE:
            continue
        if match := _ORGAN_FIRST.match(plain):
            return _organ(match["organ"]), _number(match["year"]), text
        if match := _ORGANLESS.match(plain):
            above = normal(titles[position - 1]).strip() if position else ""
            if 2 <= len(above) <= 40 and not re.search(r"[。:：]|\d{2}", above):
                return _organ(above), _number(match["year"]), text
            alone = alone if alone[1] else ("", _number(match["year"]), text)
        elif match := _YEAR_FIRST.match(plain):
            return _organ(match["organ"]), _number(match["year"]), text
    return alone


def _organ(text: str) -> str:
    name = re.sub(r"关于$|的$", "", "".join(text.split())).strip('《》“”"')
    return name.translate(_BRACKETS)


def _number(year: str) -> int:
    digits = "".join(_DIGITS.get(character, character) for character in year)
    return int(digits) if re.fullmatch(r"20\d\d", digits) else 0
