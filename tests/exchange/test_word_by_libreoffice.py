"""Real pages and our own documents as LibreOffice saves them for Word: read as they were before."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from reports.exchange import read
from reports.render.document import document
from reports.render.word import docx
from reports.schema import SCHEMAS
from tests.builders import SAMPLES, filled
from tests.exchange.prints import unnamed_blanks

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (libreoffice-writer-nogui) is not installed")
PAGES = sorted((SAMPLES / "files").glob("*.html"))


def saved(folder: Path, kind: str, *paths: Path, source: str = "") -> list[Path]:
    """The files as LibreOffice saves them in another format."""
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    if source:
        command.append(f"--infilter={source}")
    subprocess.run([*command, "--outdir", str(folder), *map(str, paths)], capture_output=True, timeout=120, check=True)
    return [folder / f"{path.stem}.{kind.partition(':')[0]}" for path in paths]


def test_pages_saved_for_word_are_read_as_the_pages_themselves(tmp_path: Path) -> None:
    documents = saved(tmp_path, "docx:MS Word 2007 XML", *PAGES, source="HTML (StarWriter)")
    for page, made in zip(PAGES, documents, strict=True):
        expected, result = read(page.read_bytes(), page.name).value, read(made.read_bytes(), made.name)
        assert result.value.cells == expected.cells
        assert (result.value.organ, result.value.year) == (expected.organ, expected.year)
        assert unnamed_blanks(result) == []


def test_our_own_documents_saved_again_are_read_back(tmp_path: Path) -> None:
    values = {tmp_path / f"{schema}.docx": filled(schema) for schema in SCHEMAS}
    for path, value in values.items():
        path.write_bytes(docx(document(value, date(2024, 3, 28))))
    folder = tmp_path / "again"
    folder.mkdir()
    for path, value in zip(saved(folder, "docx", *saved(folder, "odt", *values)), values.values(), strict=True):
        assert read(path.read_bytes(), path.name).value == value
