"""Whether an explanation's figures come to the difference."""

import pytest

from reports.models import StoredFinding
from reports.services.settling import sums_up


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("失效8102件、废止272件，合并计入", "说明里的数对得上：8102＋272＝8374"),
        ("失效八千一百零二件、废止二百七十二件", "说明里的数对得上：8102＋272＝8374"),
        ("2023年一次性清理8,374件", "说明里的数对得上：8374"),
        ("由9000件改为626件", "说明里的数对得上：9000－626＝8374"),
        ("失效8000件、废止300件", "说明里的数合计 8300，与相差 8374 不符"),
        ("其中失效8102件，废止272件，另有下发通知5份", "说明里的数对得上：8102＋272＝8374"),
        ("根据国办发〔2023〕8374号文件清理", ""),
        ("清理了近9000件", ""),
        ("已按10000件填报", ""),  # the finding's own figure says nothing new
        ("机构合并所致", ""),
    ],
)
def test_the_figures_are_added_up(text: str, sentence: str) -> None:
    params = {"left": "10000", "right": "1626", "difference": "-8374"}
    finding = StoredFinding(expected="1626", filed="10000", params=params)
    assert sums_up(finding, text) == sentence


def test_without_a_difference_nothing_is_said() -> None:
    assert sums_up(StoredFinding(params={}), "失效8000件") == ""
    assert sums_up(StoredFinding(expected="5", filed="5"), "失效8000件") == ""
    assert sums_up(StoredFinding(expected="5", filed="8"), "漏统3件") == "说明里的数对得上：3"
