"""N-1 to N-8: what the prose says of applications, against table 三."""

from collections.abc import Iterator

from reports.checks.base import Context, Finding, Level, check
from reports.value import ReportValue

from .compare import disagreements

BASIS = "《中华人民共和国政府信息公开条例》第五十条；正文与表格的数字应当一致"
_CAUSES = (
    "表格改了数，正文没有跟着改。",
    "正文沿用了上年或者初稿的数。",
    "正文统计的口径与表格不同（如只计本机关、只计某一渠道）。",
)
_STALE = "表格改了数，正文没有跟着改；或者两处口径不同。"


@check(
    "N-1",
    Level.EXPLAIN,
    "正文收到申请数",
    BASIS,
    where="文字部分中“收到”“受理”政府信息公开申请的件数；表三第一项、第二项总计",
    causes=_CAUSES,
    example="正文“共收到申请76件”，表三新收74件、上年结转1件。",
)
def received(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说收到、受理申请的件数，等于表三本年新收，或者新收加上年结转。"""
    return disagreements(received, value, _STALE)


@check(
    "N-2",
    Level.EXPLAIN,
    "正文上年结转数",
    BASIS,
    where="文字部分中上年结转的件数；表三第二项总计",
    causes=_CAUSES,
    example="正文“上年结转3件”，表三第二项为2。",
)
def carried_in(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说上年结转的件数，等于表三第二项总计。"""
    return disagreements(carried_in, value, _STALE)


@check(
    "N-3",
    Level.EXPLAIN,
    "正文办结数",
    BASIS,
    where="文字部分中“办结”“答复”申请的件数；表三（七）总计",
    causes=_CAUSES,
    example="正文“已办结85件”，表三办理结果总计83。",
)
def handled(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说办结、答复申请的件数，等于表三（七）总计。"""
    return disagreements(handled, value, _STALE)


@check(
    "N-4",
    Level.EXPLAIN,
    "正文结转下年度数",
    BASIS,
    where="文字部分中结转下年度的件数；表三第四项总计",
    causes=_CAUSES,
    example="正文“3件结转下年度办理”，表三第四项为2。",
)
def carried_out(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说结转下年度的件数，等于表三第四项总计。"""
    return disagreements(carried_out, value, _STALE)


@check(
    "N-5",
    Level.EXPLAIN,
    "正文公开、部分公开数",
    BASIS,
    where="文字部分中予以公开、部分公开的件数；表三（一）（二）总计",
    causes=_CAUSES,
    example="正文“予以公开及部分公开258件”，表三两行之和为275。",
)
def granted(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说予以公开、部分公开的件数（或两者之和），等于表三（一）（二）行总计。"""
    return disagreements(granted, value, _STALE)


@check(
    "N-6",
    Level.EXPLAIN,
    "正文不予公开数",
    BASIS,
    where="文字部分中不予公开的件数；表三（三）各行总计",
    causes=_CAUSES,
    example="正文“不予公开35件”，表三（三）各行之和为32。",
)
def refused(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说不予公开的件数，等于表三（三）各行之和。"""
    return disagreements(refused, value, _STALE)


@check(
    "N-7",
    Level.EXPLAIN,
    "正文无法提供、不予处理、其他处理数",
    BASIS,
    where="文字部分中三类结果的件数；表三（四）至（六）各行总计",
    causes=_CAUSES,
    example="正文“无法提供265件”，表三（四）各行之和为337。",
)
def not_provided(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说无法提供、不予处理、其他处理的件数，等于表三（四）（五）（六）各行之和。"""
    return disagreements(not_provided, value, _STALE)


@check(
    "N-8",
    Level.EXPLAIN,
    "正文申请人分类数",
    BASIS,
    where="文字部分中自然人、法人或其他组织的件数；表三各栏",
    causes=_CAUSES,
    example="正文“自然人72件”，表三自然人新收70、上年结转1。",
)
def applicants(value: ReportValue, context: Context) -> Iterator[Finding]:
    """正文所说各类申请人的件数，等于表三该栏的新收、新收加上年结转或者办理总计。"""
    return disagreements(applicants, value, _STALE)
