from hypothesis import given, settings

from reports.bound import resolved_value
from reports.checks.base import Context
from reports.checks.prose import CHECKS, Mark, marks
from reports.value import ReportValue
from tests.builders import any_values
from tests.checks.prose.reports import findings, report
from tests.checks.prose.test_reuse import OLD

TEXT = "（二）依申请公开。收到政府信息公开申请86件，办结83件，发布信息120条。"


def test_figures_the_tables_know_are_marked() -> None:
    assert marks(report(TEXT)) == (
        Mark(
            "overview",
            TEXT.index("86"),
            TEXT.index("86") + 2,
            True,
            ("applications.received.total",),
            "N-1",
            "与表三 本年新收·总计 86 一致",
        ),
        Mark(
            "overview",
            TEXT.index("83"),
            TEXT.index("83") + 2,
            False,
            ("applications.handled_total.total",),
            "N-3",
            "表三 （七）总计·总计为 85，与正文不一致",
        ),
    )


def test_a_bound_figure_is_of_its_cells_whatever_stands_around_it() -> None:
    share = "{{applications.granted.total/applications.handled_total.total|share}}"
    text = f"收到政府信息公开申请{{{{applications.granted.total}}}}件，办结率{share}。"
    value = report(text)
    assert "N-1" in [finding.code for finding in findings(report(resolved_value(value).texts["overview"]))]
    assert findings(resolved_value(value)) == []
    (mark,) = marks(resolved_value(value))
    assert (mark.agrees, mark.cells) == (True, ("applications.granted.total",))


def test_a_bound_change_is_not_compared_with_the_cells_of_the_words_before() -> None:
    previous = report(year=2022, applications__received__natural=40, applications__granted__natural=30)
    text = "收到政府信息公开申请86件，同比{{applications.granted.total|change}}。"
    shown = resolved_value(report(text), previous)
    context = Context(previous=previous)
    assert findings(shown, context) == []
    assert findings(report(shown.texts["overview"]), context) != []


def test_passages_of_last_year_are_marked() -> None:
    value, previous = report(OLD, section="problems"), report(OLD, section="problems", year=2022)
    (mark,) = marks(value, Context(previous=previous))
    assert (mark.kind, mark.text, OLD[mark.start : mark.end]) == ("same", "problems", OLD)
    assert marks(value) == ()


@settings(max_examples=60, deadline=None)
@given(any_values(), any_values())
def test_no_prose_breaks_the_checks(value: ReportValue, previous: ReportValue) -> None:
    context = Context(previous=previous, others=frozenset({"某县教育局"}))
    for check in CHECKS:
        for finding in check(value, context):
            text = value.texts[finding.params["text"]]
            assert 0 <= int(finding.params["start"]) < int(finding.params["end"]) <= len(text)
            assert finding.message
    for mark in marks(value, context):
        assert mark.start < mark.end <= len(value.texts[mark.text])
