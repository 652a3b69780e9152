"""The unit printed over or beside a column, where it is another than the form's; figures are never converted."""

import re

from reports.schema import CellSpec, Kind

_ONE = r"(?:人民币)?(?:[十百千万亿]*(?:元|件次|件|人次|宗|份|条|项|个|次))"
_MANY = rf"{_ONE}(?:[、,，/／;；和及或]?{_ONE})*"
_PRINTED = re.compile(rf"单位(?:为|是)?[:：]?[(（]?({_MANY})|[(（]({_MANY})[)）]")
_EACH = re.compile(_ONE)
_MULTIPLE = re.compile(r"[十百千万亿]")
_FORM_MONEY = "万元"
_OTHER_UNIT = "原件的表头或说明写的单位是{printed}，本格单位是{own}，数字没有换算，不改会差{times}"
_TIMES = {"元": "一万倍", "百元": "一百倍", "千元": "十倍", "百万元": "一百倍", "亿元": "一万倍"}


def other_unit(spec: CellSpec, head: str, beside: str) -> str:
    """What to say of a figure whose head, else the text beside its table, prints another unit; else nothing."""
    money = spec.kind is Kind.MONEY
    for text in (head, beside):
        units = [unit for unit in _units(text) if unit.endswith("元") is money]
        if not units:
            continue
        if money:
            found = next((unit for unit in units if unit != _FORM_MONEY), "")
        else:
            found = next((unit for unit in units if _MULTIPLE.match(unit)), "")
        own = spec.unit or "件"
        return _OTHER_UNIT.format(printed=found, own=own, times=_TIMES.get(found, "很多倍")) if found else ""
    return ""


def _units(text: str) -> list[str]:
    whole = "".join(text.split())
    lists = (match[1] or match[2] for match in _PRINTED.finditer(whole))
    return [unit.removeprefix("人民币") for printed in lists for unit in _EACH.findall(printed)]
