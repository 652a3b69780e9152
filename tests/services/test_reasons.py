"""What is no reason, and what is one."""

import pytest

from reports.models import ExplanationCause
from reports.services.errors import ReasonError
from reports.services.reasons import (
    EXAMPLE,
    PROOF_EXAMPLE,
    WAIVER_EXAMPLE,
    objection_to_reason,
    refuse_hollow,
    refuse_hollow_proof,
)

MESSAGE = "上年结转 3，2022年报告结转下年度继续办理 4，应相等，相差 1。"
CAUSE = ExplanationCause(name="机构合并拆分", hint="写明哪一年哪个机构并入或分出，涉及多少件")

HOLLOW = (
    *(
        "核实无误",
        "情况属实",
        "无",
        "已核实",
        "数据准确",
        "经核对无误",
        "经核对，数据准确无误。",
        "经我局认真核实，情况属实！",
    ),
    *(
        "经 核 对 ， 无 误 。",
        "数据已经核实，均准确无误，特此说明。",
        "以上数据经再次核对，确认无误",
        "无其他说明",
        "暂无",
    ),
    *(
        "经查，该项数据填报无误，情况属实，请予通过，谢谢领导",
        "实际情况就是这样的，没有问题",
        "本单位数据真实准确有效",
        "ok",
    ),
    *("同上", "详见附件", "见附件说明", "按照要求如实填报，数据准确", "系统数据如此", "工作人员已核对，没有错误", "NO"),
    *(
        "数据没有问题，经办人已反复核对确认",
        "年度报告数据与实际工作情况一致",
        "(无)",
        "——",
        "无。无。无。",
        "经核对无误无误",
    ),
)
FIGURES = ("1234567890", "asdfghjkl;qwe", "2023-12-31 12:00 3+5=8")
REPEATED = ("啊" * 12, "1111111111", "。。。。。。。。。。", "哈哈呵呵哈哈呵呵哈哈", "漏统一件漏统一件漏统一件漏统一件")
SHORT = ("漏统1件", "机构改革所致", "划转2件，已改")
GOOD = (
    "2022年末漏统1件信函申请，2023年3月清查档案时发现并补录",
    "机构改革，2023年3月原县粮食局并入我局，其未办结的1件申请由我局继续办理",
    "李某2022年12月30日寄出的申请，我局2023年1月4日收到，上年未计入",
    "上年结转3件中有1件因申请人撤回，已在2022年更正报告中扣除",
    "上年报告已于2023年5月更正，结转由4件改为3件",
    "区划调整，灞桥街道2023年划出，带走1件",
    "2022年的报告把合并办理的两件申请计为两件，今年按一件计",
    "12月31日收到的1件次年办结",
    "政策调整，2023年起不再制发规范性文件",
    "12345热线转来的申请2022年另行统计，2023年起并入",
)


@pytest.mark.parametrize("text", [*HOLLOW, *FIGURES, *REPEATED, *SHORT, "", "  \n"])
def test_it_says_nothing(text: str) -> None:
    assert objection_to_reason(text=text, message=MESSAGE)


@pytest.mark.parametrize("text", GOOD)
def test_it_says_something(text: str) -> None:
    for cause in (None, CAUSE):
        assert objection_to_reason(text=text, message=MESSAGE, cause=cause) == ""
    assert objection_to_reason(text=EXAMPLE, message=MESSAGE) == ""


@pytest.mark.parametrize(
    "text",
    [
        MESSAGE,
        MESSAGE.replace("，", " ").replace("。", ""),
        "上年结转3，2022年报告结转下年度继续办理4，相差1",
        "2022年报告结转下年度继续办理 4",
        f"{MESSAGE}情况属实。",
        "情况说明：上年结转 3，2022年报告结转下年度继续办理 4，所以相差 1",
        CAUSE.hint,
        f"机构合并拆分：{CAUSE.hint}",
        "因为机构合并拆分，机构合并拆分所致",
    ],
)
def test_copies_of_the_finding_or_the_hint_say_nothing(text: str) -> None:
    assert objection_to_reason(text=text, message=MESSAGE, cause=CAUSE)


def test_the_words_of_the_finding_may_be_used() -> None:
    text = "上年结转 3，2022年报告结转下年度继续办理 4：其中1件是2022年12月撤回的申请，上年误计入结转"
    assert objection_to_reason(text=text, message=MESSAGE, cause=CAUSE) == ""


def test_each_kind_of_refusal_says_something_else() -> None:
    sentences = {
        objection_to_reason(text=text, message=MESSAGE) for text in ("", "啊" * 12, "已核实", "漏统1件", MESSAGE)
    }
    assert len(sentences) == 5


def test_the_example_suits_the_cause() -> None:
    given = "上年结转2件是3月县粮食局并入时转入的"
    cause_with_example = ExplanationCause(name=CAUSE.name, hint=CAUSE.hint, example=given)
    for cause, example in (
        (cause_with_example, f"例如：{given}。"),
        (CAUSE, EXAMPLE),
        (None, EXAMPLE),
        (ExplanationCause(name="其他"), EXAMPLE),
    ):
        with pytest.raises(ReasonError) as refused:
            refuse_hollow(text="已核实", message=MESSAGE, cause=cause)
        assert refused.value.example == example


@pytest.mark.parametrize("example", [EXAMPLE, WAIVER_EXAMPLE, PROOF_EXAMPLE])
def test_every_example_is_a_sentence_that_would_be_taken(example: str) -> None:
    assert (example.startswith("例如："), example.endswith("。")) == (True, True)
    said = example.removeprefix("例如：")
    assert objection_to_reason(text=said, message=MESSAGE) == ""
    refuse_hollow_proof(text=said, objection="请与台账核对")


@pytest.mark.parametrize(
    "proof",
    [
        *("", " ", "。", "核实无误", "已改", "已整改", "已整改到位。", "已按要求整改完毕", "已核对，数据准确"),
        *("请与台账核对一致", "哈哈哈哈哈哈"),
    ],
)
def test_a_proof_that_only_says_done_is_refused(proof: str) -> None:
    with pytest.raises(ReasonError) as refused:
        refuse_hollow_proof(text=proof, objection="请与台账核对一致")
    assert refused.value.example == PROOF_EXAMPLE


@pytest.mark.parametrize("proof", ["见台账", "已改为38件", "已附明细", "已按台账改正", "与台账逐件核对，改为38件"])
def test_a_proof_may_be_short(proof: str) -> None:
    refuse_hollow_proof(text=proof, objection="请核对该栏数据")


@pytest.mark.django_db
def test_every_cause_of_the_list_has_an_example_that_would_be_taken() -> None:
    for cause in ExplanationCause.objects.all():
        assert cause.example
        own = ExplanationCause(name=cause.name, hint=cause.hint)
        assert objection_to_reason(text=cause.example, message=MESSAGE, cause=own) == ""
        assert objection_to_reason(text=cause.example, message=MESSAGE, cause=cause), "an example is not a reason"
