"""What a paragraph of a Word file shows: revisions accepted, hidden text left out, of fields only the results."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .wordparts import MC, M, StyleSheet, W, is_on, value_of

_LEFT_OUT = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "rubyPr", "instrText", "delText")
) | {f"{W}fldData", f"{W}delInstrText", f"{MC}Fallback"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_RAISED = {"superscript": "上标", "subscript": "下标"}
_UNKNOWN = "〓"  # a sign of a font of pictures: something is printed, not what
_SYMBOL_FONTS = ("wingdings", "webdings", "marlett", "zapf")
_FIGURE_SIGNS = frozenset("0123456789０１２３４５６７８９.,，．-+ %％")


@dataclass
class Reader:
    """Reads paragraphs one after another; ``pictures`` counts those it met, ``boxes`` holds text boxes not yet read."""

    styles: StyleSheet
    pictures: int = 0
    boxes: list[etree._Element] = field(default_factory=list)

    def text(self, paragraph: etree._Element, style: str) -> str:
        """The paragraph as it is printed, lines separated by line feeds. Text boxes in it are kept for the caller."""
        self._instructions: list[bool] = []
        hidden = is_on(self.styles.find(style, f"{W}rPr/{W}vanish"))
        return "".join(self._parts(paragraph, hidden))

    def _parts(self, parent: etree._Element, hidden: bool) -> Iterator[str]:
        for element in parent:
            if element.tag in _LEFT_OUT or _is_placeholder(element):
                continue
            if element.tag == f"{W}r":
                yield from self._run(element, hidden)
            elif element.tag == f"{M}t":
                yield element.text or ""
            elif element.tag in _PICTURES:
                self._picture(element)
            elif element.tag == f"{W}fldChar":
                self._field(element)
            else:
                yield from self._parts(element, hidden)

    def _run(self, run: etree._Element, hidden: bool) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        style = "" if properties is None else value_of(properties.find(f"{W}rStyle"))

        def says(name: str) -> etree._Element | None:
            own = None if properties is None else properties.find(f"{W}{name}")
            return own if own is not None else self.styles.find(style, f"{W}rPr/{W}{name}")

        vanish = says("vanish")
        shown = "".join(self._run_parts(run))
        if is_on(vanish) if vanish is not None else hidden:
            return
        mark = _RAISED.get(value_of(says("vertAlign")), "")
        if value_of(says("position")).lstrip("+").isdigit() and value_of(says("position")).strip("+0"):
            mark = "上标"
        if value_of(says("color")).upper() == "FFFFFF":
            mark = "隐藏"
        if is_on(says("strike")) or is_on(says("dstrike")):
            mark = "已划去"
        # A raised figure is a note's, a struck one is void: bracketed, lest it join the figure beside it.
        yield f"（{mark}{shown.strip()}）" if mark and shown.strip() else shown

    def _run_parts(self, run: etree._Element) -> Iterator[str]:
        for element in run:
            tag = element.tag
            if tag == f"{W}fldChar":
                self._field(element)
            elif self._instructions and any(self._instructions):
                continue
            elif tag == f"{W}t":
                yield element.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{W}sym":
                yield _symbol(element)
            elif tag in _PICTURES:
                self._picture(element)
            elif tag not in _LEFT_OUT:
                yield from self._parts(element, hidden=False)

    def _field(self, mark: etree._Element) -> None:
        """Between its begin and its separator a field holds instructions, between that and its end the result."""
        match mark.get(f"{W}fldCharType"):
            case "begin":
                self._instructions.append(True)
            case "separate" if self._instructions:
                self._instructions[-1] = False
            case "end" if self._instructions:
                self._instructions.pop()

    def _picture(self, element: etree._Element) -> None:
        boxes = [
            box
            for box in element.iter(f"{W}txbxContent")
            if not any(above.tag in (f"{MC}Fallback", f"{W}txbxContent") for above in _between(box, element))
        ]
        self.boxes += boxes
        self.pictures += not boxes


def _between(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _is_placeholder(element: etree._Element) -> bool:
    """单击此处输入文字: a control that nobody has filled in."""
    return element.tag == f"{W}sdt" and is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _symbol(element: etree._Element) -> str:
    """A sign given by its number in a font; the Symbol font has the figures of ASCII at the same places."""
    try:
        number = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return _UNKNOWN
    font = element.get(f"{W}font", "").lower()
    if 0xF000 <= number <= 0xF0FF:
        number -= 0xF000
    if font.startswith(_SYMBOL_FONTS) or not 0x20 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return _UNKNOWN
    sign = chr(number)
    return sign if sign.isascii() or number > 0xFF else _UNKNOWN


def numbered(number: str, text: str) -> str:
    """A paragraph behind the number Word gives it. A number before nothing but a figure must not join it."""
    words = text.strip()
    if not number or not words:
        return text
    if set(words) <= _FIGURE_SIGNS:
        return f"（编号{number}）{text}"
    return f"{number} {text.lstrip()}" if words[0].isdigit() else f"{number}{text.lstrip()}"
