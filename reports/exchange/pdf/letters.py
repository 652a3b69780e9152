"""The letters of a page put into lines of text, none glued that stand apart and none parted that belong together."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.exchange.base import Box
from reports.exchange.labels import normal

_SPACE = 0.25  # of the letter's size: a gap as wide stands between two words or two figures
_GLUED = 0.15  # figures closer than that are one run
_WIDE_SPACE = 1.0  # between Chinese characters, which justified lines move apart
_PRINTED_SPACE = 0.08  # a space that is printed but takes no room parts nothing
_RUN = re.compile(r"[0-9０-９.,，．]")


@dataclass(frozen=True)
class Letter:
    """One letter where it stands, in points from the upper left corner of the page as it is read."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def is_space(self) -> bool:
        return not self.text.strip()


def plain(text: str) -> str:
    """Radicals and compatibility characters as the characters they stand for; full-width signs stay."""
    return "".join(normal(character) if _is_stand_in(character) else character for character in text)


def _is_stand_in(character: str) -> bool:
    return (
        "\u2e80" <= character <= "\u2fdf"  # radicals
        or "\uf900" <= character <= "\ufaff"
        or "\ufb00" <= character <= "\ufb06"  # fi, fl
        or "\ufe30" <= character <= "\ufe4f"  # signs of upright text
        or "\U0002f800" <= character <= "\U0002fa1f"
    )


def once(letters: Iterable[Letter]) -> list[Letter]:
    """Letters without those drawn a second time, a hair's breadth beside, to look bold."""
    kept: list[Letter] = []
    seen: dict[tuple[str, int, int], list[Letter]] = {}
    for letter in letters:
        tolerance = min(1.0, 0.15 * letter.size)
        across, down = round(letter.left / 2), round(letter.top / 2)
        near = (
            other
            for x in (across - 1, across, across + 1)
            for y in (down - 1, down, down + 1)
            for other in seen.get((letter.text, x, y), ())
        )
        if letter.is_space or not any(
            abs(other.left - letter.left) <= tolerance and abs(other.top - letter.top) <= tolerance for other in near
        ):
            kept.append(letter)
            seen.setdefault((letter.text, across, down), []).append(letter)
    return kept


def lines(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Letters line by line from the top, each line from the left."""
    found: list[list[Letter]] = []
    middle = 0.0
    for letter in sorted(letters, key=lambda letter: letter.middle[1]):
        if found and letter.middle[1] - middle <= 0.4 * min(letter.size, max(other.size for other in found[-1][:3])):
            found[-1].append(letter)
        else:
            found.append([letter])
            middle = letter.middle[1]
    return [sorted(line, key=lambda letter: letter.left) for line in found]


def text_of(line: Sequence[Letter]) -> str:
    """A line's text, with a space where one is seen."""
    said = ""
    before: Letter | None = None
    spaced = False
    for letter in line:
        if letter.is_space:
            spaced = True
            continue
        if before is not None and _apart(before, letter, spaced=spaced):
            said += " "
        said += letter.text
        before, spaced = letter, False
    return plain(said)


def _apart(left: Letter, right: Letter, *, spaced: bool) -> bool:
    gap = (right.left - left.right) / max(left.size, right.size, 1)
    if spaced:
        return gap > _PRINTED_SPACE
    return gap > (_SPACE if left.text[-1].isascii() and right.text[0].isascii() else _WIDE_SPACE)


def joined(parts: Iterable[str]) -> str:
    """Lines of one cell as one text; the break stays between two signs of which neither is Chinese."""
    said = ""
    for part in filter(None, (part.strip() for part in parts)):
        if said and _is_narrow(said[-1]) and _is_narrow(part[0]):
            said += "\n"
        said += part
    return said


def _is_narrow(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("Na", "H", "N", "A") or character.isdigit()


def cell_text(letters: Iterable[Letter]) -> str:
    return joined(text_of(line) for line in lines(letters))


def segments(line: Sequence[Letter], apart: float) -> list[list[Letter]]:
    """A line's letters in groups with at least ``apart`` times their size between."""
    found: list[list[Letter]] = []
    for letter in (letter for letter in line if not letter.is_space):
        if found and letter.left - found[-1][-1].right < apart * max(letter.size, found[-1][-1].size):
            found[-1].append(letter)
        else:
            found.append([letter])
    return found


def gap(left: Letter, right: Letter) -> float:
    return right.left - left.right


def glued(left: Letter, right: Letter) -> bool:
    """Whether two neighbours on a line are one run of digits."""
    return bool(
        _RUN.fullmatch(left.text)
        and _RUN.fullmatch(right.text)
        and right.left - left.right < _GLUED * max(left.size, right.size)
    )


def box_of(letters: Sequence[Letter]) -> Box:
    return Box(
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
    )
