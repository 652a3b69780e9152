"""The forms as they are printed, typed from the paper: a cell ``text`` or ``text[columns×rows]``, a figure ``#``."""

APPLICANTS = ["natural", "company", "research", "nonprofit", "legal_service", "other", "total"]

_RESULTS = """
received carried_in granted partly_granted
refused_state_secret refused_prohibited_by_law refused_security_stability refused_third_party_rights
refused_internal_affairs refused_process_information refused_enforcement_file refused_administrative_inquiry
unable_not_held unable_needs_creation unable_unclear_after_correction
rejected_petition rejected_repeat rejected_published_material rejected_excessive rejected_confirm_or_reissue
"""

APPLICATION_ROWS = {
    "2021": f"{_RESULTS} other_correction_overdue other_fee_unpaid other_other handled_total carried_out".split(),
    "2019": f"{_RESULTS} other_processing handled_total carried_out".split(),
}

# (table, rows, columns) in the order of the paper.
_DISPUTES = (
    "disputes",
    ["reconsideration", "litigation_direct", "litigation_after_reconsideration"],
    ["upheld", "corrected", "other", "pending", "total"],
)
TABLES = {
    "2021": [
        ("documents", ["rules", "normative_documents"], ["issued", "repealed", "in_force"]),
        ("decisions", ["licences", "penalties", "coercive_measures"], ["count"]),
        ("charges", ["administrative_fees"], ["amount"]),
        ("applications", APPLICATION_ROWS["2021"], APPLICANTS),
        _DISPUTES,
    ],
    "2019": [
        ("documents", ["rules", "normative_documents"], ["made", "newly_published", "published_total"]),
        (
            "decisions",
            ["licences", "other_services", "penalties", "coercive_measures"],
            ["items_last_year", "change", "count"],
        ),
        ("charges", ["administrative_fees"], ["items_last_year", "change"]),
        ("procurement", ["government_procurement"], ["items", "amount"]),
        ("applications", APPLICATION_ROWS["2019"], APPLICANTS),
        _DISPUTES,
    ],
}

DISCLOSURE_2021 = """
第二十条第（一）项[4×1]
信息内容 ｜ 本年制发件数 ｜ 本年废止件数 ｜ 现行有效件数
规章 ｜ # ｜ # ｜ #
行政规范性文件 ｜ # ｜ # ｜ #
第二十条第（五）项[4×1]
信息内容 ｜ 本年处理决定数量[3×1]
行政许可 ｜ #[3×1]
第二十条第（六）项[4×1]
信息内容 ｜ 本年处理决定数量[3×1]
行政处罚 ｜ #[3×1]
行政强制 ｜ #[3×1]
第二十条第（八）项[4×1]
信息内容 ｜ 本年收费金额（单位：万元）[3×1]
行政事业性收费 ｜ #[3×1]
"""

# Blocks of three and of two columns share one grid, so the middle column of three is printed over two.
DISCLOSURE_2019 = """
第二十条第（一）项[5×1]
信息内容 ｜ 本年新制作数量 ｜ 本年新公开数量[2×1] ｜ 对外公开总数量
规章 ｜ # ｜ #[2×1] ｜ #
规范性文件 ｜ # ｜ #[2×1] ｜ #
第二十条第（五）项[5×1]
信息内容 ｜ 上一年项目数量 ｜ 本年增/减[2×1] ｜ 处理决定数量
行政许可 ｜ # ｜ #[2×1] ｜ #
其他对外管理服务事项 ｜ # ｜ #[2×1] ｜ #
第二十条第（六）项[5×1]
信息内容 ｜ 上一年项目数量 ｜ 本年增/减[2×1] ｜ 处理决定数量
行政处罚 ｜ # ｜ #[2×1] ｜ #
行政强制 ｜ # ｜ #[2×1] ｜ #
第二十条第（八）项[5×1]
信息内容 ｜ 上一年项目数量[2×1] ｜ 本年增/减[2×1]
行政事业性收费 ｜ #[2×1] ｜ #[2×1]
第二十条第（九）项[5×1]
信息内容 ｜ 采购项目数量[2×1] ｜ 采购总金额[2×1]
政府集中采购 ｜ #[2×1] ｜ #[2×1]
"""

_APPLICATIONS_HEAD = """
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）[3×3] ｜ 申请人情况[7×1]
自然人[1×2] ｜ 法人或其他组织[5×1] ｜ 总计[1×2]
商业企业 ｜ 科研机构 ｜ 社会公益组织 ｜ 法律服务机构 ｜ 其他
一、本年新收政府信息公开申请数量[3×1] ｜ @
二、上年结转政府信息公开申请数量[3×1] ｜ @
"""
_APPLICATIONS_RESULTS = """
（二）部分公开（区分处理的，只计这一情形，不计其他情形）[2×1] ｜ @
（三）不予公开[1×8] ｜ 1.属于国家秘密 ｜ @
2.其他法律行政法规禁止公开 ｜ @
3.危及“三安全一稳定” ｜ @
4.保护第三方合法权益 ｜ @
5.属于三类内部事务信息 ｜ @
6.属于四类过程性信息 ｜ @
7.属于行政执法案卷 ｜ @
8.属于行政查询事项 ｜ @
（四）无法提供[1×3] ｜ 1.本机关不掌握相关政府信息 ｜ @
2.没有现成信息需要另行制作 ｜ @
3.补正后申请内容仍不明确 ｜ @
（五）不予处理[1×5] ｜ 1.信访举报投诉类申请 ｜ @
2.重复申请 ｜ @
3.要求提供公开出版物 ｜ @
4.无正当理由大量反复申请 ｜ @
5.要求行政机关确认或重新出具已获取信息 ｜ @
"""
_APPLICATIONS_END = """
（七）总计[2×1] ｜ @
四、结转下年度继续办理[3×1] ｜ @
"""


def _applications(first: str, other: str) -> str:
    whole = _APPLICATIONS_HEAD + first + _APPLICATIONS_RESULTS + other + _APPLICATIONS_END
    return whole.replace("@", "# ｜ # ｜ # ｜ # ｜ # ｜ # ｜ #")


APPLICATIONS_2021 = _applications(
    "三、本年度办理结果[1×22] ｜ （一）予以公开[2×1] ｜ @",
    """
（六）其他处理[1×3] ｜ 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 ｜ @
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 ｜ @
3.其他 ｜ @
""",
)
APPLICATIONS_2019 = _applications("三、本年度办理结果[1×20] ｜ （一）予以公开[2×1] ｜ @", "（六）其他处理[2×1] ｜ @")

DISPUTES = """
行政复议[5×1] ｜ 行政诉讼[10×1]
结果维持[1×2] ｜ 结果纠正[1×2] ｜ 其他结果[1×2] ｜ 尚未审结[1×2] ｜ 总计[1×2] ｜ \
未经复议直接起诉[5×1] ｜ 复议后起诉[5×1]
结果维持 ｜ 结果纠正 ｜ 其他结果 ｜ 尚未审结 ｜ 总计 ｜ 结果维持 ｜ 结果纠正 ｜ 其他结果 ｜ 尚未审结 ｜ 总计
# ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ # ｜ #
"""

PRINTED = {
    ("2021", "二"): DISCLOSURE_2021,
    ("2021", "三"): APPLICATIONS_2021,
    ("2021", "四"): DISPUTES,
    ("2019", "二"): DISCLOSURE_2019,
    ("2019", "三"): APPLICATIONS_2019,
    ("2019", "四"): DISPUTES,
}
