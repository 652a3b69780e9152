"""What a cell of a workbook holds -> the text a person sees in it."""

import datetime
import math

_ROUNDED = "文件里存的是{stored}，是计算留下的尾数，按{shown}读入，请核对"
_DIGITS = 15  # what Excel itself keeps and shows of a number
_LARGEST_EXACT = 10**15


def shown(raw: object) -> tuple[str, str]:
    """The text, and a note when digits beyond those Excel shows were dropped."""
    match raw:
        case str():
            return raw.replace("\r\n", "\n").replace("\r", "\n"), ""
        case bool():
            return ("TRUE" if raw else "FALSE"), ""
        case int():
            return str(raw), ""
        case float():
            return _number(raw)
        case datetime.datetime():
            return f"{raw.year}年{raw.month}月{raw.day}日" + (
                f" {raw:%H:%M}" if raw.time() != datetime.time() else ""
            ), ""
        case datetime.date():
            return f"{raw.year}年{raw.month}月{raw.day}日", ""
        case _:
            return str(raw), ""


def _number(number: float) -> tuple[str, str]:
    if not math.isfinite(number):
        return str(number), ""
    if number.is_integer() and abs(number) < _LARGEST_EXACT:
        return str(int(number)), ""
    exact, short = repr(number), float(format(number, f".{_DIGITS}g"))
    text = plain(short)
    return text, "" if short == number else _ROUNDED.format(stored=exact, shown=text)


def plain(number: float) -> str:
    """Every digit Python prints of it, never in exponent form."""
    text = repr(number)
    if "e" not in text:
        return text.removesuffix(".0")
    return format(number, ".20f").rstrip("0").rstrip(".") if abs(number) < 1 else str(int(number))
