"""What a PDF page draws and a reader of the paper sees: letters, ruling lines and pictures, turned upright."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTFigure, LTImage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from reports.exchange.base import Box

from .letters import Letter, once
from .ruling import Rule

_THIN = 3.0  # points: a filled rectangle as thin is a line
_STRAIGHT = 1.0
_SMALLEST_LETTER = 1.0
_INVISIBLE_MODES = {3, 7}  # neither filled nor stroked
_WHITE = {"DeviceGray": (1,), "DeviceRGB": (1, 1, 1), "DeviceCMYK": (0, 0, 0, 0), "ICCBased": (1, 1, 1)}
_COVERING = 0.5  # share of the page from which on a picture may be the scan of it


@dataclass(frozen=True)
class Drawing:
    """``unseen`` counts letters that are there to be searched, under or over the picture of a page.

    ``quarters`` says by how many right angles the drawing was turned to read it, so that boxes can be turned back.
    """

    width: float
    height: float
    letters: tuple[Letter, ...]
    rules: tuple[Rule, ...]
    pictures: float
    unseen: int
    quarters: int


class _Device(PDFPageAggregatorWithMarkedContent):
    """Leaves out letters that are drawn invisibly, and counts them."""

    invisible = 0
    _is_invisible = False

    def render_string(self, textstate: Any, *arguments: Any, **options: Any) -> None:
        self._is_invisible = textstate.render in _INVISIBLE_MODES
        super().render_string(textstate, *arguments, **options)

    def render_char(self, *arguments: Any, **options: Any) -> float:
        width = super().render_char(*arguments, **options)
        if self._is_invisible:
            self.invisible += 1
            self.cur_item._objs.pop()  # where pdfplumber finds the letter as well
        return width


def drawing(page: PlumberPage) -> Drawing:
    """What is seen on a page."""
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    layout = page._layout = device.get_result()  # what pdfplumber's own property would have made
    width, height = float(page.width), float(page.height)
    left, top = float(page.bbox[0]), float(page.bbox[1])
    objects: Mapping[str, list[dict[str, Any]]] = page.objects
    coloured = [
        _box(item, left, top)
        for kind in ("rect", "curve")
        for item in objects.get(kind, ())
        if item.get("fill") and not _is_white(item.get("non_stroking_color"))
    ]
    characters = [
        character
        for character in objects.get("char", ())
        if 0 <= (character["top"] + character["bottom"]) / 2 - top <= height
        and not (_is_white_letter(character) and not _lies_on(_box(character, left, top), coloured))
    ]
    quarters = Counter(_quarters(character["matrix"]) for character in characters).most_common(1)
    turn = quarters[0][0] if quarters else 0
    letters = [
        Letter(character["text"], *_turned(_box(character, left, top), turn, width, height))
        for character in characters
        if _quarters(character["matrix"]) == turn
    ]
    rules = [
        rule for start_end in _strokes(objects, left, top) if (rule := _rule(_turned(start_end, turn, width, height)))
    ]
    covered, under = _pictures(layout, width * height)
    return Drawing(
        *((height, width) if turn % 2 else (width, height)),
        letters=tuple(once(letter for letter in letters if letter.size >= _SMALLEST_LETTER)),
        rules=tuple(rules),
        pictures=covered,
        unseen=device.invisible + under,
        quarters=turn,
    )


def _box(item: Mapping[str, Any], left: float, top: float) -> Box:
    return Box(item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)


def _quarters(matrix: tuple[float, ...]) -> int:
    """By how many right angles to the left the letter is turned; -1 for any other angle."""
    a, b, c, d = (round(number, 3) for number in matrix[:4])
    largest = max(map(abs, (a, b, c, d)))
    if abs(b) < 0.01 * largest:
        return 0 if a > 0 else 2
    return (1 if b > 0 else 3) if abs(a) < 0.01 * largest else -1


def _turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """A box of the page as it is when the page is turned until letters turned by ``quarters`` stand upright."""
    match quarters:
        case 1:
            return Box(height - box.bottom, box.left, height - box.top, box.right)
        case 2:
            return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
        case 3:
            return Box(box.top, width - box.right, box.bottom, width - box.left)
    return box


def turned_back(box: Box, drawing: Drawing) -> Box:
    """A box of the drawing where it stands on the page."""
    return _turned(box, -drawing.quarters % 4, drawing.width, drawing.height)


def _is_white(colour: Any, space: str = "") -> bool:
    if not isinstance(colour, tuple | list):
        colour = (colour,)
    plain = tuple(colour)
    return plain == _WHITE[space] if space in _WHITE else not space and plain in {(1,), (1, 1, 1)}


def _is_white_letter(character: Mapping[str, Any]) -> bool:
    return _is_white(character.get("non_stroking_color"), str(character.get("ncs") or "DeviceGray"))


def _lies_on(box: Box, others: Iterable[Box]) -> bool:
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(other.left <= across <= other.right and other.top <= down <= other.bottom for other in others)


def _strokes(objects: Mapping[str, list[dict[str, Any]]], left: float, top: float) -> Iterator[Box]:
    """Every straight stroke as a flat box: lines, outlines of rectangles, rectangles as thin as lines."""
    for line in objects.get("line", ()):
        if not _is_white(line.get("stroking_color")):
            yield _box(line, left, top)
    for rectangle in objects.get("rect", ()):
        box = _box(rectangle, left, top)
        if min(box.right - box.left, box.bottom - box.top) <= _THIN:
            if not _is_white(rectangle.get("non_stroking_color" if rectangle.get("fill") else "stroking_color")):
                yield box
        elif rectangle.get("stroke") and not _is_white(rectangle.get("stroking_color")):
            yield Box(box.left, box.top, box.right, box.top)
            yield Box(box.left, box.bottom, box.right, box.bottom)
            yield Box(box.left, box.top, box.left, box.bottom)
            yield Box(box.right, box.top, box.right, box.bottom)
    for curve in objects.get("curve", ()):
        box = _box(curve, left, top)
        if min(box.right - box.left, box.bottom - box.top) <= _THIN:
            yield box
        elif curve.get("stroke") and not _is_white(curve.get("stroking_color")):
            for (x, y), (to_x, to_y) in pairwise(curve["pts"]):
                yield Box(min(x, to_x) - left, min(y, to_y) - top, max(x, to_x) - left, max(y, to_y) - top)


def _rule(box: Box) -> Rule | None:
    width, height = box.right - box.left, box.bottom - box.top
    if height <= max(_STRAIGHT, min(_THIN, width)):
        return Rule(False, (box.top + box.bottom) / 2, box.left, box.right)
    if width <= max(_STRAIGHT, min(_THIN, height)):
        return Rule(True, (box.left + box.right) / 2, box.top, box.bottom)
    return None


def _pictures(layout: LTContainer[Any], area: float) -> tuple[float, int]:
    """The share of the page that pictures cover, and how many letters an opaque one hides that covers most of it."""
    covered, letters, hidden = 0.0, 0, 0

    def walk(items: Iterable[Any]) -> None:
        nonlocal covered, letters, hidden
        for item in items:
            if isinstance(item, LTChar):
                letters += 1
            elif isinstance(item, LTImage):
                share = abs(item.width * item.height) / max(area, 1)
                covered = min(1.0, covered + share)
                if share >= _COVERING and not {"SMask", "Mask"} & set(item.stream.attrs):
                    hidden = letters
            elif isinstance(item, LTFigure):
                walk(item)

    walk(layout)
    return covered, hidden
