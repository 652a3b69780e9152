import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reports.models import Report
from reports.services.errors import NotPossibleError
from reports.services.packaging import FRAGMENT, PAGE, PICTURES, READ_ME, handed_on, package
from tests.builders import filled
from tests.records import corrected, published, stored

pytestmark = pytest.mark.django_db

WHEN = datetime(2024, 1, 20, tzinfo=UTC)


def test_a_package_holds_the_published_version_in_every_form() -> None:
    report = stored(filled())
    published(report)
    handed = handed_on(report=Report.objects.get(pk=report.pk))
    names = set(zipfile.ZipFile(io.BytesIO(package(handed=handed))).namelist())
    assert {
        FRAGMENT,
        PAGE,
        READ_ME,
        *(f"{handed.name}.{form}" for form in ("docx", "pdf", "xlsx", "json")),
        *PICTURES.values(),
    } <= names


def test_a_draft_is_not_handed_on() -> None:
    with pytest.raises(NotPossibleError):
        handed_on(report=stored(filled()))


def test_the_picture_compares_with_last_year_as_it_was_published_then(few_checks: None) -> None:
    key = "decisions.licences.count"
    last, report = stored(replace(filled(), year=2022)), stored(filled())
    published(last, at=WHEN)
    published(report, at=WHEN + timedelta(days=1))
    corrected(last, {key: 1}, at=WHEN + timedelta(days=2))
    handed = handed_on(report=Report.objects.get(pk=report.pk))
    assert handed.previous is not None
    assert handed.previous[key] == filled()[key]
    assert "与上年持平" in handed.picture_text


def test_nothing_is_compared_with_a_year_that_was_not_published(few_checks: None) -> None:
    stored(replace(filled(), year=2022))
    report = stored(filled())
    published(report)
    handed = handed_on(report=Report.objects.get(pk=report.pk))
    assert handed.previous is None
    assert "上年持平" not in handed.picture_text
