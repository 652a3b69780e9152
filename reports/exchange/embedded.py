"""Pages whose article is not in the page itself but in a form field, a template or a text of its script."""

import re
from collections.abc import Iterator
from html import unescape

_HOLDERS = ("textarea", "template", "noscript")
# No part is looked through twice: a page of nothing but beginnings must not take long.
_OPENINGS = {name: re.compile(rf"<{name}\b(?:[^<>]|<(?!{name}\b))*>", re.IGNORECASE) for name in (*_HOLDERS, "script")}
_CLOSINGS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _OPENINGS}
_ATTRIBUTE = re.compile(r"""\bsrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_QUOTE = re.compile("[\"'`]")
_QUOTED = {quote: re.compile(rf"((?:[^{quote}\\]|\\.)*+){quote}", re.DOTALL) for quote in "\"'`"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "\n": ""}
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_MOST_LAYERS = 3  # a text may be escaped for the script and for the page, and once more by an editor


def embedded_pages(text: str) -> Iterator[str]:
    """The parts of a page that are pages with tables themselves, plainly and in full."""
    for name in _HOLDERS:
        for inside in _insides(text, name):
            yield from _with_table(inside)
    for match in _ATTRIBUTE.finditer(text):
        yield from _with_table(match[1] or match[2] or "")
    for script in _insides(text, "script"):
        for string in _strings(script):
            yield from _with_table(_ESCAPE.sub(_plain, string))


def _insides(text: str, name: str) -> Iterator[str]:
    """What stands between the tags of an element, up to the nearest closing one."""
    at = 0
    while (opening := _OPENINGS[name].search(text, at)) and (closing := _CLOSINGS[name].search(text, opening.end())):
        yield text[opening.end() : closing.start()]
        at = closing.end()


def _strings(script: str) -> Iterator[str]:
    """The texts between quotes. Once a quote is never closed, none of its kind that comes later is either."""
    at, unclosed = 0, set[str]()
    while opening := _QUOTE.search(script, at):
        at = opening.end()
        if opening[0] in unclosed:
            continue
        if found := _QUOTED[opening[0]].match(script, at):
            yield found[1]
            at = found.end()
        else:
            unclosed.add(opening[0])


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
