"""What the 2019 and the 2021 form print alike: applicants, applications, review and litigation, the prose sections.

Labels are those of published reports that reproduce the form cell by cell. Guidance rests on 《条例》
(国务院令第711号), 国办函〔2020〕109号 and, where an article is silent, on the practice of published reports.
"""

from .base import Balance, Block, Carry, Item, Layout, Section, Table, Text

APPLICANTS = (
    Item(
        "自然人",
        "natural",
        gloss="natural persons",
        guidance="按申请人归类，不按代理人归类。一份申请表计1件，其中列几项内容仍计1件。",
    ),
    Item(
        "法人或其他组织",
        gloss="legal persons and other organisations",
        aliases=("法人和其他组织", "法人及其他组织", "法人或者其他组织", "法人或其它组织"),
        under=(
            Item(
                "商业企业",
                "company",
                gloss="commercial enterprises",
                aliases=("商业企业法人",),
                guidance="公司等商业企业提出的申请。",
            ),
            Item(
                "科研机构",
                "research",
                gloss="research institutions",
                aliases=("科研院所", "科学研究机构"),
                guidance="科研机构提出的申请。",
            ),
            Item(
                "社会公益组织",
                "nonprofit",
                gloss="public-benefit organisations",
                aliases=("社会公益性组织", "公益组织"),
                guidance="社会团体、基金会等社会公益组织提出的申请。",
            ),
            Item(
                "法律服务机构",
                "legal_service",
                gloss="legal service providers",
                aliases=("法律服务组织",),
                guidance="律师事务所、法律服务所以自己名义提出的申请；代理自然人申请的仍计入自然人。",
            ),
            Item(
                "其他",
                "other",
                gloss="other organisations",
                aliases=("其它", "其他组织"),
                guidance="前四类以外的法人或其他组织。",
            ),
        ),
    ),
    Item(
        "总计",
        "total",
        gloss="all applicants",
        aliases=("合计",),
        total_of=("natural", "company", "research", "nonprofit", "legal_service", "other"),
        guidance="自然人至其他六栏之和。",
    ),
)

_REFUSED = Item(
    "（三）不予公开",
    gloss="refused",
    aliases=("不予以公开",),
    under=(
        Item(
            "1.属于国家秘密",
            "refused_state_secret",
            gloss="state secret",
            aliases=("涉及国家秘密",),
            guidance="依法确定为国家秘密的政府信息。",
            basis="《条例》第十四条",
        ),
        Item(
            "2.其他法律行政法规禁止公开",
            "refused_prohibited_by_law",
            gloss="disclosure prohibited by law or administrative regulation",
            aliases=("法律行政法规禁止公开", "法律法规禁止公开"),
            guidance="法律、行政法规禁止公开的政府信息。",
            basis="《条例》第十四条",
        ),
        Item(
            "3.危及“三安全一稳定”",
            "refused_security_stability",
            gloss="endangers national, public or economic security or social stability",
            aliases=("三安全一稳定", "三安全一稳定的"),
            guidance="公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息。",
            basis="《条例》第十四条",
        ),
        Item(
            "4.保护第三方合法权益",
            "refused_third_party_rights",
            gloss="protects third parties",
            aliases=("第三方合法权益", "损害第三方合法权益"),
            guidance="涉及商业秘密、个人隐私，公开会损害第三方合法权益的。",
            basis="《条例》第十五条、第三十二条",
        ),
        Item(
            "5.属于三类内部事务信息",
            "refused_internal_affairs",
            gloss="internal affairs",
            aliases=("三类内部事务信息", "内部事务信息"),
            guidance="人事管理、后勤管理、内部工作流程三类信息。",
            basis="《条例》第十六条第一款",
        ),
        Item(
            "6.属于四类过程性信息",
            "refused_process_information",
            gloss="deliberative material",
            aliases=("四类过程性信息", "过程性信息"),
            guidance="讨论记录、过程稿、磋商信函、请示报告四类信息。",
            basis="《条例》第十六条第二款",
        ),
        Item(
            "7.属于行政执法案卷",
            "refused_enforcement_file",
            gloss="enforcement case file",
            aliases=("行政执法案卷", "执法案卷"),
            guidance="行政执法案卷信息。",
            basis="《条例》第十六条第二款",
        ),
        Item(
            "8.属于行政查询事项",
            "refused_administrative_inquiry",
            gloss="subject to a separate access procedure",
            aliases=("行政查询事项", "查询事项"),
            guidance="工商、不动产登记资料等，法律、行政法规另有查询规定的。",
            basis="《条例》第三十六条第七项",
        ),
    ),
)

_UNABLE = Item(
    "（四）无法提供",
    gloss="cannot be provided",
    under=(
        Item(
            "1.本机关不掌握相关政府信息",
            "unable_not_held",
            gloss="not held by this organ",
            aliases=("本机关不掌握", "本单位不掌握", "本行政机关不掌握", "不掌握相关政府信息"),
            guidance="经检索没有所申请公开信息，或者不属于本机关负责公开的。",
            basis="《条例》第三十六条第四、五项",
        ),
        Item(
            "2.没有现成信息需要另行制作",
            "unable_needs_creation",
            gloss="would have to be created",
            aliases=("没有现成信息", "无现成信息", "需要另行制作", "需另行制作"),
            guidance="需要对现有信息进行加工、分析的。",
            basis="《条例》第三十八条",
        ),
        Item(
            "3.补正后申请内容仍不明确",
            "unable_unclear_after_correction",
            gloss="still unclear after correction",
            aliases=("补正后申请内容仍不明确", "补正后仍不明确", "补正后申请仍不明确", "申请内容仍不明确"),
            guidance="申请人按期补正，但申请内容仍不明确的。",
            basis="《条例》第三十条",
        ),
    ),
)

_REJECTED = Item(
    "（五）不予处理",
    gloss="not processed",
    under=(
        Item(
            "1.信访举报投诉类申请",
            "rejected_petition",
            gloss="petition, report or complaint",
            aliases=("信访举报投诉", "信访投诉举报", "信访类申请"),
            guidance="以政府信息公开申请的形式进行信访、投诉、举报等活动的。",
            basis="《条例》第三十九条第一款",
        ),
        Item(
            "2.重复申请",
            "rejected_repeat",
            gloss="repeated application",
            aliases=("重复提出申请",),
            guidance="已就申请作出答复，申请人重复申请公开相同政府信息的。",
            basis="《条例》第三十六条第六项",
        ),
        Item(
            "3.要求提供公开出版物",
            "rejected_published_material",
            gloss="asks for published material",
            aliases=("公开出版物",),
            guidance="要求提供政府公报、报刊、书籍等公开出版物的。",
            basis="《条例》第三十九条第二款",
        ),
        Item(
            "4.无正当理由大量反复申请",
            "rejected_excessive",
            gloss="excessive without good reason",
            aliases=("大量反复申请", "反复大量申请"),
            guidance="申请数量、频次明显超过合理范围，说明的理由不合理的。",
            basis="《条例》第三十五条",
        ),
        Item(
            "5.要求行政机关确认或重新出具已获取信息",
            "rejected_confirm_or_reissue",
            gloss="asks to confirm or reissue information already obtained",
            aliases=("确认或重新出具", "确认或者重新出具", "重新出具已获取", "确认已获取信息"),
            guidance="要求确认或者重新出具已经获取的政府信息的。",
        ),
    ),
)

_DETAIL = tuple(leaf.key for group in (_REFUSED, _UNABLE, _REJECTED) for leaf in group.leaves)


def applications(other: Item) -> Table:
    """Table 三; ``other`` is its （六）其他处理, the one part in which the forms differ."""
    return Table(
        "applications",
        corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        columns=(Item("申请人情况", gloss="applicants", under=APPLICANTS),),
        blocks=(
            Block(
                (
                    Item(
                        "一、本年新收政府信息公开申请数量",
                        "received",
                        gloss="new applications this year",
                        aliases=("本年新收", "新收政府信息公开申请", "本年度新收", "当年新收"),
                        guidance="本年1月1日至12月31日收到的申请，以收到申请之日为准。",
                        basis="《条例》第三十一条",
                    ),
                    Item(
                        "二、上年结转政府信息公开申请数量",
                        "carried_in",
                        gloss="carried in from last year",
                        aliases=("上年结转", "上年度结转", "上一年度结转", "上一年结转"),
                        guidance="上年12月31日尚未办结的申请，应与上年报告的第四项逐栏相等。",
                    ),
                    Item(
                        "三、本年度办理结果",
                        gloss="results this year",
                        aliases=("本年度办理结果",),
                        under=(
                            Item(
                                "（一）予以公开",
                                "granted",
                                gloss="granted",
                                aliases=("同意公开",),
                                guidance="已主动公开、告知获取途径的，或者直接提供信息的。",
                                basis="《条例》第三十六条第一、二项",
                            ),
                            Item(
                                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                                "partly_granted",
                                gloss="partly granted",
                                aliases=("部分公开",),
                                guidance="作区分处理、部分提供的，只计在本行，不再计入其他各行。",
                                basis="《条例》第三十七条",
                            ),
                            _REFUSED,
                            _UNABLE,
                            _REJECTED,
                            other,
                            Item(
                                "（七）总计",
                                "handled_total",
                                gloss="all results",
                                aliases=("合计", "办理结果总计", "办理结果合计"),
                                total_of=("granted", "partly_granted", *_DETAIL, *(leaf.key for leaf in other.leaves)),
                                guidance="本年办结数：（一）至（六）各行之和。",
                            ),
                        ),
                    ),
                    Item(
                        "四、结转下年度继续办理",
                        "carried_out",
                        gloss="carried out to next year",
                        aliases=("结转下年度", "结转下年", "结转下一年度", "转下年度"),
                        guidance="本年12月31日尚未办结的申请，含等待补正、征求意见、缴费的。",
                    ),
                )
            ),
        ),
        balances=(Balance(("received", "carried_in"), ("handled_total", "carried_out")),),
        carries=(Carry(last_year="carried_out", this_year="carried_in"),),
    )


DISPUTES = Table(
    "disputes",
    layout=Layout.ACROSS,
    columns=(
        Item(
            "结果维持",
            "upheld",
            gloss="upheld",
            aliases=("维持",),
            guidance="复议维持或驳回复议请求；诉讼判决驳回诉讼请求。",
            basis="《行政复议法》第六十八、六十九条，《行政诉讼法》第六十九条",
        ),
        Item(
            "结果纠正",
            "corrected",
            gloss="corrected",
            aliases=("纠正",),
            guidance="变更、撤销、确认违法或无效、责令履行；诉讼另含给付判决。",
            basis="《行政复议法》第六十三至六十七条，《行政诉讼法》第七十、七十二至七十五、七十七条",
        ),
        Item(
            "其他结果",
            "other",
            gloss="other result",
            guidance="不予受理、驳回申请或起诉、终止、调解、和解或撤诉。",
            basis="《行政复议法》第三十三、四十一、七十三、七十四条，《行政诉讼法》第六十二条",
        ),
        Item(
            "尚未审结",
            "pending",
            gloss="pending",
            aliases=("未审结", "尚未办结"),
            guidance="本年12月31日尚未作出决定或裁判的。",
        ),
        Item(
            "总计",
            "total",
            gloss="all",
            aliases=("合计",),
            total_of=("upheld", "corrected", "other", "pending"),
            guidance="结果维持、结果纠正、其他结果、尚未审结之和。",
        ),
    ),
    blocks=(
        Block(
            (
                Item("行政复议", "reconsideration", gloss="administrative reconsideration"),
                Item(
                    "行政诉讼",
                    gloss="administrative litigation",
                    under=(
                        Item(
                            "未经复议直接起诉",
                            "litigation_direct",
                            gloss="litigation without reconsideration",
                            aliases=("直接起诉", "未经复议直接提起诉讼"),
                        ),
                        Item(
                            "复议后起诉",
                            "litigation_after_reconsideration",
                            gloss="litigation after reconsideration",
                            aliases=("经复议后起诉", "复议后提起诉讼"),
                            guidance="经过复议的案件再起诉，在行政复议和本栏各计一次。",
                        ),
                    ),
                ),
            )
        ),
    ),
)

OVERVIEW = Section(
    "一",
    "总体情况",
    "overview",
    "总体情况",
    text=Text(
        "overview",
        "overview",
        topics=("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"),
        guidance="包括主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面，不能遗漏，也不宜泛化。",
    ),
)
PROBLEMS = Section(
    "五",
    "存在的主要问题及改进情况",
    "problems and improvements",
    "问题及改进",
    text=Text("problems", "problems and improvements", guidance="写清主要问题、上年问题的改进情况和下一步措施。"),
    aliases=(
        "政府信息公开工作存在的主要问题及改进情况",
        "存在问题及改进情况",
        "政府信息公开工作存在的问题及改进情况",
        "存在的问题及改进情况",
        "存在的主要问题及整改措施",
        "存在的主要问题及改进措施",
        "存在的主要问题和改进措施",
    ),
)
OTHER_MATTERS = Section(
    "六",
    "其他需要报告的事项",
    "other matters",
    "其他事项",
    text=Text(
        "other_matters",
        "other matters to report",
        guidance="写明发出收费通知的件数和总金额、实际收取的总金额，为0也要写明。",
    ),
    aliases=("其他事项", "需要报告的其他事项", "其他需要报告的情况"),
)


def disclosed(*tables: Table) -> Section:
    return Section("二", "主动公开政府信息情况", "proactive disclosure", "主动公开", tables=tables)


def applied(other: Item) -> Section:
    return Section(
        "三",
        "收到和处理政府信息公开申请情况",
        "applications received and handled",
        "收到和处理申请",
        tables=(applications(other),),
        aliases=("收到和处理政府信息公开申请的情况",),
    )


DISPUTED = Section(
    "四",
    "政府信息公开行政复议、行政诉讼情况",
    "administrative reconsideration and litigation",
    "复议诉讼",
    tables=(DISPUTES,),
    aliases=(
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
    ),
)
