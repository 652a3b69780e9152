"""The form in force since report year 2021: 国办公开办函〔2021〕30号, 200 cells."""

from . import common
from .base import Block, Item, Kind, Schema, Table

_HEAD = "信息内容"

DOCUMENTS = Table(
    "documents",
    corner=_HEAD,
    columns=(
        Item(
            "本年制发件数",
            "issued",
            gloss="issued this year",
            aliases=("制发件数", "本年制发数"),
            guidance="本年1月1日至12月31日制发的件数。",
        ),
        Item(
            "本年废止件数",
            "repealed",
            gloss="repealed this year",
            aliases=("废止件数", "本年废止数"),
            guidance="本年废止的件数。失效是否计入废止，各地口径不一，按当年通知执行。",
        ),
        Item(
            "现行有效件数",
            "in_force",
            gloss="in force",
            aliases=("有效件数", "现行有效数"),
            guidance="本年12月31日现行有效的件数，通常等于上年现行有效加本年制发减本年废止。",
        ),
    ),
    blocks=(
        Block(
            (
                Item(
                    "规章",
                    "rules",
                    gloss="rules",
                    guidance="只有国务院部门、省级和设区的市、自治州人民政府能制定规章，县级及以下填0。",
                    basis="《立法法》第九十一、九十三条",
                ),
                Item(
                    "行政规范性文件",
                    "normative_documents",
                    gloss="normative documents",
                    aliases=("规范性文件",),
                    guidance="本机关制定的行政规范性文件，转发的不计。",
                    basis="《条例》第二十条第一项",
                ),
            ),
            label="第二十条第（一）项",
        ),
    ),
)

DECISIONS = Table(
    "decisions",
    corner=_HEAD,
    columns=(Item("本年处理决定数量", "count", gloss="decisions this year", aliases=("处理决定数量",)),),
    blocks=(
        Block(
            (
                Item(
                    "行政许可",
                    "licences",
                    gloss="licences",
                    guidance="本年作出的行政许可处理决定数量。",
                    basis="《条例》第二十条第五项",
                ),
            ),
            label="第二十条第（五）项",
        ),
        Block(
            (
                Item(
                    "行政处罚",
                    "penalties",
                    gloss="penalties",
                    guidance="本年作出的行政处罚决定数量。",
                    basis="《条例》第二十条第六项",
                ),
                Item(
                    "行政强制",
                    "coercive_measures",
                    gloss="coercive measures",
                    guidance="本年作出的行政强制决定数量。",
                    basis="《条例》第二十条第六项",
                ),
            ),
            label="第二十条第（六）项",
        ),
    ),
)

CHARGES = Table(
    "charges",
    corner=_HEAD,
    columns=(
        Item(
            "本年收费金额（单位：万元）",
            "amount",
            gloss="amount charged this year, 10,000 yuan",
            kind=Kind.MONEY,
            unit="万元",
            aliases=("本年收费金额",),
        ),
    ),
    blocks=(
        Block(
            (
                Item(
                    "行政事业性收费",
                    "administrative_fees",
                    gloss="administrative fees",
                    guidance="以万元为单位，小数照实填写，不必四舍五入。",
                    basis="《条例》第二十条第八项",
                ),
            ),
            label="第二十条第（八）项",
        ),
    ),
)

OTHER = Item(
    "（六）其他处理",
    gloss="otherwise handled",
    under=(
        Item(
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "other_correction_overdue",
            gloss="correction overdue",
            aliases=("逾期不补正",),
            guidance="申请人无正当理由逾期不补正，视为放弃申请的。",
            basis="《条例》第三十条",
        ),
        Item(
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "other_fee_unpaid",
            gloss="fee unpaid",
            aliases=("缴纳费用", "逾期不缴费", "逾期未缴费", "未按收费通知"),
            guidance="申请人逾期未按收费通知要求缴费，视为放弃申请的。",
            basis="《条例》第四十二条，国办函〔2020〕109号",
        ),
        Item(
            "3.其他",
            "other_other",
            gloss="other",
            aliases=("其它", "其他处理其他", "其他处理3其他"),
            guidance="申请人撤回申请等以上各行之外的情形。",
        ),
    ),
)

V2021 = Schema(
    key="2021",
    title="政府信息公开工作年度报告格式",
    document="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    sections=(
        common.OVERVIEW,
        common.disclosed(DOCUMENTS, DECISIONS, CHARGES),
        common.applied(OTHER),
        common.DISPUTED,
        common.PROBLEMS,
        common.OTHER_MATTERS,
    ),
)
