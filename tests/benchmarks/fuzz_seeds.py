"""Sound files of every kind to begin from: the samples, and what our own writers and the layouts of the tests make."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from reports.exchange.jsonfile import JsonFile
from reports.exchange.opendata import OneReport
from reports.exchange.workbook import Workbook
from reports.render.document import document
from reports.render.pdf import pdf
from reports.render.word import docx
from tests.builders import SAMPLES, filled
from tests.exchange.layouts import LAYOUTS
from tests.exchange.prints import html_page, pipe_page
from tests.exchange.wordprints import page, word_file
from tests.exchange.workbook.books import OFFICE, converted, foreign

Seed = tuple[str, bytes]  # file name and content


def seeds(kind: str) -> tuple[Seed, ...]:
    """Sound files of a kind; without LibreOffice none of the kinds that only it writes."""
    return _MAKERS[kind]()


@cache
def _html() -> tuple[Seed, ...]:
    return (*_samples("*.html"), *_layouts(".html"), ("页.html", html_page(filled())))


@cache
def _mht() -> tuple[Seed, ...]:
    return _layouts(".mht", ".mhtml")


@cache
def _text() -> tuple[Seed, ...]:
    return (*_samples("*.md"), *_samples("0*.txt"), *_layouts(".txt", ".md"), ("页.txt", pipe_page(filled())))


@cache
def _json() -> tuple[Seed, ...]:
    return tuple((f"{form}.json", JsonFile().write(filled(form))) for form in ("2019", "2021"))


@cache
def _csv() -> tuple[Seed, ...]:
    return (("报告.csv", OneReport().write(filled())),)


@cache
def _xlsx() -> tuple[Seed, ...]:
    value = filled()
    return (
        ("模板.xlsx", Workbook().write(value)),
        ("一表.xlsx", foreign(value)),
        ("多表.xlsx", foreign(filled("2019"), sheets="many", as_text=True)),
    )


@cache
def _by_office(kind: str) -> tuple[Seed, ...]:
    if OFFICE is None:
        return ()
    with tempfile.TemporaryDirectory() as folder:
        return ((f"一表.{kind}", converted(foreign(filled()), kind, Path(folder))),)


@cache
def _docx() -> tuple[Seed, ...]:
    value = filled()
    return ("报告.docx", docx(document(value))), ("手写.docx", word_file(page(value)))


@cache
def _pdf() -> tuple[Seed, ...]:
    return ("报告.pdf", pdf(document(filled()))), *_samples("*.pdf")


@cache
def _zip() -> tuple[Seed, ...]:
    target = io.BytesIO()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("乡镇/甲.json", _json()[0][1])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*_json(), _xlsx()[0], _docx()[1], _text()[-1], ("乡镇.zip", inner.getvalue())):
            archive.writestr(f"全县/{name}", data)
    return (("全县.zip", target.getvalue()),)


@cache
def _mail() -> tuple[Seed, ...]:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = (
        "王晓梅 <office@example.gov.cn>",
        "county@example.gov.cn",
        "报送年度报告",
    )
    made["Date"] = "Mon, 15 Jan 2024 09:30:00 +0800"
    made.set_content("附件请查收。")
    for name, data in (_json()[1], _text()[-1], _zip()[0]):
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    box = b"From office@example.gov.cn Mon Jan 15 09:30:00 2024\n" + made.as_bytes() + b"\n"
    return ("来信.eml", made.as_bytes()), ("收件箱.mbox", box * 2)


def _samples(pattern: str) -> tuple[Seed, ...]:
    return tuple((path.name, path.read_bytes()) for path in sorted((SAMPLES / "files").glob(pattern)))


def _layouts(*extensions: str) -> tuple[Seed, ...]:
    made = [layout(filled()) for layout in LAYOUTS.values()]
    return tuple((one.name, one.data) for one in made if one.name.endswith(extensions))


_MAKERS: dict[str, Callable[[], tuple[Seed, ...]]] = {
    "html": _html,
    "mht": _mht,
    "text": _text,
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "xls": lambda: _by_office("xls"),
    "ods": lambda: _by_office("ods"),
    "docx": _docx,
    "pdf": _pdf,
    "zip": _zip,
    "mail": _mail,
}
KINDS = tuple(_MAKERS)
QUICK = tuple(kind for kind in KINDS if kind not in ("xls", "ods"))  # made without LibreOffice
