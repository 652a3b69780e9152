"""What a page's style does to text inside a cell: strikes it out, raises or lowers it, hides or removes it from sight.

Only what changes the meaning of a figure is looked at, in style attributes and in plain rules of style elements. How
the parts of a rule's selector stand to each other is not told apart: rather one remark too many than a figure glued
to another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from .base import UnreadableFileError

_TAGS = {"sup": "上标", "sub": "下标", "del": "已划去", "s": "已划去", "strike": "已划去"}
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through|mso-style-textstrike|text-line-through\s*:", re.I)
_RAISED = re.compile(
    r"mso-text-raise\s*:\s*[1-9]|vertical-align\s*:\s*(?:super|text-top|top|0*\.?0*[1-9])|position\s*:\s*relative[^{}]*top\s*:\s*-",
    re.I,
)
_LOWERED = re.compile(r"vertical-align\s*:\s*(?:sub\b|text-bottom|-)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_ENDS = r"(?:px|pt|em|rem|%)?\s*(?:!\s*important\s*)?(?:;|$)"
# Out of sight in other ways: without size, without colour of its own, cut away or moved off the screen.
_UNSEEN = re.compile(
    rf"(?<![-\w])opacity\s*:\s*0*\.?0+{_ENDS}|(?<![-\w])(?:left|top|right|bottom|text-indent|margin-left)\s*:\s*-\d{{3,}}em"
    r"|(?<![-\w])(?:left|top|right|bottom|text-indent|margin-left)\s*:\s*-\d{4,}"
    r"|(?<![-\w])clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)|(?<![-\w])color\s*:\s*transparent|"
    r"transform\s*:\s*scale[XY]?\(\s*0\s*\)",
    re.I,
)
_SIZELESS = re.compile(rf"(?<![-\w])font(?:-size\s*:|\s*:\s*)\s*0+(?:\.0+)?{_ENDS}|mso-hide\s*:\s*all", re.I)
_FLAT = re.compile(rf"(?<![-\w])(?:max-)?(?:width|height)\s*:\s*[01]?(?:\.0+)?{_ENDS}", re.I)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.I)
_TITLES = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6"})  # replaced by a picture, the name stays the name
_CELLS = frozenset({"td", "th", "tr", "table"})
_SELECTOR = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.I)
_INLINE = frozenset({"span", "font", "b", "i", "u", "em", "strong", "a", "small", "big", "ins", "label", "mark", "o:p"})


_LONGEST_STYLE = 5_000  # characters that are looked through; what stands under a longer one is in doubt
_MOST_RULES = 20_000  # that hide, raise or strike out
_MOST_COMPARED = 3_000_000  # elements with rules; a page of Word with every cell its own class needs 200,000
_TOO_COMPLEX = "网页的样式太复杂，读不完：请把年度报告正文复制到Word里，保存后再导入"


@dataclass(frozen=True)
class _Part:
    tag: str  # empty: any
    names: frozenset[str]  # classes with their dot, an id with its hash

    def fits(self, element: html.HtmlElement) -> bool:
        own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        return self.tag in ("", element.tag) and self.names <= own


@dataclass(frozen=True)
class _Rule:
    parts: tuple[_Part, ...]
    style: str

    def applies_below(self, ancestors: Sequence[html.HtmlElement]) -> bool:
        """Whether the parts in front of the last one are found above an element."""
        return all(any(part.fits(ancestor) for ancestor in ancestors) for part in self.parts[:-1])


class Styles:
    """The rules of one page's style elements that matter."""

    def __init__(self, root: html.HtmlElement) -> None:
        text = "\n".join(style.text or "" for style in root.iter("style"))
        self._rules = tuple(islice(_rules(_without_comments(text)), _MOST_RULES + 1))
        if len(self._rules) > _MOST_RULES:
            raise UnreadableFileError(_TOO_COMPLEX)
        self._fitting: dict[tuple[str, str | None, str | None], tuple[_Rule, ...]] = {}
        self._compared = 0

    def mark(self, element: html.HtmlElement) -> str:
        """What to say of the element's text where it is not plain: 上标, 下标, 已划去, 隐藏; else nothing."""
        if name := _TAGS.get(element.tag):
            return name
        if _is_footnote(element):
            return "上标"
        own = element.get("style") or ""
        ruled = ";".join(rule.style for rule in self._rules_of(element))
        style = f"{own};{ruled}"
        if len(style) > _LONGEST_STYLE:
            return "样式不明"
        if _STRUCK.search(style):
            return "已划去"
        if _HIDDEN.search(ruled) or _is_unseen(element, style):
            return "隐藏"
        if element.tag not in _INLINE:  # of blocks and cells it says where their text stands, not how it is meant
            return ""
        if _RAISED.search(style):
            return "上标"
        return "下标" if _LOWERED.search(style) else ""

    def _rules_of(self, element: html.HtmlElement) -> Iterator[_Rule]:
        look = element.tag, element.get("class"), element.get("id")
        fitting = self._fitting.get(look)
        if fitting is None:
            fitting = self._fitting[look] = tuple(rule for rule in self._rules if rule.parts[-1].fits(element))
            self._compared += len(self._rules)
        ancestors = list(element.iterancestors()) if any(len(rule.parts) > 1 for rule in fitting) else []
        self._compared += len(fitting) * (1 + len(ancestors))
        if self._compared > _MOST_COMPARED:
            raise UnreadableFileError(_TOO_COMPLEX)
        return (rule for rule in fitting if rule.applies_below(ancestors))


def _is_unseen(element: html.HtmlElement, style: str) -> bool:
    """Whether the text takes its place in the page and still nobody sees it."""
    if element.tag in _TITLES:
        return False
    if _UNSEEN.search(style):
        return True
    if element.tag not in _CELLS and _FLAT.search(style) and _CUT_OFF.search(style):
        return True
    # Text without size is the usual way to close the gaps between parts that have a size of their own.
    sized = (child.get("style") or child.get("class") or child.get("size") for child in element.iterdescendants())
    return bool(_SIZELESS.search(style)) and not any(sized)


def _is_footnote(element: html.HtmlElement) -> bool:
    """A sign that leads to a note on the same page, as Word and editors make it."""
    names = (element.get("class") or "").lower()
    return "footnote" in names or (element.tag == "a" and (element.get("href") or "").startswith("#"))


def _without_comments(text: str) -> str:
    """The text of a style sheet; a comment that is never closed goes on to the end."""
    before, *after = text.split("/*")
    kept = " ".join((before, *(part.partition("*/")[2] for part in after)))
    return kept.replace("<!--", " ").replace("-->", " ")


def _rules(text: str) -> Iterator[_Rule]:
    for piece in text.split("}")[:-1]:
        before, _, style = piece.rpartition("{")
        signs = (_STRUCK, _RAISED, _LOWERED, _HIDDEN, _UNSEEN, _SIZELESS, _FLAT)
        if len(style) <= _LONGEST_STYLE and not any(sign.search(style) for sign in signs):
            continue
        for selector in before.rpartition("{")[2].split(","):
            parts = [_SELECTOR.fullmatch(part) for part in re.split(r"[\s>+~]+", selector.strip())]
            found = tuple(_part(part) for part in parts if part and part[0])
            if found and len(found) == len(parts):
                yield _Rule(found, style)


def _part(match: re.Match[str]) -> _Part:
    tag = match[1] or "*"
    return _Part("" if tag == "*" else tag.lower(), frozenset(re.findall(r"[.#][\w-]+", match[2])))
