"""The real report of 蓝田县 on 2023 with its texts, laid out."""

from datetime import date

import pytest

from reports.render.document import Document, document
from reports.value import ReportValue
from tests.builders import SAMPLES, truth

TEXT_SECTIONS = {
    "overview": "一、总体情况",
    "problems": "五、存在的主要问题及改进情况",
    "other_matters": "六、其他需要报告的事项",
}
AFTER = {"overview": "二、", "problems": "六、", "other_matters": "陕公网安备"}


@pytest.fixture(scope="session")
def lantian() -> ReportValue:
    (path,) = (SAMPLES / "files").glob("001_*.md")
    page = path.read_text("utf-8")
    texts = {}
    for key, heading in TEXT_SECTIONS.items():
        _before, _heading, rest = page.partition(heading + "\n")
        texts[key] = rest.partition("\n" + AFTER[key])[0].strip()
    return truth("001").replace(texts=texts)


@pytest.fixture(scope="session")
def lantian_document(lantian: ReportValue) -> Document:
    return document(lantian, date(2024, 3, 28))
