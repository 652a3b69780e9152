import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.render.text import Heading, Paragraph, paragraphs


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("（一）主动公开", 2),
        ("(二)依申请公开", 2),
        ("（十二）其他", 2),
        ("1.加强组织领导,落实信息发布制度", 3),
        ("2、完善制度", 3),
        ("3．建立考核体系", 3),
        ("（4）监督保障", 3),
    ],
)
def test_a_short_numbered_line_is_a_heading(line: str, level: int) -> None:
    (block,) = paragraphs(line)
    assert isinstance(block, Heading)
    assert (block.level, block.text) == (level, line)


@pytest.mark.parametrize(
    "line",
    [
        "1.加强组织领导。明确专人负责。",
        "（一）主动公开：",
        "（一）主动公开政府信息" + "很长" * 20,
        "1.5万件政府信息",
        "2023年，我县",
        "一是坚持公开",
        "（其中修订16件）",
    ],
)
def test_anything_else_is_a_paragraph(line: str) -> None:
    assert paragraphs(line) == (Paragraph(line),)


def test_empty_lines_and_indents_are_dropped() -> None:
    assert paragraphs("\n　　甲。\n\n  乙 丙。 \r\n") == (Paragraph("甲。"), Paragraph("乙 丙。"))


def test_the_outline_skips_no_depth() -> None:
    depths = [block.depth for block in paragraphs("1.甲\n（一）乙\n1.丙\n（1）丁") if isinstance(block, Heading)]
    assert depths == [2, 2, 3, 3]


@given(st.text())
def test_no_character_but_white_space_at_the_ends_of_lines_is_lost(text: str) -> None:
    assert [block.text for block in paragraphs(text)] == [line.strip() for line in text.splitlines() if line.strip()]
