"""The words around a figure that say what it counts.

The form's own words come from the schema; the looser ones of prose (收到, 办结, 均获维持) are kept here.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from reports.schema import Item, Schema


class Means(StrEnum):
    """What kind of thing a word says of a figure."""

    TOPIC = "topic"  # what is spoken of: applications, litigation, licences, or something the tables do not count
    STEP = "step"  # received, handled, carried_in, carried_out
    RESULT = "result"  # the rows it stands for, separated by blanks
    APPLICANT = "applicant"  # the columns
    OUTCOME = "outcome"  # upheld, corrected, other, pending
    DOCUMENT = "document"  # issued, repealed, in_force
    CHANGE = "change"  # up, down
    CHANNEL = "channel"  # how an application came in
    EARLIER = "earlier"  # another time than the report year
    ELSEWHERE = "elsewhere"  # another body
    APART = "apart"  # a count the tables do not have


class Word(NamedTuple):
    start: int
    end: int
    means: Means
    key: str


OTHER_TOPIC = "other"
APPLICATIONS, RECONSIDERATION, LITIGATION, BOTH = "applications", "reconsideration", "litigation", "both"
NORMATIVE, RULES = "normative_documents", "rules"
LICENCES, FEES = "licences", "administrative_fees"
_NUMBERING = re.compile(r"^(?:（[^）]+）|\d+\.|[一二三四五六七八九十]、)")


def words(schema: Schema, text: str, start: int, end: int) -> Iterator[Word]:
    """The telling words in ``text[start:end]``, in their order."""
    pattern, meanings = _pattern(schema)
    for match in pattern.finditer(text, start, end):
        means, key = meanings.get(match.lastgroup or "") or meanings[match[0]]
        yield Word(match.start(), match.end(), means, key)


def plain(item: Item) -> str:
    """A label without its numbering and without the remark behind it."""
    return re.sub(r"（[^（）]*）$", "", _NUMBERING.sub("", item.label))


_NEXT_YEAR = r"(?:下(?:一)?年|次年|明年|翌年|20\d\d年)"
_AND = "(?:及|和|与|或|以及|、|及其)"

_LOOSE: tuple[tuple[Means, str, str], ...] = (
    (
        Means.STEP,
        "carried_in",
        r"(?:上|去|上一)年度?(?:尚?未办结)?(?:结转|转结|转入|遗留)|结转(?:自)?上(?:一)?年(?:度)?|(?:19|20)\d\d年度?结转(?![至到入]?(?:下|次|明|20))",
    ),
    (
        Means.STEP,
        "carried_out",
        rf"(?:结转|转|转入|顺延|延|延期|延续|延至|跨)(?:[至到入])?{_NEXT_YEAR}|跨年度?(?=办|答|处|结)|(?:尚未|还未|未|没有|待)(?:办结|答复|回复|办理完[毕结成]|办理)|正在(?:办理|处理|答复)|正办理中|在办(?![结理])",
    ),
    (Means.STEP, "carried", "结转"),
    (
        Means.APART,
        "",
        r"不予受理|补正|延期|延长|征求|转办|转送|移送|告知|撤回|文书|模板|范本|样本|疑难|(?:审核|审查)(?:答复|回复)|超期|逾期|满意|驳回|败诉|胜诉|被诉|人均|负责人|不予登记|培训|授课|超时|最多|最大|居前|排名|依次|配合|协助|协办|引用|适用|出庭|涉及(?!自然人|法人|企业|商业|公民|政府信息|个人)|[项款条](?=答复|规定|办理|予以|不予)",
    ),
    (Means.STEP, "received", "收到|新收|收办|收件|受理|接收|接到|收悉|新增|接受|接获"),
    (Means.STEP, "handled", "办结|办复|答复|回复|回应|办理|办毕|处理"),
    (Means.RESULT, "granted", "(?<!不)(?:同意公开|准予公开|全部公开)"),
    (Means.RESULT, "partly_granted", "部分予以公开|部分同意公开|区分处理"),
    (Means.APPLICANT, "legal", f"法人{_AND}(?:其他|其它)?组织|法人、其他组织|法人(?!代表)"),
    (Means.APPLICANT, "company", "(?<!公共)企业(?!事业)"),
    (Means.APPLICANT, "nonprofit", "社会组织|公益组织|社会团体"),
    (Means.APPLICANT, "legal_service", "律师事务所"),
    (Means.APPLICANT, "natural", "个人(?=申请|\\d)|公民(?=申请|个人|\\d)"),
    (Means.OUTCOME, "upheld", "维持"),
    (Means.OUTCOME, "corrected", "纠正|撤销|确认违法|责令履行"),
    (Means.OUTCOME, "other", "终止|和解|撤诉"),
    (Means.OUTCOME, "pending", "尚未审结|未审结|未结案?|正在审理|审理中|未审理|待审|尚未结案"),
    (
        Means.TOPIC,
        BOTH,
        f"(?:行政)?复议(?:案件)?{_AND}(?:提起)?(?:行政)?(?:诉讼|应诉)|(?:行政)?诉讼(?:案件)?{_AND}(?:行政)?复议",
    ),
    (Means.TOPIC, RECONSIDERATION, "行政复议(?!机关|机构)|复议(?!后|机关|机构)"),
    (Means.TOPIC, LITIGATION, "行政诉讼|诉讼|应诉|行政起诉"),
    (
        Means.TOPIC,
        APPLICATIONS,
        r"依申请公开|信息公开申请|公开申请|申请(?:获取|公开)(?:政府)?信息|依申请|政府信息申请|(?<!被)申请(?![人表书材渠]|(?:行政)?复议)",
    ),
    (
        Means.CHANNEL,
        "",
        r"(?:通过|经由|从)[^，。；、]{0,14}?(?:网站|平台|系统|邮箱|信函|邮寄|窗口|传真)|网络|网上|在线|互联网|信函|邮政寄递|邮寄|寄递|邮递|邮件|书面|当面|现场|传真|邮箱|窗口|其[他它](?:形式|方式|渠道|途径)|来信",
    ),
    (
        Means.TOPIC,
        OTHER_TOPIC,
        "信访|12345|热线|留言|咨询|投诉|举报|提案|议案|人大代表|政协|问政|信箱|网民|诉求|舆情|工单|意见|建议|检查|抽查|会议|解读|网站|新媒体|公众号|微博|微信|专栏|栏目|主动公开|公报|公告|点击|浏览|访问|纠错|许可证|询问|回应关切|好差评|发布会|巡查|档案|查阅|招标|采购|预算|决算|信息条数|办件|证照|案例",
    ),
    (Means.DOCUMENT, "issued", "制发|制定|出台|印发|制作|新制"),
    (Means.DOCUMENT, "repealed", "清理废止|废止|失效"),
    (Means.DOCUMENT, "in_force", "现行有效|继续有效|保持有效|有效"),
    (Means.DOCUMENT, "published", "公开|发布|公布|公示"),
    (Means.DOCUMENT, "apart", "清理|备案|审查|审核|修改|修订|起草|报备|报送|上传|审议"),
    (Means.CHANGE, "up", "增加|增长|上升|提高|提升|增多|多出|增幅"),
    (Means.CHANGE, "down", "减少|下降|降低|回落|下滑|减幅|降幅"),
    (Means.CHANGE, "level", "持平"),
    (
        Means.ELSEWHERE,
        "",
        r"(?<!全.)(?<!我.)各(?:乡镇|乡|镇|街道|镇街|部门|单位|县|区|科|股|局|委办)|(?:市|县|区|省)直|(?<!全.)本级|下属|所属|下级|其他(?:单位|部门)",
    ),
    (
        Means.EARLIER,
        "",
        r"去年|上年(?!度?(?:尚?未办结)?(?:结转|转))|上一年(?!度?结转)|往年|历年|前年|(?<!年)(?<!年度)以来|近[几两二三四五六七八九十\d]+年|十[三四五]五|季度|上半年|下半年|每[月年季]|月均|年均|平均|首次",
    ),
)


@cache
def _pattern(schema: Schema) -> tuple[re.Pattern[str], dict[str, tuple[Means, str]]]:
    """One pattern for all words, longer ones of the form first, and what each of its groups means."""
    declared = {word: (means, key) for means, key, word in _declared(schema)}
    literal = "|".join(sorted(declared, key=len, reverse=True))
    rule = plain(schema.tables["documents"].row_paths[RULES][-1])
    granted, partly = (plain(schema.tables["applications"].row_paths[key][-1]) for key in ("granted", "partly_granted"))
    special = [
        (
            Means.RESULT,
            "granted partly_granted",
            rf"(?<!不){granted}(?:（含|{_AND}){partly}|{granted}{_AND}部分{granted}",
        ),
        (Means.RESULT, "partly_granted", f"部分{granted}"),
        (Means.TOPIC, RULES, f"{rule}(?!制度|立制)"),
    ]
    every = [*special, (Means.APART, "declared", literal), *_LOOSE]
    meanings = {f"w{place}": (means, key) for place, (means, key, _) in enumerate(every) if key != "declared"}
    alternatives = "|".join(f"(?P<w{place}>{pattern})" for place, (_, _, pattern) in enumerate(every))
    # The look-ahead, a set of every character a word can start with, spares the engine most places of a text.
    return re.compile(f"(?=[{_starters(pattern for _, _, pattern in every)}])(?:{alternatives})"), meanings | declared


def _starters(patterns: Iterable[str]) -> str:
    """Characters the patterns may start with, and perhaps some more: of a plain word the first, of others all."""
    found: set[str] = set()
    for piece in "|".join(patterns).split("|"):
        characters = re.findall("[\u4e00-\u9fff]", piece)
        found.update(characters[:1] if len(characters) == len(piece) else characters)
    return "".join(sorted(found)) + "0-9"


def _declared(schema: Schema) -> Iterator[tuple[Means, str, str]]:
    """The words of the form: (kind, key, word)."""
    applications, disputes = schema.tables["applications"], schema.tables["disputes"]
    groups: dict[str, list[str]] = {}
    for key, path in applications.row_paths.items():
        row = path[-1]
        if len(path) == 1 or row.total_of:
            continue
        if len(path) > 2:
            for word in (plain(path[-2]), *path[-2].aliases):
                groups.setdefault(word, []).append(key)
        for word in (plain(row), *row.aliases):
            if len(word) > 2:
                yield Means.RESULT, key, word
    for word, rows in groups.items():
        yield Means.RESULT, " ".join(rows), word
    for column in applications.column_items[:-1]:
        if len(column.label) > 2:
            yield Means.APPLICANT, column.key, column.label
    for column in disputes.column_items[:-1]:
        yield Means.OUTCOME, column.key, column.label
    for key, path in disputes.row_paths.items():
        for word in (path[-1].label, *path[-1].aliases):
            yield Means.TOPIC, key, word
    for table in ("documents", "decisions", "charges"):
        for row in schema.tables[table].row_items:
            if row.key != RULES:
                for word in (row.label, *row.aliases):
                    yield Means.TOPIC, row.key, word
