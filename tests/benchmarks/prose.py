"""The prose of a generated report: wordings met in published reports, with figures that agree with the tables."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from reports.schema import CellKey
from reports.value import ReportValue

CHINESE = "零一二三四五六七八九"
OPENINGS = (
    "认真贯彻落实《条例》，坚持以公开为常态、不公开为例外，扎实推进政府信息公开工作。",
    "在上级的正确领导下，围绕中心工作和群众关切，不断加大公开力度，保障了群众的知情权、参与权和监督权。",
    "严格按照省、市政务公开工作要点，全面推进决策、执行、管理、服务、结果公开，各项工作有序开展。",
    "以学习贯彻党的二十大精神为主线，持续提升政务公开标准化规范化水平，着力打造阳光政府。",
    "聚焦重点领域和民生关切，以公开促落实、促规范、促服务，政府公信力和执行力进一步增强。",
)
MANAGEMENT = (
    "严格执行信息发布“三审三校”制度，全年开展自查{}次。",
    "健全信息发布审查和保密审查机制，对历年公开的文件集中清理{}轮，及时更新失效标注。",
    "落实先审查、后公开要求，明确专人负责信息的采集、编辑和归档，共召开协调会{}次。",
    "加强公文公开属性源头认定，动态调整主动公开基本目录，召开专题会议研究公开事项{}次。",
    "修订公开指南和公开目录，规范文件格式和发布时限，抽查已发布文件{}批次。",
)
CHANNELS = (
    "{us}在运维政务新媒体{accounts}个，更新专题专栏{some}个，12345政务服务便民热线受理群众诉求{many}件，办结率99.2%。",
    "完成门户网站改版，新开设专栏{some}个，网站访问量{accounts}万余次；政务新媒体矩阵共有账号{accounts}个。",
    "依托政府网站和公开专区两个阵地，在便民服务中心设置查阅点{some}处，提供自助查询设备，接待群众{many}人次。",
    "加强政务新媒体备案管理，关停整合账号，目前保留{accounts}个；通过领导信箱收到群众来信{many}件，均已回复。",
    "规范网站栏目设置，检索、下载功能进一步完善，发布政策图解{some}篇，办理网民留言{many}条，回复率100%。",
)
SUPERVISION = (
    "组织业务培训{some}场次，参训人员{many}余人次，将政务公开纳入年度绩效考核，未发生责任追究情形。",
    "把政务公开列入目标考核，按季通报{some}次，接受社会评议，群众满意度保持较高水平，参与测评{many}余人。",
    "定期检查公开栏目更新情况，下发整改通知{some}份；举办培训班，培训工作人员近{many}人次；全年没有责任追究情况。",
    "邀请人大代表、政协委员座谈{some}次，聘请监督员，开设意见箱，对反映的问题逐条答复，年底考评结果为优秀。",
    "建立分管领导负责、专人具体落实的工作机制，开展以会代训{some}次，覆盖{many}余人，公开质量明显提高。",
)
LACKS = (
    "政策解读形式较为单一",
    "公开内容更新不够及时",
    "工作人员业务能力有待提高",
    "基层公开意识不强",
    "栏目设置不够合理",
    "依申请公开答复的规范性还需加强",
    "与群众互动交流的渠道还不够多",
)
REMEDIES = (
    "加强培训，力争全年培训不少于{}次",
    "丰富解读形式，提高图解、视频解读占比",
    "健全考核机制，压实公开责任",
    "优化栏目设置，每月检查{}次",
    "完善依申请公开办理流程，加强与申请人沟通",
    "配强工作力量，建立常态化学习机制",
)
NO_APPLICATIONS = (
    "本年度没有收到政府信息公开申请。",
    "全年没有收到公民、法人或其他组织提出的公开申请。",
    "本年度未收到依申请公开件。",
)
NO_DISPUTES = ("未发生行政复议和行政诉讼案件。", "全年无因政府信息公开引发的行政复议、行政诉讼。")


@dataclass(frozen=True)
class Said:
    """A figure in a text that follows from the tables: ``text[start:end]`` prints ``number``.

    ``cells`` add up to it where it is a count; ``what`` is count, percent or change.
    """

    text: str
    start: int
    end: int
    number: Decimal
    cells: tuple[CellKey, ...]
    what: str


class _Writer:
    """A text as it grows."""

    def __init__(self, key: str, chance: random.Random) -> None:
        self.key = key
        self.chance = chance
        self.text = ""
        self.said: list[Said] = []

    def put(self, *parts: "str | _Figure") -> None:
        for part in parts:
            if isinstance(part, str):
                self.text += part
            else:
                start = len(self.text)
                self.text += part.printed
                if part.cells:
                    end = start + len(part.printed)
                    self.said.append(Said(self.key, start, end, part.number, part.cells, part.what))


@dataclass(frozen=True)
class _Figure:
    printed: str
    number: Decimal
    cells: tuple[CellKey, ...] = ()
    what: str = "count"


@dataclass(frozen=True)
class _Facts:
    value: ReportValue
    previous: ReportValue | None
    us: str
    unit: str
    numerals: Callable[[int], str]
    chance: random.Random

    def sum(self, cells: Iterable[CellKey], value: ReportValue | None = None) -> int:
        cells_of = (value or self.value).cells
        return sum(int(cells_of.get(cell) or 0) for cell in cells)

    def count(self, *cells: CellKey) -> _Figure:
        number = self.sum(cells)
        return _Figure(self.numerals(number), Decimal(number), cells)

    def rows(self, start: str) -> tuple[CellKey, ...]:
        table = self.value.schema.tables["applications"]
        return tuple(table.cell(row, "total") for row in table.row_keys if row.startswith(start))

    def share(self, part: Iterable[CellKey], whole: Iterable[CellKey]) -> _Figure:
        part, whole = tuple(part), tuple(whole)
        return self._percent(Decimal(self.sum(part) * 100) / self.sum(whole), (*part, *whole), "percent")

    def change(self, *cells: CellKey) -> tuple[str, _Figure] | None:
        """Up or down, and by how many percent; ``None`` where that cannot be said."""
        if self.previous is None:
            return None
        last, this = self.sum(cells, self.previous), self.sum(cells)
        if last == 0 or last == this:
            return None
        percent = self._percent(abs(Decimal((this - last) * 100) / last), cells, "change")
        words = ("增长", "上升", "增加") if this > last else ("下降", "减少", "降低")
        return self.chance.choice(words), percent

    def _percent(self, number: Decimal, cells: tuple[CellKey, ...], what: str) -> _Figure:
        places = self.chance.choice((Decimal("0.1"), Decimal("0.01"), Decimal("0.01")))
        rounded = number.quantize(places, self.chance.choice((ROUND_HALF_UP, ROUND_HALF_UP, ROUND_DOWN)))
        whole = rounded == rounded.to_integral() and self.chance.random() < 0.7  # 100%, not 100.00%
        return _Figure(f"{int(rounded)}%" if whole else f"{rounded}%", rounded, cells, what)


RECEIVED, CARRIED_IN = "applications.received.total", "applications.carried_in.total"
HANDLED, CARRIED_OUT = "applications.handled_total.total", "applications.carried_out.total"
CHARGES = ("charges.administrative_fees.amount", "charges.administrative_fees.items_last_year")
ORGANISATIONS = ("company", "research", "nonprofit", "legal_service", "other")


def write(
    value: ReportValue, previous: ReportValue | None, us: str, chance: random.Random
) -> tuple[ReportValue, tuple[Said, ...]]:
    """The report with prose, and the figures in it."""
    unit = chance.choice(("件", "件", "件", "件", "件", "宗", "份"))
    chinese = chance.random() < 0.12
    facts = _Facts(value, previous, us, unit, chinese_numeral if chinese else str, chance)
    writers = [_Writer(key, chance) for key in ("preamble", "overview", "problems", "other_matters")]
    preamble, overview, problems, other = writers
    _preamble(preamble, facts)
    _overview(overview, facts)
    _problems(problems, facts)
    _other_matters(other, facts)
    return (
        value.replace(texts={writer.key: writer.text for writer in writers}),
        tuple(said for writer in writers for said in writer.said),
    )


def _preamble(writer: _Writer, facts: _Facts) -> None:
    year = facts.value.year
    if facts.chance.random() < 0.3:
        return
    period = facts.chance.choice(
        (
            f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
            f"本年度报告中所列数据的统计期限为{year}年1月1日至12月31日。",
            f"报告所列统计期限自{year} 年1 月1 日至{year} 年12 月31 日。",
        )
    )
    writer.put(
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）第五十条规定，"
        f"现公布{facts.value.organ}{year}年政府信息公开工作年度报告。{period}"
        "如有疑问，请与本机关联系（地址：解放路18号，电话：0571-88012345）。"
    )


def _overview(writer: _Writer, facts: _Facts) -> None:
    writer.put(f"{facts.value.year}年，{facts.us}{facts.chance.choice(OPENINGS)}\n")
    _proactive(writer, facts)
    _on_request(writer, facts)
    chance = facts.chance
    numbers = {"us": facts.us, "accounts": chance.randrange(2, 60), "some": chance.randrange(1, 9)}
    numbers["many"] = chance.randrange(20, 2_000)
    writer.put("（三）政府信息管理。", chance.choice(MANAGEMENT).format(chance.randrange(1, 12)))
    writer.put("\n（四）政府信息公开平台建设。", chance.choice(CHANNELS).format(**numbers))
    writer.put("\n（五）监督保障。", chance.choice(SUPERVISION).format(**numbers))


def _proactive(writer: _Writer, facts: _Facts) -> None:
    parts = [facts.chance.randrange(3, 400) for _ in range(3)]
    whole = sum(parts)
    writer.put(
        facts.chance.choice(
            (
                f"（一）主动公开。全年通过政府网站主动公开政府信息{whole}条，其中政策文件{parts[0]}条，"
                f"工作动态{parts[1]}条，财政信息{parts[2]}条。",
                f"（一）主动公开情况。围绕权力运行、财政资金和公共服务，及时公开各类信息{whole}条："
                f"部门动态{parts[0]}条、通知公告{parts[1]}条、规划计划{parts[2]}条。",
                f"（一）主动公开方面。{facts.us}通过网站、公告栏等发布信息共计{whole}条，召开新闻发布会"
                f"{parts[0] % 9}场，重要政策解读率达到100%。",
                f"（一）主动公开。及时公布机构职能、领导分工、预算决算等内容，累计公开信息{whole}余条。",
            )
        )
    )
    if facts.value.schema.key == "2021" and facts.chance.random() < 0.7:
        row = "documents.normative_documents."
        issued, repealed, stock = (facts.count(row + column) for column in ("issued", "repealed", "in_force"))
        wordings: tuple[tuple[str | _Figure, ...], ...] = (
            ("本年制发行政规范性文件", issued, "件，废止", repealed, "件，现行有效", stock, "件。"),
            ("全年制定行政规范性文件", issued, "件，现行有效行政规范性文件", stock, "件。"),
            ("年内新制发规范性文件", issued, "份，清理废止规范性文件", repealed, "份。"),
        )
        writer.put(*facts.chance.choice(wordings))
    if facts.chance.random() < 0.5:
        licences, penalties = facts.count("decisions.licences.count"), facts.count("decisions.penalties.count")
        writer.put("全年作出行政许可决定", licences, "件，行政处罚决定", penalties, "件。")
    writer.put("\n")


def _on_request(writer: _Writer, facts: _Facts) -> None:
    unit, chance = facts.unit, facts.chance
    received, carried = facts.count(RECEIVED), facts.count(CARRIED_IN)
    handled, left, both = facts.count(HANDLED), facts.count(CARRIED_OUT), facts.count(RECEIVED, CARRIED_IN)
    writer.put("（二）依申请公开。")
    if not both.number:
        writer.put(chance.choice(NO_APPLICATIONS))
        _contested(writer, facts)
        writer.put("\n")
        return
    form = chance.randrange(6)
    year = facts.value.year
    if form == 0:
        writer.put(f"{year}年，{facts.us}共收到政府信息公开申请", received, unit)
        _change(writer, facts, RECEIVED)
        writer.put(
            "，上年结转", carried, f"{unit}；全年办结", handled, f"{unit}，结转下年度继续办理", left, f"{unit}。"
        )
    elif form == 1:
        writer.put(
            "全年共办理依申请公开", both, f"{unit}（含上年度结转", carried, f"{unit}），其中已答复", handled, unit
        )
        writer.put("，另有", left, f"{unit}顺延到下年度答复。")
    elif form == 2:
        natural, organisations = _applicants(facts)
        writer.put(
            "本年新收政府信息公开申请",
            received,
            f"{unit}，其中自然人",
            natural,
            f"{unit}，法人或其他组织",
            organisations,
        )
        writer.put(f"{unit}。已全部按期办理，本年度办结", handled, f"{unit}，", left, f"{unit}结转下年度办理。")
    elif form == 3:
        writer.put("共受理政府信息公开申请", received, unit)
        _change(writer, facts, RECEIVED)
        writer.put(
            "；答复政府信息公开申请", handled, f"{unit}，办结率为", facts.share([HANDLED], [RECEIVED, CARRIED_IN]), "。"
        )
    elif form == 4:
        writer.put(
            "收到依申请公开", received, f"{unit}，加上上一年度结转的", carried, f"{unit}，合计", both, f"{unit}，"
        )
        writer.put("均依法依规答复。")
    else:
        writer.put(
            f"{year}年度，县内外群众通过网络、信函、当面等渠道提出申请，{facts.us}新收申请", received, f"{unit}，"
        )
        writer.put("按时办结", handled, f"{unit}。")
    if handled.number and chance.random() < 0.7:
        _results(writer, facts)
    _contested(writer, facts)
    writer.put("\n")


def _change(writer: _Writer, facts: _Facts, cell: CellKey) -> None:
    change = facts.change(cell)
    if change and facts.chance.random() < 0.7:
        word, percent = change
        writer.put(facts.chance.choice(("，同比", "，较上年", "，比上年")), word, percent)


def _applicants(facts: _Facts) -> tuple[_Figure, _Figure]:
    row = "applications.received."
    return facts.count(f"{row}natural"), facts.count(*(row + column for column in ORGANISATIONS))


def _results(writer: _Writer, facts: _Facts) -> None:
    unit = facts.unit
    groups = [
        ("予以公开", facts.rows("granted")),
        ("部分公开", facts.rows("partly_granted")),
        ("不予公开", facts.rows("refused")),
        ("无法提供", facts.rows("unable")),
        ("不予处理", facts.rows("rejected")),
        ("其他处理", facts.rows("other")),
    ]
    if facts.chance.random() < 0.3:
        groups = groups[: facts.chance.randrange(2, 6)]
    shares = facts.chance.random() < 0.4
    writer.put(facts.chance.choice(("办理结果为：", "从答复情况看，", "其中，")))
    for place, (name, cells) in enumerate(groups):
        writer.put("，" if place and not shares else "；" if place else "", name, facts.count(*cells), unit)
        if shares:
            writer.put("，占", facts.chance.choice(("", "办结总数的", "比")), facts.share(cells, [HANDLED]))
    writer.put("。")


def _contested(writer: _Writer, facts: _Facts) -> None:
    reconsideration = facts.count("disputes.reconsideration.total")
    litigation = facts.count("disputes.litigation_direct.total", "disputes.litigation_after_reconsideration.total")
    if not reconsideration.number and not litigation.number:
        writer.put(
            facts.chance.choice(("未发生行政复议和行政诉讼案件。", "全年无因政府信息公开引发的行政复议、行政诉讼。"))
        )
    elif facts.chance.random() < 0.5:
        writer.put("因政府信息公开被申请行政复议", reconsideration, "件，被提起行政诉讼", litigation, "件。")
    else:
        columns = (("结果维持", "upheld"), ("结果纠正", "corrected"), ("其他结果", "other"), ("尚未审结", "pending"))
        writer.put("政府信息公开行政复议", reconsideration, "件，其中")
        for place, (name, column) in enumerate(columns):
            writer.put("，" if place else "", name, facts.count(f"disputes.reconsideration.{column}"), "件")
        writer.put("；政府信息公开行政诉讼", litigation, "件。")


def _problems(writer: _Writer, facts: _Facts) -> None:
    year = facts.value.year
    lacks = facts.chance.sample(LACKS, 3)
    remedies = [remedy.format(facts.chance.randrange(2, 5)) for remedy in facts.chance.sample(REMEDIES, 3)]
    writer.put(f"{year}年，{facts.us}政府信息公开工作取得一定成效，但仍存在一些问题：")
    writer.put(f"一是{lacks[0]}；二是{lacks[1]}；三是{lacks[2]}。\n")
    if facts.chance.random() < 0.6:
        writer.put(f"针对上年存在的{facts.chance.randrange(2, 5)}个问题，已逐项整改到位。")
    writer.put(f"{year + 1}年，{facts.us}将从以下方面改进：")
    writer.put(f"一是{remedies[0]}；二是{remedies[1]}；三是{remedies[2]}。")


def _other_matters(writer: _Writer, facts: _Facts) -> None:
    year = facts.value.year
    if facts.sum(["applications.other_fee_unpaid.total"]):
        notices = facts.sum(["applications.other_fee_unpaid.total"]) + facts.chance.randrange(1, 9)
        # The fee is one of the charges of table 二: where there are none, nobody has paid.
        charged = any(facts.value.cells.get(cell) for cell in CHARGES)
        paid = facts.chance.randrange(200, 4_000, 10) if charged else 0
        writer.put(
            f"按照《政府信息公开信息处理费管理办法》，{year}年发出收费通知{notices}件，总金额{paid + 800}元，"
            f"实际收取信息处理费{paid}元。"
        )
        return
    writer.put(
        facts.chance.choice(
            (
                f"{year}年度，{facts.us}未发出信息处理费收费通知，收取信息处理费0元。",
                "本年度未收取政府信息公开信息处理费，发出收费通知的件数和总金额以及实际收取的总金额均为0。",
                f"依据《政府信息公开信息处理费管理办法》，本机关{year}年没有产生信息处理费。无其他需要报告的事项。",
            )
        )
    )


def chinese_numeral(number: int) -> str:
    """123 is 一百二十三; 0 and numbers from 10,000 stay in digits, as offices write them."""
    if number == 0 or number >= 10_000:
        return str(number)
    found, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            found += (CHINESE[0] if gap and found else "") + CHINESE[digit] + name
        gap = not digit
    return found.removeprefix("一") if found.startswith("一十") else found
