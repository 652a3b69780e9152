"""What a file of a batch is and what it would change: read, matched, checked, laid beside what is stored."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from govopen.organs.access import Action, reach
from govopen.organs.models import Organ, OrganKind, ReportingYear, User
from reports.bound import resolved_value
from reports.checks.base import Finding, Level
from reports.exchange.base import Problem, ReadResult, UnreadableFileError
from reports.models import FileState, IntakeFile, IssuedWorkbook, Report
from reports.schema import Kind, schema_of_year
from reports.services.errors import RefusedError
from reports.services.filing import organ_by_name, refuse_organ, register_by_name, year_set_up
from reports.services.findings import report_check
from reports.services.import_review import (
    file_read,
    is_from_file_name,
    refuse_form_of_other_years,
    refuse_other_form,
)
from reports.services.store import report_load, report_pair
from reports.value import ReportValue, Scope

from .kept import kept, taken_out
from .matching import MOST_CANDIDATES, Register, plain, year_of_path

MOST_ATTEMPTS = 2

NOT_READ = "读取这个文件时程序出错，没有读出来：请另存为网页（.html）或Word（.docx）再导入"
KILLED = "读取这个文件时程序两次中断，不再读它：请另存为网页（.html）或Word（.docx）再导入"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """What is looked up for every file of a batch: the organs' names, who may fill in which, the years set up.

    An operator's own desk ``registers`` organs and years that are not known yet. On trial nothing is written:
    ``trial`` keeps which report the files tried so far are for, with their paths and digests.
    """

    register: Register
    years: dict[int, ReportingYear]
    registers: bool = False
    trial: dict[tuple[str, int, str], tuple[str, str]] | None = None

    @classmethod
    def of(cls, user: User | None, action: Action = Action.TAKE_IN) -> "Desk":
        """``user`` is whose rights hold; nobody's are an operator's at the command line, who may do everything."""
        open_to = None if user is None else set(reach(user, action).values_list("pk", flat=True))
        return cls(Register(open_to), {year.year: year for year in ReportingYear.objects.all()})

    @classmethod
    def of_operator(cls, *, is_trial: bool) -> "Desk":
        return replace(cls.of(None), registers=True, trial={} if is_trial else None)

    def organ_new(self, name: str) -> Organ:
        """An organ as its name suggests; on trial not stored. Raises RefusedError for what cannot be a name."""
        refuse_organ(name=name)
        if self.trial is not None:
            return organ_by_name(name)
        organ = register_by_name(name)
        self.register.add(organ)
        return organ

    def year(self, number: int) -> ReportingYear | None:
        if number and self.registers and number not in self.years:
            self.years[number] = year_set_up(number, is_stored=self.trial is None)
        return self.years.get(number)

    def refuse_twin(self, file: IntakeFile) -> None:
        """Of one report's files in a batch only one is imported; raises RefusedError for any other."""
        if self.trial is None:
            refuse_twin(file=file)
            return
        subject = (file.organ.name, file.year_id, file.scope) if file.organ and file.year_id else ("", 0, "")
        if (twin := self.trial.setdefault(subject, (file.path, file.digest)))[0] != file.path:
            raise RefusedError(_twin_sentence(file, *twin))


@dataclass(frozen=True)
class Outlook:
    """The report as it is stored or would be started, last year's, and what it would be with the file."""

    report: Report
    stored: ReportValue
    previous: ReportValue | None
    after: ReportValue

    @property
    def differences(self) -> int:
        return len(self.stored.diff(self.after))

    def findings(self) -> list[Finding]:
        return report_check(report=self.report, value=self.after, previous=self.previous)


def file_open(*, file: IntakeFile) -> ReadResult | None:
    """Read the file's content; a file that cannot be read says so and gives nothing. Nothing is saved here."""
    try:
        return file_read(data=bytes(file.data), filename=file.path.rsplit("/", 1)[-1])
    except UnreadableFileError as error:
        return _unreadable(file, str(error))
    except Exception:
        # Whatever a reader stumbles over, the other files of the batch are to be read.
        logger.exception("file %s of batch %s", file.path, file.intake_id)
        return _unreadable(file, NOT_READ)


def _unreadable(file: IntakeFile, sentence: str) -> None:
    file.state, file.message = FileState.UNREADABLE, sentence


def file_settle(*, file: IntakeFile, result: ReadResult, desk: Desk) -> None:
    """Whose report of which year it is, as far as the file tells; fills in the record, which is not saved here."""
    value = result.value
    said = "" if is_from_file_name(result, f"“{value.organ}”") else value.organ
    number = value.year or year_of_path(file.path) or (file.intake.year_id or 0)
    file.organ_said, file.year_said = (said or value.organ)[:120], number or None
    issued = _issued(result.issue)
    if issued is not None:
        # Locked into the workbook when it was issued, whatever was written over since.
        file.issued, file.organ, file.year, file.scope = issued, issued.organ, issued.year, issued.scope
        _judge(file, result, desk, ())
        return
    match = desk.register.find(said, file.path)
    # Where the reader went by the file's name too, it has said so.
    remark = match.remark if said or match.organ is None or plain(value.organ) != plain(match.organ.name) else ""
    try:
        file.organ, file.year = match.organ, desk.year(number)
        if desk.registers and match.is_unknown and value.organ:
            file.organ = desk.organ_new(value.organ)
            kind, level = file.organ.get_kind_display(), file.organ.get_level_display()
            remark = f"“{value.organ}”原来没有登记，按名称登记为{kind}、{level}，请核对类别和级别"
    except RefusedError as error:
        file.schema, file.cells_read, file.problems = value.schema.key, value.filled, len(result.problems)
        file.state, file.message, file.details = FileState.REFUSED, str(error), kept(result)
        return
    file.scope = _scope(file, value)
    if remark:
        result = replace(result, problems=(Problem("机关", remark), *result.problems))
    _judge(file, result, desk, match.candidates)


def _issued(number: str) -> IssuedWorkbook | None:
    if not number:
        return None
    return IssuedWorkbook.objects.filter(number=number).select_related("organ", "year").first()


def _scope(file: IntakeFile, value: ReportValue) -> str:
    """What the file says, else what the batch says; only a government speaks for its level."""
    asked = value.scope if value.scope is not Scope.OWN else Scope(file.intake.scope)
    is_government = file.organ is not None and file.organ.kind == OrganKind.GOVERNMENT
    return (asked if is_government else Scope.OWN).value


def file_judge(*, file: IntakeFile, desk: Desk) -> None:
    """Judge again a file that was read before, with the organ and the year that are in the record now."""
    _judge(file, taken_out(file.details), desk, [])


def _judge(file: IntakeFile, result: ReadResult, desk: Desk, candidates: Any) -> None:
    value = result.value
    file.schema = value.schema.key
    file.cells_read, file.problems = value.filled, len(result.problems)
    file.errors = file.findings = file.differences = 0
    file.report, file.state, file.message = None, FileState.READY, ""
    findings: list[Finding] = []
    revision = None
    try:
        _refuse_unmatched(file, desk)
        outlook = outlook_of(organ=file.organ, year=file.year, scope=Scope(file.scope), result=result)
        file.differences, findings = outlook.differences, outlook.findings()
        if outlook.report.pk:
            file.report, revision = outlook.report, outlook.report.revision
        desk.refuse_twin(file)
        file.message = _remark(file)
    except _UnmatchedError as error:
        file.state, file.message = FileState.UNMATCHED, str(error)
    except RefusedError as error:
        file.state, file.message = FileState.REFUSED, str(error)
    file.errors = sum(finding.level is Level.ERROR for finding in findings)
    file.findings = len(findings)
    file.details = {
        **kept(result, findings),
        "candidates": [organ.pk for organ in candidates][:MOST_CANDIDATES],
        "revision": revision,
    }


class _UnmatchedError(RefusedError):
    """A person has to say whose report it is, or of which year."""


def _refuse_unmatched(file: IntakeFile, desk: Desk) -> None:
    if file.organ is None and file.organ_said:
        raise _UnmatchedError(f"文件写的机关是“{file.organ_said}”，登记的机关里没有对上，请选定机关")
    if file.organ is None:
        raise _UnmatchedError("文件里没有写明是哪个机关的报告，请选定机关")
    if not desk.register.is_open(file.organ):
        raise RefusedError(f"“{file.organ.name}”不归您填报或管理，不能导入：请由该机关的填报员或主管部门导入")
    if file.year is None and not file.year_said:
        raise _UnmatchedError("文件里没有写明是哪一年的报告，请选定年度")
    if file.year is None:
        if schema_of_year(file.year_said or 0) is None:
            raise _UnmatchedError(f"文件写的是{file.year_said}年，这一年没有统一的统计表格，请核对年度")
        raise _UnmatchedError(f"{file.year_said}年度还没有设置，请先在“年度与期限”里增加，或选定别的年度")


def _remark(file: IntakeFile) -> str:
    if not file.differences:
        return "与已存的内容相同，没有要改动的"
    return "" if file.cells_read else "只读出文字，一个数字也没有读出来"


def outlook_of(*, organ: Organ, year: ReportingYear, scope: Scope, result: ReadResult) -> Outlook:
    """Raises RefusedError where the file cannot go into the report of that organ, year and scope."""
    # On trial the organ may be one that is not registered.
    own = Report.objects.select_related("organ", "year").filter(organ=organ.pk or 0, scope=scope.value)
    report = own.filter(year=year.year).first()
    if report is None:
        report = Report(organ=organ, year=year, scope=scope.value, schema=year.schema)
        last = own.filter(year=year.year - 1).first()
        previous = report_load(report=last) if last else None
        stored = ReportValue(report.form, organ.name, year.year, scope)
        if previous is not None:
            stored = stored.replace({to: previous.cells.get(source) for to, source in report.form.carries.items()})
    else:
        stored, previous = report_pair(report=report)
    if not report.is_editable:
        raise RefusedError(f"{organ.name}{year.year}年的报告是“{report.get_state_display()}”，不能再导入")
    refuse_other_form(report=report, stored=stored, result=result)
    refuse_form_of_other_years(report=report, result=result)
    return Outlook(report, stored, previous, merged(stored=stored, previous=previous, result=result))


def merged(*, stored: ReportValue, previous: ReportValue | None, result: ReadResult) -> ReportValue:
    """``stored`` with what the file has: a cell it gives no number for, and an amount in doubt, stay as they are."""
    read = result.value
    noted = {problem.cell for problem in result.problems}

    def is_taken(key: str) -> bool:
        return read[key] is not None and not (read.schema.specs[key].kind is Kind.MONEY and key in noted)

    shown = resolved_value(stored, previous).texts
    return ReportValue(
        read.schema,
        stored.organ,
        stored.year,
        stored.scope,
        {key: read[key] if is_taken(key) else stored.cells.get(key) for key in read.cells},
        {
            **{key: text for key, text in stored.texts.items() if key in read.texts},
            **{key: text for key, text in read.texts.items() if text and text != shown.get(key)},
        },
    )


def refuse_twin(*, file: IntakeFile) -> None:
    """Of one report's files in a batch only one is imported; raises RefusedError for any other."""
    others = IntakeFile.objects.filter(intake=file.intake_id).exclude(pk=file.pk)
    others = others.filter(state__in=(FileState.READY, FileState.APPLIED)).order_by("number")
    twin = others.filter(organ=file.organ, year=file.year, scope=file.scope).values_list("path", "digest").first()
    if twin is None:
        return
    raise RefusedError(_twin_sentence(file, *twin))


def _twin_sentence(file: IntakeFile, path: str, digest: str) -> str:
    if digest == file.digest:
        return f"与本批的“{path}”是同一个文件，只导入那一份"
    return f"本批的“{path}”也是这个机关这一年度的报告，只能导入一份：要用这一份，请先把那一份设为不导入"
