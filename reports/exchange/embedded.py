"""Pages whose article is not in the page itself but in a form field, a template or a text of its script."""

import re
from collections.abc import Iterator
from html import unescape

_HOLDERS = re.compile(r"<(textarea|template|noscript)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_SCRIPTS = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""\bsrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|`((?:[^`\\]|\\.)*)`', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "\n": ""}
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_MOST_LAYERS = 3  # a text may be escaped for the script and for the page, and once more by an editor


def embedded_pages(text: str) -> Iterator[str]:
    """The parts of a page that are pages with tables themselves, plainly and in full."""
    for match in _HOLDERS.finditer(text):
        yield from _with_table(match[2])
    for match in _ATTRIBUTE.finditer(text):
        yield from _with_table(match[1] or match[2] or "")
    for script in _SCRIPTS.finditer(text):
        for match in _STRINGS.finditer(script[1]):
            yield from _with_table(_ESCAPE.sub(_plain, match[1] or match[2] or match[3] or ""))


def _with_table(text: str) -> Iterator[str]:
    for _ in range(_MOST_LAYERS):
        if _TABLE.search(text):
            yield text
            return
        text = unescape(text)


def _plain(match: re.Match[str]) -> str:
    escaped = match[1]
    if len(escaped) > 1:
        return chr(int(escaped[1:], 16))
    return _ESCAPED.get(escaped, escaped)
