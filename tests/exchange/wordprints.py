"""Word files as other programs make them: raw parts, so that every quirk of the format can be put in."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reports.value import ReportValue
from tests.exchange.prints import Printed, Rows, tables

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    f'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{_OFFICE}"'
)

Runs = Callable[[str], str]
CellMaker = Callable[[Printed, str, str], str]


def run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{lines}</w:r>"


def paragraph(text: str, properties: str = "", runs: Runs = run) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text)}</w:p>"


def cell(printed: Printed, merge: str, content: str) -> str:
    span = f'<w:gridSpan w:val="{printed.colspan}"/>' if printed.colspan > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{content}</w:tc>"


def table(rows: Rows, runs: Runs = run, make: CellMaker = cell) -> str:
    """A table with its merges; cells reached from above are there, as Word has them."""
    lines = []
    above: dict[int, tuple[Printed, int]] = {}
    for row in rows:
        line, column, left_over = [], 0, list(row)
        below: dict[int, tuple[Printed, int]] = {}
        while left_over or any(place >= column for place in above):
            if column in above:
                printed, left = above[column]
                line.append(make(printed, "<w:vMerge/>", "<w:p/>"))
                if left > 1:
                    below[column] = printed, left - 1
            elif left_over:
                printed = left_over.pop(0)
                merge = '<w:vMerge w:val="restart"/>' if printed.rowspan > 1 else ""
                line.append(make(printed, merge, paragraph(printed.text, runs=runs)))
                if printed.rowspan > 1:
                    below[column] = printed, printed.rowspan - 1
            else:  # a row too short ends here, as Word lets it
                break
            column += printed.colspan
        lines.append(f"<w:tr>{''.join(line)}</w:tr>")
        above = below
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def page(
    value: ReportValue, made: Callable[[Rows], str] = table, title: str = "", parts: dict[str, Rows] | None = None
) -> str:
    """The body of a whole report."""
    parts = parts or tables(value)
    body = [title or paragraph(value.title)]
    for section in value.schema.sections:
        body.append(paragraph(section.heading))
        if section.text:
            body += [paragraph(line) for line in value.texts[section.text.key].split("\n")]
        else:
            body.append(made(parts[section.key]))
    return "".join(body)


def word_file(
    body: str, *, styles: str = "", numbering: str = "", strict: bool = False, more: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The body as a file. ``styles`` and ``numbering`` are the children of those parts."""
    kinds = [kind for kind, xml in (("styles", styles), ("numbering", numbering)) if xml]
    beside = "".join(f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="/word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{beside}</Relationships>',
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
        **dict(more),
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if strict:
                text = text.replace(W, STRICT).replace(
                    _OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return stream.getvalue()
