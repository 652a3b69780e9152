"""Printed labels and the headings of the form they stand for."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from reports.schema import Item

# Radicals of the supplement block that stand for whole characters in text copied from PDF and that NFKC leaves alone.
_RADICALS = str.maketrans(
    "⺠⻚⻓⻛⻋⻅⻔⻄⻘⻢⻰⻝⻬⻩⻆⻉⻜⻦⻥⻨⻳⻁⻮⻣⻤⺁⺝", "民页长风车见门西青马龙食齐黄角贝飞鸟鱼麦龟虎齿骨鬼厂月"
)
_ENUMERATOR = re.compile(
    r"^(?:[(\[〔]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[)\]〕][、.．,，]?|[一二三四五六七八九十]+[、.．,，:]|\d{1,2}[、.．,，)]?(?!\d))"
)
_BRACKETS = re.compile(r"(?<=.)[(\[【][^()\[\]【】]*[)\]】]?")
_SHORTEST_FRAGMENT = 4
_SHORTEST_WITH_SLIP = 7  # letters; shorter labels differ too little from each other
_LONGEST_LABEL = 80
_MOST_ASKED = 10_000
# A label with one of these says another thing than the form's own, unless the form's own has the word too.
_QUALIFIERS = ("上年", "上一年", "去年", "同比", "环比", "增长", "占比", "比例", "其中", "小计", "累计", "历年", "以上")


def normal(text: str) -> str:
    """Compatibility forms and stray radicals replaced; nothing removed."""
    return unicodedata.normalize("NFKC", text).translate(_RADICALS)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Only the letters, digits and characters that tell labels apart."""
    return "".join(character for character in normal(text) if character.isalnum())


def without_number(text: str) -> str:
    """The text behind its （一）, 一、 or 1. ; unchanged when there is nothing behind."""
    plain = normal(text).strip()
    rest = _ENUMERATOR.sub("", plain, count=1)
    return rest if fold(rest) else plain


def _forms(text: str, *, numbered: bool) -> tuple[str, ...]:
    """The ways a printed label may be compared: whole, then without its bracketed remarks."""
    plain = without_number(text) if numbered else normal(text)
    return tuple(dict.fromkeys(form for form in (fold(plain), fold(_BRACKETS.sub("", plain))) if form))


@dataclass
class Labels:
    """Finds the heading a printed label stands for: exactly, else by the longest fragment; ambiguous is none.

    ``numbered`` labels are compared without the number in front of them. Headings that fold alike (总计 under two
    groups) are one entry; telling them apart is the caller's.
    """

    items: Iterable[Item]
    numbered: bool = False
    parents: dict[str, frozenset[str]] = field(default_factory=dict)  # entries whose words may stand in front
    _exact: dict[str, str] = field(default_factory=dict, init=False)
    _known: dict[str, list[str]] = field(default_factory=dict, init=False)
    _asked: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        aliases: list[tuple[str, str]] = []
        for item in self.items:
            name = _forms(item.label, numbered=self.numbered)[0]
            self._known.setdefault(name, [])
            for form in _forms(item.label, numbered=self.numbered):
                self._exact[form] = name
            aliases += [(fold(alias), name) for alias in item.aliases]
        for alias, name in aliases:
            self._exact.setdefault(alias, name)
        for form, name in self._exact.items():
            if len(form) >= _SHORTEST_FRAGMENT:
                self._known[name].append(form)

    def name_of(self, item: Item) -> str:
        """The entry an item belongs to."""
        return _forms(item.label, numbered=self.numbered)[0]

    def match(self, text: str) -> str:
        """The entry a printed text stands for, or the empty string."""
        if text not in self._asked:
            if len(self._asked) > _MOST_ASKED:
                self._asked.clear()
            self._asked[text] = self._find(text)
        return self._asked[text]

    def _find(self, text: str) -> str:
        if not text or len(text) > 2 * _LONGEST_LABEL:
            return ""
        forms = _forms(text, numbered=self.numbered)
        if not forms or len(forms[0]) > _LONGEST_LABEL:
            return ""
        found = next((self._exact[form] for form in forms if form in self._exact), "") or self._by_fragment(forms[0])
        found = found or self._by_slip(forms[0])
        return found if found and not self._qualified(forms[0], found) else ""

    def _by_fragment(self, form: str) -> str:
        hits = [(len(known), name) for name, forms in self._known.items() for known in forms if known in form]
        longest = max((length for length, _ in hits), default=0)
        names = {name for length, name in hits if length == longest}
        if len(names) > 1:  # a row with its group in front: both are meant, and the row is what the figures are
            names = {name for name in names if names - {name} <= self.parents.get(name, frozenset())}
        if len(names) != 1:
            return ""
        # A text that also holds another heading's words, apart from the longest, is about both.
        name = names.pop()
        inside = max((known for known in self._known[name] if known in form), key=len)
        rest, own = form.replace(inside, ""), {name, *self.parents.get(name, ())}
        return (
            ""
            if any(known in rest for other, forms in self._known.items() if other not in own for known in forms)
            else name
        )

    def _by_slip(self, form: str) -> str:
        """The one entry whose print differs in a single letter: wrong, missing or one too many."""
        if len(form) < _SHORTEST_WITH_SLIP:
            return ""
        names = {
            name
            for known, name in self._exact.items()
            if len(known) >= _SHORTEST_WITH_SLIP and abs(len(known) - len(form)) <= 1 and _differ_by_one(known, form)
        }
        return names.pop() if len(names) == 1 else ""

    def _qualified(self, form: str, name: str) -> bool:
        own = "".join((name, *self._known[name], *(form for form, other in self._exact.items() if other == name)))
        return any(word in form and word not in own for word in _QUALIFIERS)


def _differ_by_one(first: str, second: str) -> bool:
    start = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), -1)
    if start < 0:
        return len(first) != len(second)
    return (
        first[start + 1 :] == second[start + 1 :]
        or first[start + 1 :] == second[start:]
        or first[start:] == second[start + 1 :]
    )
