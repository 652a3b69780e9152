"""What the reader tests share."""

import pytest

from reports.value import ReportValue
from tests.builders import filled


@pytest.fixture(params=["2021", "2019"])
def value(request: pytest.FixtureRequest) -> ReportValue:
    return filled(request.param)
