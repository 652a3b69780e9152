"""What no font can print: Typst names it, 〓 is printed instead, which has stood for it since hot-metal type."""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

import typst

_GETA = "〓"
# What Typst says of a character that no installed font can show, which PDF/A forbids.
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_UNPRINTABLE = {"Cc", "Cn", "Co", "Cs"}  # control, unassigned, private, surrogate

Clean = Callable[[str], str]
Made = TypeVar("Made")


def with_printable(make: Callable[[Clean], Made]) -> Made:
    """``make`` with a function that cleans its texts, again until no character is left that no font has."""
    missing: set[str] = set()
    while True:
        try:
            return make(_cleaner(missing))
        except typst.TypstError as error:
            found = _missing_characters(str(error)) - missing
            if not found:
                raise
            missing |= found


def _cleaner(missing: set[str]) -> Clean:
    marks = {ord(character): _GETA for character in missing}

    def clean(text: str) -> str:
        plain = text.translate(marks)
        if plain.isascii() and plain.isprintable():
            return plain
        return "".join(_GETA if unicodedata.category(character) in _UNPRINTABLE else character for character in plain)

    return clean


def _missing_characters(message: str) -> set[str]:
    found = _NO_GLYPH.search(message)
    return (
        set(_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], found[1]))
        if found
        else set()
    )
