"""The prose of a generated report: wordings met in published reports, with figures that agree with the tables."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from reports.schema import CellKey
from reports.value import ReportValue
from tests.benchmarks.wordings import (
    CHANNELS,
    LACKS,
    MANAGEMENT,
    NO_APPLICATIONS,
    OPENINGS,
    REMEDIES,
    SUPERVISION,
)

CHINESE = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


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
    numerals = chance.choices((str, chinese_numeral, full_width), (0.84, 0.12, 0.04))[0]
    facts = _Facts(value, previous, us, unit, numerals, chance)
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
    form = chance.randrange(7)
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
    if form == 6 and received.number > 2:
        third = int(received.number) // 3 + 1
        letters, visits = chance.randrange(third), chance.randrange(third)
        online = int(received.number) - letters - visits
        writer.put(f"按申请渠道分，网络申请{online}{unit}，信函申请{letters}{unit}，当面申请{visits}{unit}。")
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


def full_width(number: int) -> str:
    return str(number).translate(FULL_WIDTH)
