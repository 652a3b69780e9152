"""A finding's two sides and their difference, the same wherever it is shown."""

import pytest

from reports.models import StoredFinding
from reports.services.editing import findings_json
from reports.services.finding_detail import finding_detail
from reports.services.finding_words import difference_of, difference_short, difference_text, number_of, sides_of
from reports.services.reviewing import review_of
from reports.services.store import report_pair
from reports.views.review_cards import cards_of
from tests.services.conftest import Case


def finding(filed: str = "", expected: str = "", **params: str) -> StoredFinding:
    return StoredFinding(filed=filed, expected=expected, params=params)


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [("5", "6", "−1"), ("18240", "9866", "＋8374"), ("18.2%", "20%", "−1.8"), ("7", "7", ""), ("7", "另一处", "")],
)
def test_the_difference_is_what_was_filed_less_what_it_is_compared_with(left: str, right: str, shown: str) -> None:
    assert difference_text(finding(left_label="甲", left=left, right_label="乙", right=right)) == shown


def test_labelled_sides_come_first_so_that_each_figure_stands_at_its_own_label() -> None:
    prose = finding("42", "40", left_label="正文", left="40", right_label="表二", right="42", difference="+2")
    assert (sides_of(prose), difference_of(prose)) == (("40", "42"), -2)
    assert difference_of(finding("5", "6")) == -1


def test_a_share_is_a_number_without_its_sign() -> None:
    assert (number_of("20%"), number_of("两成"), number_of("")) == (20, None, None)


@pytest.mark.parametrize(
    ("code", "filed", "compared", "shown"),
    [
        ("Y-1", "0", "1", "−1"),
        ("Y-2", "5", "6", "−1"),
        ("T3-1", "18240", "9866", "＋8374"),
        ("T2-5", "18240", "9866", "＋84.9%"),
        ("T3-6", "120", "10", "上年的 12倍"),
        ("T4-7", "3", "0", "上年为 0"),
        ("P-1", "5", "10", "−50%"),
        ("P-1", "120", "10", "同类的 12倍"),
    ],
)
def test_a_percentage_only_where_sizes_are_compared(code: str, filed: str, compared: str, shown: str) -> None:
    assert difference_short(StoredFinding(code=code, filed=filed, expected=compared)) == shown


@pytest.mark.django_db
def test_workspace_review_and_queue_show_one_difference(case: Case) -> None:
    value, _previous = report_pair(report=case.report)
    review = review_of(report=case.report, user=case.reviewer)
    (found,) = [one for one in review.findings if one.subject == case.finding.subject]
    left, right = (int(found.params[side]) for side in ("left", "right"))
    card = next(card for card in cards_of(review) if card.found is found)
    served = next(one for one in findings_json(value, review.findings) if one["subject"] == found.subject)
    shown = f"{'＋' if left > right else '−'}{abs(left - right)}"
    assert {card.difference, served["params"]["difference"]} == {shown}
    assert finding_detail(finding=found).difference.partition("（")[0] == shown
