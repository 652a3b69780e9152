"""Texts in CSV files so that no spreadsheet takes them for a formula, and back without loss.

An apostrophe goes before a text that begins like a formula, and before one that begins with an apostrophe; reading
takes exactly that one away again.
"""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARDED = (*_FORMULA, "'")


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text
