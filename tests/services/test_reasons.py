"""What is no reason, and what is one."""

import pytest

from reports.models import ExplanationCause
from reports.services.errors import ReasonError
from reports.services.reasons import (
    CORRECTION_EXAMPLE,
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
OFFICE = (
    "已与相关科室沟通，以本次填报数据为准",
    "由于各方面原因造成数据不一致，请领导审批",
    "我也不知道为什么会这样，请批准通过",
    "数据来源于台账，真实准确，请予通过",
    "系统自动计算，与我单位无关",
    "因统计口径存在差异所致，以表格数据为准",
    "历史遗留问题导致，暂时无法调整，请谅解",
    "客观原因造成，后续将加强管理",
    "工作人员疏忽，下一步将认真改进",
    "因业务量增加导致数据增长较大",
    "情况属实情况属实，核查无误，真实有效，合规合法",
    "该项工作正常推进，数据合规合法",
    "本单位2024年度的数据经核对无误",
    "共50件，情况属实，请领导批准",
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
    "2023年3月县粮食局并入本单位，其上年结转的申请一并转入，共多出3件。",
    "《蓝田县校外培训机构管理办法》2024年6月有效期满失效1件，未计入废止，现行有效相应少1件。",
    "上年结转的1件申请人2023年12月29日已书面撤回，上年漏统，本年不再计入。",
    "2024年起承接县级下放的市容类处罚职能，本年新增处罚决定218件。",
    "正文按办结口径计，表三含跨年件2件。",
    "2件为上年结转件，正文未计入。",
    "我局本年度未制发规范性文件",
    "今年换了新的办事系统，数据对接方式不同",
    "劳务派遣许可改为告知承诺，延续件减少。",
)
PROSE = "正文“办结50件”，表三 （七）总计·总计为 52，相差 2。"
PROSE_CAUSE = "表格改了数，正文没有跟着改；或者两处口径不同。"


@pytest.mark.parametrize("text", [*HOLLOW, *OFFICE, *FIGURES, *REPEATED, *SHORT, "", "  \n"])
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


@pytest.mark.parametrize(
    "text",
    [
        PROSE_CAUSE,
        "表格改了数，正文没有跟着改",
        "正文办结50件，表三总计为52件，两处相差2件，特此说明。",
        "表三总计为52件，正文为50件，相差2件，情况属实",
    ],
)
def test_what_is_shown_with_the_finding_is_no_reason(text: str) -> None:
    assert objection_to_reason(text=text, message=PROSE, hints=(PROSE_CAUSE,))


@pytest.mark.parametrize("text", GOOD)
def test_a_reason_holds_beside_what_is_shown_with_the_finding(text: str) -> None:
    assert objection_to_reason(text=text, message=PROSE, hints=(PROSE_CAUSE, "表三有跨年件")) == ""


@pytest.mark.parametrize("example", [EXAMPLE, CORRECTION_EXAMPLE, WAIVER_EXAMPLE])
def test_the_example_shown_is_no_reason(example: str) -> None:
    for text in (example, example.removeprefix("例如：")):
        with pytest.raises(ReasonError):
            refuse_hollow(text=text, example=example)


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


@pytest.mark.parametrize("example", [EXAMPLE, CORRECTION_EXAMPLE, WAIVER_EXAMPLE, PROOF_EXAMPLE])
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
