"""The trial form of report years 2019 and 2020: 国办公开办函〔2019〕60号, 198 cells."""

from . import common
from .base import Block, Item, Kind, Schema, Table

_HEAD = "信息内容"
_ITEMS_LAST_YEAR = Item(
    "上一年项目数量", "items_last_year", gloss="items last year", unit="项", aliases=("上年项目数量",)
)
_CHANGE = Item(
    "本年增/减",
    "change",
    gloss="change this year",
    kind=Kind.CHANGE,
    unit="项",
    guidance="比上一年增加填正数，减少填负数，没有变化填0。",
)

DOCUMENTS = Table(
    "documents",
    corner=_HEAD,
    columns=(
        Item("本年新制作数量", "made", gloss="made this year"),
        Item("本年新公开数量", "newly_published", gloss="newly published this year"),
        Item("对外公开总数量", "published_total", gloss="published in all"),
    ),
    blocks=(
        Block(
            (
                Item("规章", "rules", gloss="rules", basis="《条例》第二十条第一项"),
                Item(
                    "规范性文件",
                    "normative_documents",
                    gloss="normative documents",
                    aliases=("行政规范性文件",),
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
    columns=(_ITEMS_LAST_YEAR, _CHANGE, Item("处理决定数量", "count", gloss="decisions")),
    blocks=(
        Block(
            (
                Item("行政许可", "licences", gloss="licences", basis="《条例》第二十条第五项"),
                Item(
                    "其他对外管理服务事项",
                    "other_services",
                    gloss="other services to the public",
                    basis="《条例》第二十条第五项",
                ),
            ),
            label="第二十条第（五）项",
        ),
        Block(
            (
                Item("行政处罚", "penalties", gloss="penalties", basis="《条例》第二十条第六项"),
                Item("行政强制", "coercive_measures", gloss="coercive measures", basis="《条例》第二十条第六项"),
            ),
            label="第二十条第（六）项",
        ),
    ),
)

CHARGES = Table(
    "charges",
    corner=_HEAD,
    columns=(_ITEMS_LAST_YEAR, _CHANGE),
    blocks=(
        Block(
            (
                Item(
                    "行政事业性收费",
                    "administrative_fees",
                    gloss="administrative fees",
                    guidance="填收费项目的数量，不填金额。",
                    basis="《条例》第二十条第八项",
                ),
            ),
            label="第二十条第（八）项",
        ),
    ),
)

PROCUREMENT = Table(
    "procurement",
    corner=_HEAD,
    columns=(
        Item("采购项目数量", "items", gloss="procurement items", unit="项"),
        Item(
            "采购总金额",
            "amount",
            gloss="procurement amount, unit not printed",
            kind=Kind.MONEY,
            unit="",
            guidance="格式没有印明单位，元与万元须与原件核对。",
        ),
    ),
    blocks=(
        Block(
            (
                Item(
                    "政府集中采购",
                    "government_procurement",
                    gloss="government procurement",
                    basis="《条例》第二十条第九项",
                ),
            ),
            label="第二十条第（九）项",
        ),
    ),
)

OTHER = Item(
    "（六）其他处理",
    "other_processing",
    gloss="otherwise handled",
    guidance="逾期不补正、逾期未缴费、撤回申请等以上各行之外的情形。",
    basis="《条例》第三十条、第四十二条",
)

V2019 = Schema(
    key="2019",
    title="政府信息公开工作年度报告格式（试行）",
    document="国办公开办函〔2019〕60号",
    first_year=2019,
    last_year=2020,
    sections=(
        common.OVERVIEW,
        common.disclosed(DOCUMENTS, DECISIONS, CHARGES, PROCUREMENT),
        common.applied(OTHER),
        common.DISPUTED,
        common.PROBLEMS,
        common.OTHER_MATTERS,
    ),
)
