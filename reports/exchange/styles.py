"""What a page's style does to text inside a cell: strikes it out, raises or lowers it, hides it.

Only what changes the meaning of a figure is looked at, in style attributes and in plain rules of style elements. How
the parts of a rule's selector stand to each other is not told apart: rather one remark too many than a figure glued
to another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

_TAGS = {"sup": "上标", "sub": "下标", "del": "已划去", "s": "已划去", "strike": "已划去"}
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through|mso-style-textstrike|text-line-through\s*:", re.I)
_RAISED = re.compile(
    r"vertical-align\s*:\s*(?:super|text-top|0*\.?0*[1-9])|position\s*:\s*relative[^{}]*top\s*:\s*-", re.I
)
_LOWERED = re.compile(r"vertical-align\s*:\s*(?:sub\b|text-bottom|-)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.I)
_INLINE = frozenset({"span", "font", "b", "i", "u", "em", "strong", "a", "small", "big", "ins", "label", "mark", "o:p"})


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

    def applies_to(self, element: html.HtmlElement) -> bool:
        return self.parts[-1].fits(element) and all(
            any(part.fits(ancestor) for ancestor in element.iterancestors()) for part in self.parts[:-1]
        )


class Styles:
    """The rules of one page's style elements that matter."""

    def __init__(self, root: html.HtmlElement) -> None:
        text = "\n".join(style.text or "" for style in root.iter("style"))
        self._rules = tuple(_rules(_COMMENT.sub(" ", text)))

    def mark(self, element: html.HtmlElement) -> str:
        """What to say of the element's text where it is not plain: 上标, 下标, 已划去, 隐藏; else nothing."""
        if name := _TAGS.get(element.tag):
            return name
        own = element.get("style") or ""
        ruled = ";".join(rule.style for rule in self._rules if rule.applies_to(element))
        style = f"{own};{ruled}"
        if _STRUCK.search(style):
            return "已划去"
        if _HIDDEN.search(ruled):
            return "隐藏"
        if element.tag not in _INLINE:  # of blocks and cells it says where their text stands, not how it is meant
            return ""
        if _RAISED.search(style):
            return "上标"
        return "下标" if _LOWERED.search(style) else ""


def _rules(text: str) -> Iterator[_Rule]:
    for selectors, style in _RULE.findall(text):
        if not any(sign.search(style) for sign in (_STRUCK, _RAISED, _LOWERED, _HIDDEN)):
            continue
        for selector in selectors.split(","):
            parts = [_SELECTOR.fullmatch(part) for part in re.split(r"[\s>+~]+", selector.strip())]
            found = tuple(_part(part) for part in parts if part and part[0])
            if len(found) == len(parts):
                yield _Rule(found, style)


def _part(match: re.Match[str]) -> _Part:
    tag = match[1] or "*"
    return _Part("" if tag == "*" else tag.lower(), frozenset(re.findall(r"[.#][\w-]+", match[2])))
