"""A text of the file beside the stored one, paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST_ALIKE = 0.4  # below that a paragraph is shown as one taken out and another put in
_PIECE = re.compile(r"[0-9.,]*[0-9]|.", re.DOTALL)


@dataclass(frozen=True)
class Paragraph:
    """A changed paragraph as runs (``kept``, ``old`` or ``new``, words); ``skipped`` unchanged ones stand before it."""

    runs: tuple[tuple[str, str], ...]
    skipped: int = 0


def paragraph_changes(old: str, new: str) -> tuple[Paragraph, ...]:
    """Only the paragraphs that differ, in order."""
    before, after = old.split("\n"), new.split("\n")
    found: list[Paragraph] = []
    skipped = 0
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            skipped += end - start
            continue
        olds, news = before[start:end], after[other_start:other_end]
        for index in range(max(len(olds), len(news))):
            runs = tuple(_runs("".join(olds[index : index + 1]), "".join(news[index : index + 1])))
            if runs:
                found.append(Paragraph(runs, skipped))
                skipped = 0
    return tuple(found)


def _runs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Character by character, but a number is one piece: 85 became 83, not 5 became 3."""
    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, olds, news, False)
    if not old or not new or matcher.ratio() < LEAST_ALIKE:
        yield from ((kind, text) for kind, text in (("old", old), ("new", new)) if text)
        return
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            yield "kept", "".join(olds[start:end])
            continue
        if end > start:
            yield "old", "".join(olds[start:end])
        if other_end > other_start:
            yield "new", "".join(news[other_start:other_end])
