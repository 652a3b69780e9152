import io
import zipfile

import pytest

from reports.models import Report
from reports.services.errors import NotPossibleError
from reports.services.packaging import FRAGMENT, PAGE, READ_ME, handed_on, package
from tests.builders import filled
from tests.records import published, stored

pytestmark = pytest.mark.django_db


def test_a_package_holds_the_published_version_in_every_form() -> None:
    report = stored(filled())
    published(report)
    handed = handed_on(report=Report.objects.get(pk=report.pk))
    names = set(zipfile.ZipFile(io.BytesIO(package(handed=handed))).namelist())
    assert {
        FRAGMENT,
        PAGE,
        READ_ME,
        *(f"{handed.name}.{form}" for form in ("docx", "pdf", "xlsx", "json", "png")),
    } <= names


def test_a_draft_is_not_handed_on() -> None:
    with pytest.raises(NotPossibleError):
        handed_on(report=stored(filled()))
