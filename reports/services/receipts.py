"""What goes back to a body that handed in a file: a receipt, or the list of what is to be put right."""

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from reports.checks.base import Level
from reports.models import FileState, IntakeFile, StoredFinding
from reports.models.findings import WITH_CLERK
from reports.render.document import Document, chinese_date
from reports.render.text import Paragraph
from reports.render.word import docx
from reports.schema import get_schema

from .handing_in import HandingIn, Standing

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_FAULTS = 60
_GENERAL = (FileState.UNREADABLE, FileState.UNMATCHED, FileState.REFUSED)


def receipt_name(row: HandingIn) -> str:
    kind = "回执" if row.standing is Standing.IN else "更正清单"
    return f"{row.organ.name}{_year(row)}年年度报告{kind}.docx"


def receipt_file(*, row: HandingIn, issuer: str, on: date) -> bytes:
    """As a Word file. Only for a body that handed in something."""
    return docx(receipt(row=row, issuer=issuer, on=on))


def receipt(*, row: HandingIn, issuer: str, on: date) -> Document:
    kind = "报送回执" if row.standing is Standing.IN else "更正清单"
    start = f"{row.organ.name}{_year(row)}年"
    title = f"{start}政府信息公开工作年度报告{kind}"
    lines = [Paragraph(f"{row.organ.name}："), *(Paragraph(line) for line in _lines(row))]
    return Document(title, (start, title.removeprefix(start)), issuer, on, (), tuple(lines))


def receipt_mail(*, row: HandingIn, issuer: str, on: date) -> bytes:
    """A mail ready to be sent: opened in a mail program it is a draft to whoever sent the file."""
    mail = EmailMessage()
    mail["Subject"] = receipt(row=row, issuer=issuer, on=on).title
    if row.file is not None and row.file.sender:
        mail["To"] = row.file.sender
    mail["X-Unsent"] = "1"
    mail.set_content("\n".join([f"{row.organ.name}：", "", *_lines(row), "", issuer, chinese_date(on)]))
    maintype, subtype = WORD.split("/")
    data = receipt_file(row=row, issuer=issuer, on=on)
    mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=receipt_name(row))
    return mail.as_bytes()


def _year(row: HandingIn) -> int:
    if row.file is not None and row.file.year_id:
        return row.file.year_id
    return row.report.year_id if row.report is not None else 0


def _lines(row: HandingIn) -> Iterator[str]:
    file = row.file
    if file is None:
        return
    name = file.path.rsplit("/", 1)[-1]
    received = chinese_date(timezone.localdate(file.intake.created_at))
    yield f"你单位报送的“{name}”已于{received}收到，读出{file.cells_read}格数字。"
    if row.standing is Standing.IN:
        yield "经核对，没有待处理的问题，已按你单位报送的内容提交审核。收到的文件已存档。"
        return
    faults = list(faults_of(row))
    if not faults:
        yield "文件已经读入，正在核对。"
        return
    yield f"经核对，有下列{len(faults)}处问题，请更正后重新报送；情况属实的，请在回复中写明原因。"
    for number, fault in enumerate(faults[:MOST_FAULTS], start=1):
        yield f"{number}.{fault}"
    if len(faults) > MOST_FAULTS:
        yield f"另有{len(faults) - MOST_FAULTS}处，更正以上各处后再核对。"


def _unread(details: dict[str, Any]) -> Iterator[str]:
    """What could not be read; of many cells with one and the same reason the first is named."""
    schema = get_schema(details["schema"]) if details.get("schema") else None
    alike: dict[str, list[str]] = {}
    for _place, message, cell, unread in details.get("problems", ()):
        if unread:
            label = schema.specs[cell].label if schema is not None and cell in schema.specs else ""
            alike.setdefault(message.removeprefix(f"{label}：").rstrip("。"), []).append(label)
    for reason, labels in alike.items():
        named = labels[0] if len(labels) == 1 else f"从“{labels[0]}”起{len(labels)}格"
        yield f"{named}：{reason}。" if labels[0] else f"{reason}。"


def faults_of(row: HandingIn) -> Iterator[str]:
    """Why the file was not taken, what could not be read in it, and what its figures contradict; sentences."""
    file = row.file
    if file is None:
        return
    if file.state in _GENERAL:
        yield f"{file.message.rstrip('。')}。"
    details = IntakeFile.objects.values_list("details", flat=True).get(pk=file.pk)
    yield from _unread(details)
    if file.state == FileState.APPLIED and row.report is not None:
        levels = (Level.ERROR, Level.EXPLAIN)
        standing = StoredFinding.objects.filter(report=row.report, level__in=levels, settlement__in=WITH_CLERK)
        messages = [finding.message for finding in standing.order_by("position")]
    else:
        messages = [text for level, _code, text in details.get("findings", ()) if level in (Level.ERROR, Level.EXPLAIN)]
    for message in messages:
        yield f"{message.rstrip('。')}。"
