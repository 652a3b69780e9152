"""Whether a table says of itself that it is another year's: in the lines above it, its own rows or its sheet's name."""

import re
from collections.abc import Collection, Iterator

from .base import SourceTable
from .labels import fold, normal

_YEAR = re.compile(r"(20\d\d)\s*年度?[^，。；]{0,8}?(?:数据|情况|报表|统计|表|对照|公开)")
_HEADING = re.compile(r"^[一二三四五六]、")
_SENTENCE = re.compile(r"[。，；]")
_CAPTION_LINES = 3
_DATE = re.compile(r"\d\s*月\s*\d{1,2}\s*日")
_EARLIER = re.compile(r"上一?年度?(?!结转)|去年|往年|前年")
_LABEL = re.compile(
    r"(?:附[件表]?|[表第]?[一二三四]|20\d\d(?:年度?)?|上一?年度?|去年|前年|往年|同期|数据|数字|情况|报表|统计|表格?|对照|公开|"
    r"仅?供|参考|的|为)+"
)
_LABELLED_YEAR = re.compile(r"20\d\d(?=年|\D|$)")


def is_of_another_year(caption: str, year: int) -> bool:
    """Whether the line nearest above a table that names a year names another than the report's (2022年度数据)."""
    for line in reversed(caption.split("\n")[-_CAPTION_LINES:]):
        if _HEADING.match(line):
            return False
        if (said := _label_says(line, year)) is not None:
            return said
        if _SENTENCE.search(line):
            return False
        if (said := _line_says(line, year)) is not None:
            return said
    return False


def rows_of_another_year(table: SourceTable, caption: str, year: int, form_rows: Collection[int]) -> Iterator[int]:
    """The numbers of the form's rows that stand under a word of another year; none when the report's is not known.

    What a line of the table's own says (2022年度) goes before what stands above it, and that before the sheet's name.
    """
    if not year:
        return
    other = is_of_another_year(caption, year) or (_label_says(table.sheet, year) is True and not _names(caption, year))
    for number, cells in enumerate(table.rows, start=1):
        texts = list(dict.fromkeys(cell.text for cell in cells if cell.text))
        if number in form_rows:
            if other:
                yield number
            continue
        said = [says for text in texts if (says := _label_says(text, year)) is not None]
        if not said and len(texts) == 1 and not _SENTENCE.search(texts[0]):
            said = [says for text in texts if (says := _line_says(text, year)) is not None]
        if said:
            other = all(said)


def _names(caption: str, year: int) -> bool:
    return any(_label_says(line, year) is False for line in caption.split("\n"))


def _label_says(text: str, year: int) -> bool | None:
    """Of a text that is nothing but a year's name: whether it is another year; of any other text nothing.

    A later year alone is when the file was made.
    """
    label = fold(text)
    if not _LABEL.fullmatch(label):
        return None
    years = {int(found) for found in _LABELLED_YEAR.findall(label)}
    if not years:
        return True if _EARLIER.search(label) else None
    if max(years) > year and "年度" not in label:
        return None
    return year not in years


def _line_says(line: str, year: int) -> bool | None:
    years = {int(found) for found in _YEAR.findall(normal(line))}
    if _DATE.search(line) or not (years or _EARLIER.search(line)):
        return None
    return year not in years
