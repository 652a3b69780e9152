import io

import pytest
from PIL import Image

from reports.render.picture import PictureSize, groups, picture, picture_text
from tests.builders import blank, filled


@pytest.mark.parametrize(("size", "height"), [(PictureSize.TALL, 1920), (PictureSize.SHEET, 1527)])
@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_a_picture_has_the_size_asked_for(size: PictureSize, height: int, schema: str) -> None:
    made = Image.open(io.BytesIO(picture(filled(schema), filled(schema), size=size)))
    assert made.size == (1080, height)


def test_a_pdf_can_be_made() -> None:
    assert picture(filled(), format="pdf").startswith(b"%PDF-")


def test_every_single_figure_is_the_value_s() -> None:
    value = filled()
    shown = {one.label: one.number for group in groups(value) for one in group.figures}
    assert shown["自然人"] == value["applications.received.natural"]
    refused = [key for key in value.cells if key.startswith("applications.refused_") and key.endswith(".total")]
    assert shown["（三）不予公开"] == sum(value[key] or 0 for key in refused)


def test_a_blank_is_said_to_be_blank_and_never_nought() -> None:
    assert all(one.shown == "未填" for group in groups(blank()) for one in group.figures)
    one_blank = filled().replace(cells={"applications.refused_state_secret.total": None})
    assert {one.label: one.shown for group in groups(one_blank) for one in group.figures}["（三）不予公开"] == "未填"


def test_the_text_says_every_figure() -> None:
    said = picture_text(filled(), filled())
    assert all(f"{one.label} {one.shown}" in said for group in groups(filled()) for one in group.figures)
    assert "与上年持平" in said
