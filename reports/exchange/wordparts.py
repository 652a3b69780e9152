"""The parts of a Word file that are read, as trees: the text, the styles, the numbering. Opened with care."""

import posixpath
import zipfile
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from .base import UnreadableFileError
from .zipped import BROKEN, check_markup, member_bytes

LARGEST_PART = 20 * 1024 * 1024  # bytes of the text unpacked, pictures apart; a thick report has one
_MOST_ELEMENTS = 250_000  # a report has 20,000, one of a hundred pages 100,000
TOO_LARGE = "Word文件太大，不像是年度报告：请确认选对了文件"
_UNSOUND = "Word文件的内容不合规范，没有打开：请用Word或WPS打开，另存一份再导入"

# Of the two variants of the format the strict one is read as the other.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DOCUMENT = "/officeDocument"


@dataclass(frozen=True)
class Parts:
    """``styles`` and ``numbering`` are nothing where the file has none.

    ``page`` is a web page put into the document whole, as programs do that know no Word.
    """

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    page: bytes = b""


def open_parts(archive: zipfile.ZipFile) -> Parts:
    """Raises :class:`UnreadableFileError`."""
    names = set(archive.namelist())
    targets = _targets(archive, names, "", _DOCUMENT)
    main = next((target for target in targets if target in names), "word/document.xml")
    body = _tree(archive, main).find(f"{W}body")
    if body is None:
        raise UnreadableFileError(BROKEN)
    if sum(1 for _ in islice(body.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        raise UnreadableFileError(TOO_LARGE)

    def beside(kind: str) -> etree._Element | None:
        found = [target for target in _targets(archive, names, main, kind) if target in names]
        return _tree(archive, found[0]) if found else None

    pages = [target for target in _targets(archive, names, main, "/aFChunk") if target in names]
    page = member_bytes(archive, pages[0]) if len(pages) == 1 else b""
    return Parts(body, beside("/styles"), beside("/numbering"), page)


def _targets(archive: zipfile.ZipFile, names: set[str], source: str, kind: str) -> list[str]:
    """What a part says of the parts beside it."""
    folder, name = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in names:
        return []
    return [
        posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        for relation in _tree(archive, relations)
        if relation.get("Type", "").endswith(kind)
    ]


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if name in archive.namelist() and archive.getinfo(name).file_size > LARGEST_PART:
        raise UnreadableFileError(TOO_LARGE)
    data = member_bytes(archive, name)
    check_markup(data)
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(_UNSOUND if b"<!DOCTYPE" in data[:4096] else BROKEN) from error
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # no office program writes one: entities are what they are good for
        raise UnreadableFileError(_UNSOUND)
    return root


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is either on or off is on."""
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")


def value_of(element: etree._Element | None, default: str = "") -> str:
    return default if element is None else element.get(f"{W}val", default)


def whole(text: str, default: int = 0) -> int:
    """A whole number as files write it; the default for anything else."""
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 10 else default


@dataclass
class StyleSheet:
    """The document's styles by their key, each with what it is based on."""

    root: etree._Element | None
    _styles: dict[str, etree._Element] = field(default_factory=dict, init=False)
    default: str = field(default="", init=False)

    def __post_init__(self) -> None:
        for style in () if self.root is None else self.root.iterfind(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            self._styles[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default = key

    def find(self, key: str, path: str) -> etree._Element | None:
        """The nearest of a style and those it is based on that says something of ``path``."""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            if (found := self._styles[key].find(path)) is not None:
                return found
            key = value_of(self._styles[key].find(f"{W}basedOn"))
        return None

    def name(self, key: str) -> str:
        return value_of(self._styles[key].find(f"{W}name")) if key in self._styles else ""
