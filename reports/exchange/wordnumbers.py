"""The numbers that Word puts before paragraphs by itself (一、（一）1.): they are printed and not in the text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from .wordparts import StyleSheet, W, is_on, value_of, whole

_LEVELS = 9
_CHINESE = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _chinese(number: int, digits: str = _CHINESE, ten: str = "十", hundred: str = "百", short: bool = True) -> str:
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}{hundred}" if hundreds else ""
    if tens:
        text += ten if tens == 1 and short and not hundreds else f"{digits[tens]}{ten}"
    elif hundreds and ones:
        text += digits[0]
    return text + (digits[ones] if ones else "")


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 260 else str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN if 0 < number < 4000 else ():
        while number >= worth:
            text, number = text + sign, number - worth
    return text or str(number)


def _row_of(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _in_turn(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"), _chinese
    ),
    **dict.fromkeys(("japaneseCounting", "koreanDigital2"), _chinese),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"),
        lambda number: "".join(f"〇{_CHINESE[1:]}"[int(digit)] for digit in str(abs(number))),
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: _chinese(number, _LEGAL, "拾", "佰", short=False),
    ),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _row_of("①", 20)),
    **dict.fromkeys(("bullet", "none"), lambda _number: ""),
    "decimalEnclosedParen": _row_of("⑴", 20),
    "decimalEnclosedFullstop": _row_of("⒈", 20),
    "ideographEnclosedCircle": _row_of("㊀", 10),
    "ideographTraditional": _in_turn(_STEMS),
    "ideographZodiac": _in_turn(_BRANCHES),
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    is_decimal: bool  # the levels above are printed in Arabic figures, whatever their own format
    restarts_after: int  # the level from which on up a new number starts this one anew; 0 never


@dataclass
class Numbering:
    """Counts through the document: asked for every paragraph in turn, as Word itself numbers them."""

    root: etree._Element | None
    styles: StyleSheet
    _lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict, init=False)
    _starts: dict[str, dict[int, int]] = field(default_factory=dict, init=False)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict, init=False)
    _begun: set[str] = field(default_factory=set, init=False)
    _style_levels: dict[tuple[str, str], int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        abstract = {found.get(f"{W}abstractNumId", ""): found for found in self.root.iterfind(f"{W}abstractNum")}
        by_style = {value_of(found.find(f"{W}styleLink")): key for key, found in abstract.items()}
        for listed in self.root.iterfind(f"{W}num"):
            number, key = listed.get(f"{W}numId", ""), value_of(listed.find(f"{W}abstractNumId"))
            if key in abstract and (link := abstract[key].find(f"{W}numStyleLink")) is not None:
                key = by_style.get(value_of(link), key)
            if key not in abstract:
                continue
            levels = self._levels(number, abstract[key])
            self._starts[number] = {}
            for override in listed.iterfind(f"{W}lvlOverride"):
                level = whole(override.get(f"{W}ilvl", ""))
                if (own := override.find(f"{W}lvl")) is not None:
                    levels[level] = _level(own, level)
                if (start := override.find(f"{W}startOverride")) is not None:
                    self._starts[number][level] = whole(value_of(start), 1)
            self._lists[number] = key, levels

    def _levels(self, number: str, abstract: etree._Element) -> dict[int, _Level]:
        levels: dict[int, _Level] = {}
        for found in abstract.iterfind(f"{W}lvl"):
            level = whole(found.get(f"{W}ilvl", ""))
            levels[level] = _level(found, level)
            if style := value_of(found.find(f"{W}pStyle")):
                self._style_levels[number, style] = level
        return levels

    def number(self, properties: etree._Element | None, style: str) -> str:
        """What is printed before a paragraph of these properties and style; empty for most."""
        key, level = self._place(properties, style)
        if key not in self._lists or not 0 <= level < _LEVELS:
            return ""
        abstract, levels = self._lists[key]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if key not in self._begun:
            self._begun.add(key)
            for overridden in self._starts[key]:
                counts.pop(overridden, None)
        counts[level] = counts[level] + 1 if level in counts else self._start(key, levels, level)
        for below in [deeper for deeper in counts if deeper > level]:
            if below in levels and level < levels[below].restarts_after:
                del counts[below]
        for above in range(level):
            if above in levels and above not in counts:
                counts[above] = self._start(key, levels, above)
        text = levels[level].text
        for shown in range(_LEVELS):
            if shown in levels and f"%{shown + 1}" in text:
                form = "decimal" if levels[level].is_decimal and shown < level else levels[shown].format
                text = text.replace(f"%{shown + 1}", _FORMATS.get(form, str)(counts.get(shown, 0)))
        return "" if levels[level].format == "bullet" else text.strip()

    def _start(self, key: str, levels: dict[int, _Level], level: int) -> int:
        return self._starts[key].get(level, levels[level].start)

    def _place(self, properties: etree._Element | None, style: str) -> tuple[str, int]:
        """The list and the level a paragraph stands in, by its own word or its style's."""
        own = None if properties is None else properties.find(f"{W}numPr")
        styled = self.styles.find(style, f"{W}pPr/{W}numPr/{W}numId")
        key = value_of(None if own is None else own.find(f"{W}numId"), value_of(styled))
        level = None if own is None else own.find(f"{W}ilvl")
        if level is not None:
            return key, whole(value_of(level))
        if (key, style) in self._style_levels:
            return key, self._style_levels[key, style]
        return key, whole(value_of(self.styles.find(style, f"{W}pPr/{W}numPr/{W}ilvl")))


def _level(found: etree._Element, level: int) -> _Level:
    return _Level(
        start=whole(value_of(found.find(f"{W}start")), 1 if found.find(f"{W}start") is None else 0),
        format=value_of(found.find(f"{W}numFmt"), "decimal"),
        text=value_of(found.find(f"{W}lvlText")),
        is_decimal=is_on(found.find(f"{W}isLgl")),
        restarts_after=whole(value_of(found.find(f"{W}lvlRestart")), level),
    )
