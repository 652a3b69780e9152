"""What makes a reason hollow: one that says nothing a supervisor could accept or refuse.

Every refusal says why, and comes with an example of what a good reason says.
"""

import re
import unicodedata

from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from reports.models import ExplanationCause

from .errors import ReasonError

SHORTEST = 10  # characters, punctuation and spaces not counted
# Whole sentences, as they are shown below the objection.
EXAMPLE = "例如：2023年3月县粮食局并入本单位，其上年结转的2件申请一并转入，所以比上年报告多2件。"
WAIVER_EXAMPLE = "例如：2件申请正在行政复议，结果预计5月底作出，作出前同意暂按原数填报。"
PROOF_EXAMPLE = "例如：已与申请台账逐件核对，漏登的2件信函申请补录后，表三由36件改为38件。"

_ALIKE = 85  # per cent, by rapidfuzz; texts of offices that agree this far differ in a particle or a figure
_BORROWED = 3  # characters in a row that also stand in the finding or the hint
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
_HAN = re.compile("[\u4e00-\u9fff]")
_EMPTY = re.compile("|".join(sorted(_EMPTY_WORDS, key=len, reverse=True)))
# Of what was done about an objection also that it was done.
_DONE_WORDS = ("整改", "改正", "修正", "更正", "纠正", "到位", "落实", "处理", "完毕", "解决", "改")
_EMPTY_PROOF = re.compile("|".join(sorted((*_EMPTY_WORDS, *_DONE_WORDS), key=len, reverse=True)))


def refuse_hollow(*, text: str, message: str = "", cause: ExplanationCause | None = None, example: str = "") -> None:
    """Raise :class:`ReasonError` when ``text`` says nothing of its own; ``message`` is the finding's.

    ``example`` is what a good one says, where it is no explanation.
    """
    if problem := objection_to_reason(text=text, message=message, cause=cause):
        raise ReasonError(problem, example=example or example_of(cause))


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


def objection_to_reason(*, text: str, message: str = "", cause: ExplanationCause | None = None) -> str:
    """Why ``text`` is no reason, as a sentence; empty when it may be one."""
    plain = _plain(text)
    if not plain:
        return _("Write down the reason.")
    if _is_repeated(plain):
        return _("The same characters over and over are no reason.")
    if not _without_empty_words(plain):
        return _("“%(text)s” says only that it is so, not why. Say what happened, when, and how many.") % {
            "text": _shortened(text)
        }
    if len(plain) < SHORTEST:
        return _("This is too short for anybody to judge: at least %(count)d characters.") % {"count": SHORTEST}
    if len(_HAN.findall(plain)) < _WORDS:
        return _("Figures and letters alone are no reason; say it in words.")
    if _copies(plain, _plain(message)):
        return _("This repeats what the finding says. Say why it is so.")
    if cause is not None and any(_copies(plain, _plain(own)) for own in (cause.hint, cause.example, cause.name)):
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
