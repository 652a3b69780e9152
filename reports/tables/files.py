"""What of a table may go into a file."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_text(text: str) -> str:
    """``text``, which somebody wrote, so that a spreadsheet takes it for a text and never for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
