"""What makes a reason hollow: one that says nothing a supervisor could accept or refuse.

Every refusal says why, and comes with an example of what a good reason says.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from reports.models import ExplanationCause

from .errors import ReasonError

SHORTEST = 10  # characters, punctuation and spaces not counted
# Whole sentences, as they are shown below the objection.
EXAMPLE = "例如：2023年3月县粮食局并入本单位，其上年结转的2件申请一并转入，所以比上年报告多2件。"
CORRECTION_EXAMPLE = "例如：表三漏计2023年12月收到的1件信函申请，本年新收由85件改为86件，办结数同步更正。"
WAIVER_EXAMPLE = "例如：2件申请正在行政复议，结果预计5月底作出，作出前同意暂按原数填报。"
PROOF_EXAMPLE = "例如：已与申请台账逐件核对，漏登的2件信函申请补录后，表三由36件改为38件。"

_ALIKE = 85  # per cent, by rapidfuzz; texts of offices that agree this far differ in a particle or a figure
_BORROWED = 3  # characters in a row that also stand in the finding or the hint
_SPECIFIC = 6  # the same, where no figure, date or document is named
_LEFT = 4  # characters beside empty words
_LEFT_OF_PROOF = 2  # the same: 见台账 is enough beside the file that shows it
_OWN = 5  # characters that a reason must add to what it borrows
_WORDS = 4  # Chinese characters; figures and letters alone say nothing
_DISTINCT = 4  # different characters, fewer than which say nothing at any length

# What offices write to say that there is nothing to say (经核对，数据准确无误), taken apart into its words, because
# they combine them freely. A reason of which nothing else is left is hollow.
_EMPTY_WORDS = (
    *("核实", "核对", "核查", "核验", "核定", "核准", "复核", "审核", "校对", "查对", "查证", "检查", "确认", "认定"),
    *("无误", "无错", "无异常", "无问题", "无异议", "属实", "准确", "真实", "正确", "正常", "合理", "可靠", "有效"),
    *(
        "没有",
        "未发现",
        "不存在",
        "未见",
        "错误",
        "差错",
        "出入",
        "异常",
        "问题",
        "异议",
        "有误",
        "不妥",
        "一致",
        "相符",
    ),
    *("数据", "数字", "数值", "数目", "数量", "统计", "填报", "填写", "填列", "上报", "报送", "录入", "情况", "事实"),
    *("实际", "如实", "确实", "确系", "属于", "符合", "为准", "按照", "依据", "根据", "要求", "规定", "特此", "说明"),
    *("解释", "备注", "原因", "详见", "参见", "附件", "同上", "如上", "如下", "以上", "上述", "本次", "这次", "今年"),
    *("本年度", "本年", "年度", "报告", "报表", "表格", "系统", "单位", "部门", "我局", "我单位", "本单位", "本局"),
    *("工作人员", "经办人", "负责人", "领导", "同意", "请予", "予以", "通过", "采纳", "谢谢", "知悉", "已阅", "收到"),
    *(
        "已经",
        "经过",
        "认真",
        "仔细",
        "反复",
        "多次",
        "再次",
        "再",
        "逐一",
        "逐项",
        "全部",
        "均",
        "都",
        "并",
        "且",
        "也",
    ),
    *("就是", "这样", "如此", "客观", "存在", "此项", "该项", "本项", "内容", "完全", "不需要", "无需", "不用", "暂无"),
    *("修改", "更改", "变更", "调整", "原有", "特殊", "具体", "一切", "良好", "完成", "办理", "工作", "进行", "开展"),
    *("无", "略", "有", "没", "已", "经", "现", "对", "与", "和", "及", "的", "了", "为", "是", "系", "确", "以", "按"),
    *(
        "由",
        "此",
        "该",
        "本",
        "我",
        "们",
        "请",
        "在",
        "据",
        "后",
        "过",
        "将",
        "被",
        "很",
        "非常",
        "不",
        "未",
        "可",
        "能",
    ),
    *("吧", "呢", "啊", "哦", "嗯", "呀", "哈", "ok", "yes", "no", "na", "none", "null", "test", "测试"),
)
# What offices write to give a cause without giving one (因统计口径存在差异所致), and to ask for leniency.
_OFFICE_WORDS = (
    *(
        "相关",
        "有关",
        "科室",
        "股室",
        "上级",
        "沟通",
        "汇报",
        "协调",
        "由于",
        "因为",
        "因",
        "所以",
        "各方面",
        "多方面",
        "方面",
    ),
    *(
        "多种",
        "种种",
        "一些",
        "其他",
        "造成",
        "导致",
        "引起",
        "产生",
        "所致",
        "使得",
        "不一致",
        "不同",
        "差异",
        "差别",
        "偏差",
    ),
    *(
        "不符",
        "误差",
        "审批",
        "批准",
        "审定",
        "审阅",
        "准予",
        "酌情",
        "考虑",
        "支持",
        "理解",
        "谅解",
        "见谅",
        "不知道",
        "不清楚",
    ),
    *(
        "为什么",
        "怎么",
        "会这样",
        "会",
        "来源于",
        "来自",
        "来源",
        "取自",
        "台账",
        "自动",
        "计算",
        "生成",
        "汇总",
        "导出",
        "提取",
    ),
    *(
        "无关",
        "关系",
        "统计口径",
        "口径",
        "历史",
        "遗留",
        "暂时",
        "目前",
        "无法",
        "难以",
        "不便",
        "主观",
        "后续",
        "今后",
        "以后",
    ),
    *(
        "下一步",
        "下步",
        "进一步",
        "加强",
        "强化",
        "提高",
        "管理",
        "监管",
        "责任心",
        "疏忽",
        "失误",
        "粗心",
        "大意",
        "不慎",
        "马虎",
    ),
    *(
        "改进",
        "改正",
        "整改",
        "杜绝",
        "避免",
        "类似",
        "再次发生",
        "发生",
        "业务量",
        "业务",
        "增加",
        "减少",
        "增长",
        "下降",
        "上升",
    ),
    *(
        "较大",
        "较小",
        "较多",
        "较少",
        "幅度",
        "变化",
        "变动",
        "波动",
        "推进",
        "有序",
        "合规",
        "合法",
        "合情",
        "依法",
        "依规",
    ),
    *(
        "严格",
        "数",
        "事项",
        "项目",
        "特殊情况",
        "实际需要",
        "需要",
        "人员",
        "操作",
        "人为",
        "从而",
        "两处",
        "方法",
    ),
)
_SPECIFICS = re.compile(
    r"[0-9〇一二三四五六七八九十百千两]+(?:\.[0-9]+)?[多余]?[件份条项个人次户宗起元万亿年月日号天家名所处%％]|《[^》]+》|〔[0-9]+〕"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_EMPTY = re.compile("|".join(sorted((*_EMPTY_WORDS, *_OFFICE_WORDS), key=len, reverse=True)))
# Of what was done about an objection also that it was done.
_DONE_WORDS = ("整改", "改正", "修正", "更正", "纠正", "到位", "落实", "处理", "完毕", "解决", "改")
_EMPTY_PROOF = re.compile("|".join(sorted((*_EMPTY_WORDS, *_DONE_WORDS), key=len, reverse=True)))


def refuse_hollow(
    *,
    text: str,
    message: str = "",
    cause: ExplanationCause | None = None,
    example: str = "",
    hints: Iterable[str] = (),
) -> None:
    """Raise :class:`ReasonError` when ``text`` says nothing of its own; ``message`` is the finding's.

    ``example`` is what a good one says, where it is no explanation; ``hints`` is what else is shown with the finding.
    """
    example = example or example_of(cause)
    problem = objection_to_reason(text=text, message=message, cause=cause, hints=hints)
    if not problem and _plain(text).removeprefix("例如") == _plain(example).removeprefix("例如"):
        problem = _("This repeats the example. Say what happened in your case.")
    if problem:
        raise ReasonError(problem, example=example)


def refuse_hollow_proof(*, text: str, objection: str) -> None:
    """Raise :class:`ReasonError` when ``text`` does not say what was done about the objection."""
    plain = _plain(text)
    if not plain:
        raise ReasonError(_("Say what was done."), example=PROOF_EXAMPLE)
    if _is_repeated(plain):
        raise ReasonError(_("The same characters over and over are no reason."), example=PROOF_EXAMPLE)
    if len(_EMPTY_PROOF.sub("", plain)) < _LEFT_OF_PROOF:
        raise ReasonError(
            _("“%(text)s” says only that it is done. Say what was checked against what, or changed from what to what.")
            % {"text": _shortened(text)},
            example=PROOF_EXAMPLE,
        )
    # A part of it may be said again: what was asked for is what was done (请改为38 – 已改为38).
    if fuzz.ratio(plain, _plain(objection)) >= _ALIKE:
        raise ReasonError(_("This repeats the objection. Say what was done."), example=PROOF_EXAMPLE)


def example_of(cause: ExplanationCause | None) -> str:
    """What a good reason says: an example of the cause, else of any cause."""
    if cause is None or not cause.example.strip():
        return EXAMPLE
    return f"例如：{cause.example.strip().rstrip('。')}。"


def objection_to_reason(
    *, text: str, message: str = "", cause: ExplanationCause | None = None, hints: Iterable[str] = ()
) -> str:
    """Why ``text`` is no reason, as a sentence; empty when it may be one."""
    plain = _plain(text)
    if not plain:
        return _("Write down the reason.")
    if _is_repeated(plain):
        return _("The same characters over and over are no reason.")
    if not _without_empty_words(plain) or not _is_specific(text):
        return _("“%(text)s” says only that it is so, not why. Say what happened, when, and how many.") % {
            "text": _shortened(text)
        }
    if len(plain) < SHORTEST:
        return _("This is too short for anybody to judge: at least %(count)d characters.") % {"count": SHORTEST}
    if len(_HAN.findall(plain)) < _WORDS:
        return _("Figures and letters alone are no reason; say it in words.")
    if _copies(plain, _plain(message)) or _says_again(plain, _plain(message)):
        return _("This repeats what the finding says. Say why it is so.")
    if cause is not None and any(_copies(plain, _plain(own)) for own in (cause.hint, cause.example, cause.name)):
        return _("This repeats the cause and its hint. Say what happened in your case.")
    if any(_copies(plain, _plain(hint)) for hint in hints):
        return _("This repeats the cause and its hint. Say what happened in your case.")
    return ""


def _plain(text: str) -> str:
    """Letters, digits and characters alone, widths and cases folded."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).lower() if character.isalnum())


def _is_repeated(plain: str) -> bool:
    if len(plain) > 2 and len(set(plain)) < min(_DISTINCT, len(plain)):
        return True
    once = re.fullmatch(r"(.+?)\1+", plain)
    return once is not None and len(once[1]) < SHORTEST and len(plain) >= SHORTEST


def _without_empty_words(plain: str) -> str:
    """What is left beside the empty words; two or three characters among many are a slip, not a reason."""
    left = _EMPTY.sub("", plain)
    return left if len(left) >= min(_LEFT, len(plain)) else ""


def _is_specific(text: str) -> bool:
    """Whether it names a figure with its unit, a date or a document, or else enough beside empty words: a business, a
    body, what changed."""
    plain = unicodedata.normalize("NFKC", text)
    # A year or a number alone makes no reason of empty words: 2024年数据真实准确.
    words = len(_HAN.findall(_EMPTY.sub("", _plain(_SPECIFICS.sub("", plain)))))
    named = _SPECIFICS.findall(plain)
    return words >= _SPECIFIC or (bool(named) and words + sum(len(one) for one in named if one[0] == "《") >= 2)


def _says_again(plain: str, message: str) -> bool:
    """Whether it has, in any order, only the figures of the finding and words of it, two characters at a time."""
    if not message:
        return False
    figures = set(re.findall("[0-9]+", message))
    own = re.sub("[0-9]+", lambda figure: "" if figure[0] in figures else figure[0], plain)
    known = {message[at : at + 2] for at in range(len(message) - 1)}
    borrowed = {place for at in range(len(own) - 1) if own[at : at + 2] in known for place in (at, at + 1)}
    left = "".join(character for place, character in enumerate(own) if place not in borrowed)
    return own != plain and len(_EMPTY.sub("", left)) < _LEFT


def _copies(plain: str, source: str) -> bool:
    """Whether ``plain`` is ``source``, or a piece of it, with little or nothing added."""
    if not source:
        return False
    if fuzz.ratio(plain, source) >= _ALIKE or (len(plain) <= len(source) and fuzz.partial_ratio(plain, source) >= 90):
        return True
    given, plain = plain, plain.replace(source, "")
    borrowed = [
        (block.src_start, block.src_end)
        for block in LCSseq.opcodes(plain, source)
        if block.tag == "equal" and block.src_end - block.src_start >= _BORROWED
    ]
    own = "".join(
        character for place, character in enumerate(plain) if not any(start <= place < end for start, end in borrowed)
    )
    return own != given and len(_EMPTY.sub("", own)) < _OWN


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 20 else f"{text[:20]}…"
