import io
from dataclasses import replace

import pdfplumber
import pytest
from PIL import Image

from reports.render.picture import Figure, PictureSize, groups, picture, picture_text
from reports.value import ReportValue
from tests.builders import blank, filled, truth

SIZES = [(PictureSize.TALL, 1920), (PictureSize.SHEET, 1527)]
HOSTILE = '#set page(fill: red)*县*_政_府$x$@a<b>"]\\#'


def last_year(value: ReportValue) -> ReportValue:
    return replace(value, year=value.year - 1)


def figures(value: ReportValue, previous: ReportValue | None = None) -> list[Figure]:
    whole = [one for group in groups(value, previous) for one in group.figures]
    return [figure for one in whole for figure in (one, *one.parts)]


def printed(made: bytes) -> str:
    with pdfplumber.open(io.BytesIO(made)) as file:
        assert len(file.pages) == 1
        return "".join(character["text"] for character in file.pages[0].chars)


@pytest.mark.parametrize(("size", "height"), SIZES)
@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_a_picture_has_the_size_asked_for(size: PictureSize, height: int, schema: str) -> None:
    made = Image.open(io.BytesIO(picture(filled(schema), last_year(filled(schema)), size=size)))
    assert made.size == (1080, height)


@pytest.mark.parametrize("size", PictureSize)
@pytest.mark.parametrize("number", ["001", "002", "011"])
def test_every_figure_is_printed_on_the_one_page(number: str, size: PictureSize) -> None:
    value = truth(number)
    text = printed(picture(value, last_year(value), size=size, format="pdf")).replace(" ", "")
    for one in figures(value, last_year(value)):
        assert one.shown + one.unit * (one.number is not None) in text
        assert one.change in text


@pytest.mark.parametrize("schema", ["2019", "2021"])
def test_what_is_shown_adds_up_to_the_rows_of_the_report(schema: str) -> None:
    value = filled(schema)
    shown = {one.label: one for one in figures(value)}
    results = next(group for group in groups(value) if group.form == "bars")
    assert sum(one.number or 0 for one in results.figures) == value["applications.handled_total.total"]
    refused = [key for key in value.cells if key.startswith("applications.refused_") and key.endswith(".total")]
    assert shown["不予公开"].number == sum(value[key] or 0 for key in refused)
    assert shown["自然人"].number == value["applications.received.natural"]
    assert shown["法人或其他组织"].number == sum(part.number or 0 for part in shown["法人或其他组织"].parts)
    disputes = groups(value)[-1]
    assert [part.number for part in disputes.figures[0].parts] == [
        value[f"disputes.reconsideration.{result}"] for result in ("upheld", "corrected", "other", "pending")
    ]


def test_money_has_its_unit_only_where_the_form_counts_money() -> None:
    units = {key: {one.label: one.unit for one in figures(filled(key))} for key in ("2019", "2021")}
    assert units["2021"]["行政事业性收费"] == "万元"
    assert units["2019"]["行政事业性收费"] == "项"


def test_a_blank_is_said_to_be_blank_and_never_nought() -> None:
    assert {one.shown for one in figures(blank())} == {"未填"}
    assert "未填" in printed(picture(blank(), format="pdf"))
    one_blank = filled().replace(cells={"applications.refused_state_secret.total": None})
    assert {one.label: one.shown for one in figures(one_blank)}["不予公开"] == "未填"


def test_a_change_is_told_only_from_the_year_before_and_in_the_same_unit() -> None:
    value = filled()
    before = last_year(value).replace({"applications.received.total": 0})
    assert groups(value, before)[0].figures[0].change == f"比上年增加{value['applications.received.total']}"
    assert not any(one.change for one in figures(value, replace(value, year=value.year - 2)))
    first_of_form, last_of_old = replace(filled(), year=2021), filled("2019")
    changes = {one.label: one.change for one in figures(first_of_form, last_of_old)}
    assert changes["不予公开"]
    assert not changes["行政事业性收费"]
    assert not any(one.change for one in figures(value, last_year(blank())))
    trial = {one.label: one.change for one in figures(filled("2019"), last_year(filled("2019")))}
    assert trial["行政许可"]
    assert not trial["行政事业性收费"]  # which counts 本年增/减


def test_the_text_says_every_figure_also_inside_the_png() -> None:
    value = filled()
    said = picture_text(value, last_year(value))
    assert all(f"{one.label}{one.note} {one.shown}" in said for one in figures(value))
    assert "与上年持平" in said
    inside = Image.open(io.BytesIO(picture(value, last_year(value)))).info
    assert (inside["Title"], inside["Description"]) == (value.title, said)


@pytest.mark.parametrize("format", ["png", "pdf"])
def test_the_same_figures_give_the_same_bytes(format: str) -> None:  # noqa: A002 (the word of the function tried)
    assert picture(filled(), format=format) == picture(filled(), format=format)  # type: ignore[arg-type] # parametrized


def test_a_name_is_never_markup_and_what_no_font_has_is_marked() -> None:
    made = printed(picture(replace(filled(), organ=HOSTILE), format="pdf"))
    assert HOSTILE.replace(" ", "") in made.replace(" ", "")
    made = printed(picture(replace(filled(), organ="某\ue123县\U0001f9ff"), format="pdf"))
    assert "某〓县" in made
    picture(replace(filled(), organ="县" * 40), size=PictureSize.SHEET)
