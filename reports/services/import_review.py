"""What an import would do: every cell and text of the file beside what is stored now. Nothing is written here."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock

from reports import exchange
from reports.bound import resolved_value
from reports.checks.base import Finding
from reports.exchange.base import Problem, ReadResult, UnreadableFileError
from reports.models import CellChange, ImportDraft, Report
from reports.schema import CellKey, Schema, schema_of_year
from reports.value import Difference, ReportValue

from .errors import NotEditableError, RefusedError
from .findings import report_check
from .import_cells import CellReview, Fate, TextReview, review_cells, review_texts, text_headings
from .store import report_pair

MOST_READINGS = 8  # files whose reading is kept in memory

_readings: dict[bytes, ReadResult] = {}  # by digest of name and content, the last asked for at the end
_lock = Lock()


def file_read(*, data: bytes, filename: str) -> ReadResult:
    """What the file says. Raises UnreadableFileError, also when not one figure and not one paragraph was found."""
    result = exchange.read(data, filename)
    if not result.value.filled and not any(result.value.texts.values()):
        raise UnreadableFileError(
            "文件里有年度报告的字样，但一个数字、一段文字都没有读出来：请确认表格是文字而不是图片，"
            "也可以在网页上全选、复制，再粘贴到导入页面"
        )
    # A database keeps no NUL character.
    texts = {key: text.replace("\0", "") for key, text in result.value.texts.items() if "\0" in text}
    return replace(result, value=result.value.replace(texts=texts)) if texts else result


def draft_read(*, draft: ImportDraft) -> ReadResult:
    """The reading of a kept file, as :func:`kept_read`."""
    return kept_read(data=bytes(draft.data), filename=draft.filename)


def kept_read(*, data: bytes, filename: str) -> ReadResult:
    """As :func:`file_read`, but remembered: each choice in a preview asks for the same file once more."""
    digest = sha256(filename.encode("utf-8", "replace") + b"\0" + data).digest()
    with _lock:
        result = _readings.pop(digest, None)
    result = result or file_read(data=data, filename=filename)
    with _lock:
        _readings[digest] = result
        while len(_readings) > MOST_READINGS:
            del _readings[next(iter(_readings))]
    return result


class ImportRefusedError(RefusedError):
    """The file was read, but cannot go into this report."""


@dataclass(frozen=True)
class ImportReview:
    """All that a person is shown before the last click. ``warnings`` must be ticked off, all at once."""

    draft: ImportDraft
    result: ReadResult
    stored: ReportValue
    after: ReportValue
    revision: int
    adopted: frozenset[int]
    cells: tuple[CellReview, ...]
    texts: tuple[TextReview, ...]
    warnings: tuple[str, ...]
    findings_before: tuple[Finding, ...]
    findings_after: tuple[Finding, ...]
    last_changes: Mapping[str, CellChange]

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """Problems that concern no single cell."""
        return tuple(problem for problem in self.result.problems if problem.cell not in self.result.value.cells)

    @property
    def unread(self) -> tuple[CellReview, ...]:
        return tuple(cell for cell in self.cells if cell.read is None)

    @property
    def noted(self) -> tuple[CellReview, ...]:
        return tuple(cell for cell in self.cells if cell.is_noted)

    @property
    def changed(self) -> tuple[CellReview, ...]:
        """Both have a number, not the same one; and figures whose unit is in doubt."""
        return tuple(cell for cell in self.cells if cell.asks and cell.read is not None)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the import would write."""
        return self.stored.diff(self.after)

    @property
    def cells_to_write(self) -> int:
        return sum(difference.key in self.after.cells for difference in self.differences)

    @property
    def texts_to_write(self) -> int:
        return len(self.differences) - self.cells_to_write

    @property
    def equal(self) -> int:
        return sum(cell.fate is Fate.EQUAL for cell in self.cells)

    @property
    def kept(self) -> int:
        """Cells the file has another number for, which stay as they are."""
        return sum(not cell.changes for cell in self.changed)

    @property
    def left_unread(self) -> tuple[CellReview, ...]:
        """Cells the file gives no figure for and nobody has given one here."""
        return tuple(cell for cell in self.unread if not cell.is_given)

    @property
    def given(self) -> int:
        """Figures that a person has given here, where the file has none or another."""
        return sum(cell.is_given and cell.after is not None for cell in self.cells)

    @property
    def other(self) -> int:
        """Cells with a stored figure that the file, or what was given here, has another one for."""
        overwritten = {cell.key for cell in self.cells if cell.stored is not None and cell.changes}
        return len(overwritten | {cell.key for cell in self.changed})

    @property
    def filled(self) -> int:
        """Blank cells that get a figure."""
        return sum(cell.stored is None and cell.after is not None for cell in self.cells)

    @property
    def rejected(self) -> dict[CellKey, str]:
        return {cell.key: cell.rejected for cell in self.cells if cell.rejected}


def import_review(
    *,
    draft: ImportDraft,
    choices: Mapping[CellKey, str] | None = None,
    texts: Mapping[str, str] | None = None,
    adopted: Collection[int] = (),
) -> ImportReview:
    """Read the kept file again and lay it beside what is stored now.

    Without ``choices`` every question has its careful answer: another number of the file is taken, a cell that could
    not be read and an amount whose unit is in doubt stay as they are. With them, a question not answered means keep.
    Any cell may be typed. ``adopted`` are the proposals, counted from 0, that a person has taken on; what was typed
    goes before them. Raises UnreadableFileError, ImportRefusedError, NotEditableError.
    """
    report = Report.objects.select_related("organ", "year").get(pk=draft.report_id)
    if not report.is_editable:
        raise NotEditableError(report)
    result = draft_read(draft=draft)
    stored, previous = report_pair(report=report)
    refuse_other_form(report=report, stored=stored, result=result)
    refuse_form_of_other_years(report=report, result=result)
    cells = review_cells(stored, result, choices, adopted)
    prose = tuple(review_texts(resolved_value(stored, previous), result.value, texts))
    after = ReportValue(
        result.value.schema,
        stored.organ,
        stored.year,
        stored.scope,
        {cell.key: cell.after for cell in cells},
        {**stored.texts, **{text.key: text.read for text in prose if text.changes}},
    )
    return ImportReview(
        draft=draft,
        result=result,
        stored=stored,
        after=after,
        revision=report.revision,
        adopted=frozenset(adopted),
        cells=cells,
        texts=prose,
        warnings=tuple(_warnings(report, result)),
        findings_before=tuple(report_check(report=report, value=stored, previous=previous)),
        findings_after=tuple(report_check(report=report, value=after, previous=previous)),
        last_changes=_last_changes(report, {cell.key for cell in cells if cell.asks} | {text.key for text in prose}),
    )


def refuse_other_form(*, report: Report, stored: ReportValue, result: ReadResult) -> None:
    """A report that has begun stays on its form; an untouched one takes the file's."""
    if result.value.schema.key == report.schema or is_untouched(stored):
        return
    raise ImportRefusedError(
        f"文件用的是{form_name(result.value.schema)}，本报告用{form_name(stored.schema)}，且已填有内容，不能导入。"
        + _what_instead(stored.schema, result)
    )


def refuse_form_of_other_years(*, report: Report, result: ReadResult) -> None:
    """A report changes only to a form that its year uses."""
    schema = result.value.schema
    if schema.key in (report.schema, report.year.schema) or schema is schema_of_year(report.year_id):
        return
    raise ImportRefusedError(
        f"文件用的是{form_name(schema)}，{report.year_id}年度的报告不用这种格式，不能导入。"
        + _what_instead(report.form, result)
    )


def _what_instead(form: Schema, result: ReadResult) -> str:
    """What to do with a file of another form than the report's; its own year may not use that form either."""
    year, used = result.value.year, result.value.schema
    right = schema_of_year(year) if year else None
    if right is not None and right is not used:
        return (
            f"文件是{year}年的，却没有用{form_name(right)}，不能换到别的报告里导入。"
            f"请换一份按{form_name(form)}填写的文件；没有的，把两种格式都有的数字对照原件填写或粘贴到本报告。"
        )
    return f"请换一份按{form_name(form)}填写的文件，或在相应年度的报告里导入。"


def form_name(schema: Schema) -> str:
    """The form by the years it is for."""
    last = f"至{schema.last_year}" if schema.last_year else ""
    return f"{schema.first_year}年{last + '年' if last else '起'}的格式"


def is_untouched(stored: ReportValue) -> bool:
    """Nothing is filled in but what last year carried over."""
    filled = {key for key, number in stored.cells.items() if number is not None}
    return filled <= set(stored.schema.carries) and not any(stored.texts.values())


def _warnings(report: Report, result: ReadResult) -> list[str]:
    found = []
    read = result.value
    names = {report.organ.name, *report.organ.aliases.values_list("name", flat=True)}
    if read.organ and not any(_same_body(read.organ, name) for name in names):
        said = "按文件名，机关是" if is_from_file_name(result, f"“{read.organ}”") else "文件写的机关是"
        found.append(f"{said}“{read.organ}”，本报告的机关是“{report.organ.name}”。")
    if read.year and read.year != report.year_id:
        said = "按文件名是" if is_from_file_name(result, f"{read.year}年") else "文件写的是"
        found.append(f"{said}{read.year}年，本报告是{report.year_id}年度。")
    if read.schema.key != report.schema:
        found.append(f"文件用的是{form_name(read.schema)}，导入后本报告改用这一格式（现为{form_name(report.form)}）。")
    return found


def is_from_file_name(result: ReadResult, said: str) -> bool:
    """Whether the reader took ``said`` (“the organ” or a year with 年) from the file's name, as it then remarks."""
    return any(f"按文件名认定为{said}" in problem.message for problem in result.problems)


def _same_body(one: str, other: str) -> bool:
    """The same name, spaces and widths aside; 蓝田县 is 蓝田县人民政府, but not one of its departments."""
    first, second = (re.sub(r"\s", "", unicodedata.normalize("NFKC", name)) for name in (one, other))
    return first.removesuffix("人民政府") == second.removesuffix("人民政府")


def _last_changes(report: Report, keys: set[str]) -> dict[str, CellChange]:
    """Who last wrote each of these contents."""
    changes = CellChange.objects.select_related("user").filter(report=report, key__in=keys).order_by("pk")
    return {change.key: change for change in changes}


def moved_since(*, report: Report, revision: int) -> dict[str, CellChange]:
    """What was saved after ``revision``, by cell or text; the latest change of each."""
    changes = CellChange.objects.select_related("user").filter(report=report, revision__gt=revision).order_by("pk")
    return {change.key: change for change in changes}


def names_of(keys: Mapping[str, object] | set[str], value: ReportValue) -> str:
    """Cells and texts by their labels, for a sentence; at most five."""
    labels = [spec.label for key, spec in value.schema.specs.items() if key in keys]
    labels += [heading for key, heading in text_headings(value.schema).items() if key in keys]
    more = f"等{len(labels)}处" if len(labels) > 5 else ""
    return "、".join(labels[:5]) + more
