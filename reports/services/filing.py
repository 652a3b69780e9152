"""A file straight into the report of an organ and a year, as an operator's command line asks for it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, transaction

from govopen.organs.models import Level, Organ, OrganAlias, OrganKind, ReportingYear
from govopen.organs.services import organ_register
from reports import checks
from reports.checks.base import Context, Finding
from reports.checks.organs import level_by_name
from reports.exchange.base import Problem, ReadResult
from reports.models import ChangeSource, Report, ScopeLabel
from reports.schema import SCHEMAS, Schema, schema_of_year
from reports.value import ReportValue, Scope

from .errors import RefusedError
from .findings import report_check
from .import_review import form_name, is_from_file_name, refuse_other_form
from .reporting import report_start
from .store import report_load, report_pair, report_save
from .texts import value_shown

_TOWNSHIP = re.compile(r"(镇|乡|街道|苏木)(人民政府|办事处)?$")
_GOVERNMENT = re.compile(r"(人民政府|[省市县区旗盟州])$")
_DEPARTMENT = re.compile(r"(局|委|委员会|办|办公室|办公厅|厅|部|院|署|处|中心|支队|总队)$")
_PROVINCE = re.compile(r"^\S{2,10}(省|自治区)|^(北京|天津|上海|重庆)市")
_CITY = re.compile(r"市|自治州|盟|地区")


class FilingRefusedError(RefusedError):
    """Nothing was written."""


@dataclass(frozen=True)
class Filing:
    """What is (or would be) stored, what to look at, and how many stored figures the file had none for."""

    value: ReportValue
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    report: Report | None = None
    written: int = 0
    kept: int = 0


def file_look(*, result: ReadResult, organ: str, year: int, scope: Scope) -> Filing:
    """Check a file as the report of that organ and year; nothing is written, and no database is needed.

    Raises FilingRefusedError for an organ or a year that :func:`file_import` would refuse.
    """
    refuse_organ(name=organ or result.value.organ)
    if number := year or result.value.year:
        _form_of(number)
    try:
        found = organ_find(name=organ or result.value.organ)
    except DatabaseError:  # a machine on which nothing has been set up yet
        found = None
    value = _as_report_of(result.value, found.name if found else organ or result.value.organ, year, scope)
    context = Context(
        previous=_last_year_of(found, value) if found else None,
        level=found.level if found else "",
        kind=found.kind if found else "",
    )
    problems = (*_disagreements(result, organ, year), *result.problems)
    return Filing(value, problems, tuple(checks.run(value, context)))


def _last_year_of(organ: Organ, value: ReportValue) -> ReportValue | None:
    last = Report.objects.select_related("organ").filter(organ=organ, year=value.year - 1, scope=value.scope).first()
    return report_load(report=last) if last else None


@transaction.atomic
def file_import(*, result: ReadResult, filename: str, organ: str, year: int, scope: Scope) -> Filing:
    """Write a file into the report of that organ and year, which is started when there is none.

    Figures of the file replace stored ones; where the file has none, what is stored stays. An organ that is not
    registered is registered, its kind and level as its name suggests, and a problem says so. Raises
    FilingRefusedError, ImportRefusedError, StaleRevisionError; nothing is written then.
    """
    name, number = organ or result.value.organ, year or result.value.year
    problems = [*_disagreements(result, organ, year), *result.problems]
    if not name:
        raise FilingRefusedError("文件里没有写明是哪个机关的报告，没有写入。请用 --organ 指明机关。")
    if not number:
        raise FilingRefusedError("文件里没有写明是哪一年的报告，没有写入。请用 --year 指明年度。")
    refuse_organ(name=name)
    reporting_year = year_set_up(number)
    body = organ_find(name=name)
    if body is None:
        body = register_by_name(name)
        problems.insert(
            0,
            Problem(
                "机关",
                f"“{body.name}”原来没有登记，已按名称登记为{body.get_kind_display()}、{body.get_level_display()}，"
                "请核对类别和级别",
            ),
        )
    report, _is_new = report_start(organ=body, year=reporting_year, scope=scope, user=None)
    if not report.is_editable:
        raise FilingRefusedError(f"{body.name}{number}年的报告是“{report.get_state_display()}”，不能再导入，没有写入。")
    stored = report_load(report=report)
    refuse_other_form(report=report, stored=stored, result=result)
    if report.schema != result.value.schema.key:
        report.schema = result.value.schema.key
        report.save(update_fields=["schema"])
    read = _as_report_of(result.value, body.name, number, scope)
    kept = {
        key: stored.cells[key]
        for key, figure in read.cells.items()
        if figure is None and stored.cells.get(key) is not None
    }
    shown = value_shown(report=report, value=stored)
    value = read.replace(
        kept,
        {key: text for key, text in stored.texts.items() if read.texts.get(key) in (None, "", shown.texts[key])},
    )
    written = report_save(
        report=report,
        value=value,
        revision=report.revision,
        user=None,
        source=ChangeSource.IMPORTED,
        detail=filename[-255:],
    )
    _stored, previous = report_pair(report=report)
    found = tuple(report_check(report=report, value=value, previous=previous))
    return Filing(value, tuple(problems), found, report, len(written), len(kept))


def organ_find(*, name: str) -> Organ | None:
    """The registered organ of that name or alias, spaces and widths aside; 蓝田县 is 蓝田县人民政府."""
    plain = _plain(name)
    names = [name, plain, f"{plain}人民政府"]
    organs = Organ.objects.without_tree_fields()
    for candidate in names if plain else ():
        if organ := organs.filter(name=candidate).first():
            return organ
        if alias := OrganAlias.objects.filter(name=candidate).first():
            return organs.get(pk=alias.organ_id)
    return None


def _as_report_of(value: ReportValue, organ: str, year: int, scope: Scope) -> ReportValue:
    return ReportValue(value.schema, organ, year or value.year, scope, value.cells, value.texts)


def _disagreements(result: ReadResult, organ: str, year: int) -> Sequence[Problem]:
    """Where the file says otherwise than asked, and where its form is not that of the year it is stored for."""
    found = []
    value = result.value
    if organ and value.organ and organ != value.organ:
        said = "按文件名，机关是" if is_from_file_name(result, f"“{value.organ}”") else "文件写的机关是"
        found.append(Problem("机关", f"{said}“{value.organ}”，按指定的“{organ}”处理，请核对"))
    if year and value.year and year != value.year:
        said = "按文件名是" if is_from_file_name(result, f"{value.year}年") else "文件写的是"
        found.append(Problem("年度", f"{said}{value.year}年，按指定的{year}年处理，请核对"))
    # Of the year that the file itself gives the reader has said so already.
    if year and year != value.year and (form := schema_of_year(year)) is not None and form is not value.schema:
        found.append(
            Problem("格式", f"文件用的是{form_name(value.schema)}，{year}年度的报告应使用{form_name(form)}，请核对")
        )
    return found


def refuse_organ(*, name: str) -> None:
    """Raises FilingRefusedError when nothing can be registered by that name."""
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in name):
        raise FilingRefusedError("机关名称里有换行或控制字符，没有写入。请用 --organ 指明机关。")
    longest = Organ._meta.get_field("name").max_length or 0
    if len(_plain(name)) > longest:
        raise FilingRefusedError(f"机关名称超过{longest}字，没有写入。请用 --organ 指明机关。")


def _plain(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _form_of(year: int) -> Schema:
    schema = schema_of_year(year)
    if schema is None:
        first = min(schema.first_year for schema in SCHEMAS.values())
        raise FilingRefusedError(f"{first}年以前的年度报告没有统一的统计表格，{year}年的不能导入，没有写入。")
    if year >= date.today().year + 1:
        raise FilingRefusedError(f"{year}年还没有到，不会有这一年的年度报告，没有写入。请核对年度。")
    return schema


def year_set_up(year: int, *, is_stored: bool = True) -> ReportingYear:
    """The reporting year; one that is not set up gets the form then in force and the statutory dates."""
    schema = _form_of(year)
    dates = {
        "schema": schema.key,
        "opens_on": date(year + 1, 1, 1),
        "department_due": date(year + 1, 1, 31),
        "government_due": date(year + 1, 3, 31),
    }
    if not is_stored:
        return ReportingYear.objects.filter(year=year).first() or ReportingYear(year=year, **dates)
    return ReportingYear.objects.get_or_create(year=year, defaults=dates)[0]


def register_by_name(name: str) -> Organ:
    """The organ of that name, registered as its name suggests where it is not yet."""
    organ = organ_by_name(name)
    return organ_register(name=organ.name, kind=organ.kind, level=organ.level, parent=None)


def organ_by_name(name: str) -> Organ:
    """An organ of the kind and on the level its name suggests; not stored."""
    plain = _plain(name)
    return Organ(name=plain, kind=_kind(plain), level=_level(plain))


def _kind(name: str) -> str:
    if _TOWNSHIP.search(name):
        return OrganKind.TOWNSHIP
    if _GOVERNMENT.search(name):
        return OrganKind.GOVERNMENT
    return OrganKind.DEPARTMENT if _DEPARTMENT.search(name) else OrganKind.OTHER


def _level(name: str) -> str:
    """The innermost division the name speaks of; in doubt a county's."""
    if known := level_by_name(name):
        return known
    if _PROVINCE.search(name) and not _CITY.search(_PROVINCE.sub("", name)):
        return Level.PROVINCE
    return Level.CITY if _CITY.search(name) else Level.COUNTY


def scope_label(scope: Scope) -> str:
    return str(ScopeLabel(scope.value).label)
