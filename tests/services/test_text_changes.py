"""The sentences around what changed between two versions of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.services.text_changes import Passage, Piece, passages_changed

LONG = "没有变动的字" * 20


def written(passage: Passage) -> tuple[str, str]:
    """Both sides, what changed in brackets."""
    before, after = (
        "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in side)
        for side in (passage.before, passage.after)
    )
    return before, after


@pytest.mark.parametrize(
    ("before", "after", "passages"),
    [
        ("甲一。共85件，已办结。丙。", "甲一。共83件，已办结。丙。", [("共[85]件，已办结。", "共[83]件，已办结。")]),
        ("甲。乙。", "甲。", [("[乙。]", "")]),
        ("甲。", "甲。\n新的一句。", [("", "[新的一句。]")]),
        ("甲。\n\n乙。", "甲。\n乙。 ", []),
        ("共8件。中间。共9件。", "共7件。中间。共6件。", [("共[8]件。", "共[7]件。"), ("共[9]件。", "共[6]件。")]),
        (
            "共8件。",
            "先有一句。共7件。后有一句。",
            [("", "[先有一句。]"), ("共[8]件。", "共[7]件。"), ("", "[后有一句。]")],
        ),
        ("原来写的一句。", "今年另起炉灶。", [("[原来写的一句。]", "[今年另起炉灶。]")]),
    ],
)
def test_each_sentence_that_changed_is_told_before_and_after(
    before: str, after: str, passages: list[tuple[str, str]]
) -> None:
    assert [written(passage) for passage in passages_changed(before, after)] == passages


def test_what_is_long_is_shortened() -> None:
    (passage,) = passages_changed(f"{LONG}共85件{LONG}。", f"{LONG}共83件{LONG}。")
    assert Piece("83", is_changed=True) in passage.after
    assert len("".join(piece.text for piece in passage.after)) < 60
    (new,) = passages_changed("", f"{LONG * 3}。")
    assert new.after[0].text.endswith("……（共361字）")


sentences = st.lists(st.text("甲乙12，", min_size=1, max_size=8), max_size=5).map(
    lambda parts: "".join(f"{part}。" for part in parts)
)


@given(before=sentences, after=sentences)
def test_nothing_that_changed_is_left_out(before: str, after: str) -> None:
    passages = passages_changed(before, after)
    assert bool(passages) == (before != after)
    for passage in passages:
        was, now = ("".join(piece.text for piece in side) for side in (passage.before, passage.after))
        assert was in before
        assert now in after
        kept = [
            "".join(piece.text for piece in side if not piece.is_changed) for side in (passage.before, passage.after)
        ]
        assert kept[0] == kept[1]
