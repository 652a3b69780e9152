"""The walls between the rooms, and promises about the whole tree."""

import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from reports.schema import SCHEMAS, Item, Table

ROOT = Path(__file__).resolve().parent.parent
NAME_LENGTH = 30  # the shortest limit among the databases offices run


def tracked(*patterns: str) -> list[Path]:
    """Files of the project that git knows or would know; outside a checkout, everything in the project's folders."""
    try:
        names = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    except (FileNotFoundError, subprocess.CalledProcessError):
        folders = ("govopen", "reports", "templates", "static", "script", "docs", "tests", "locale", ".ci")
        files = [*ROOT.glob("*.*"), *(path for folder in folders for path in (ROOT / folder).rglob("*"))]
        return [path for path in files if path.is_file() and any(path.match(pattern) for pattern in patterns or ("*",))]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)


def test_rooms_import_only_what_the_design_lets_them() -> None:
    found = command(str(Path(sys.executable).parent / "lint-imports"), "--no-logo")
    assert found.returncode == 0, found.stdout


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_table_and_column_names_suit_short_named_databases() -> None:
    names = [
        name
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in {"organs", "reports"}
        for name in (
            model._meta.db_table,
            *(field.column for field in model._meta.local_fields),
            *(index.name for index in model._meta.indexes),
            *(constraint.name for constraint in model._meta.constraints),
        )
    ]
    assert names
    assert [name for name in names if len(name) > NAME_LENGTH] == []


def labels(table: Table) -> Iterator[str]:
    def walk(items: tuple[Item, ...]) -> Iterator[str]:
        for item in items:
            yield item.label
            yield from walk(item.under)

    yield from walk(table.columns)
    for block in table.blocks:
        yield from walk(block.rows)


def without_comments(path: Path) -> str:
    """The file's text; of Python all but the comments."""
    if path.suffix != ".py":
        return path.read_text("utf-8")
    with path.open("rb") as file:
        return "\n".join(token.string for token in tokenize.tokenize(file.readline) if token.type != tokenize.COMMENT)


def test_statutory_labels_are_typed_only_where_the_form_is_declared() -> None:
    numbering = re.compile(r"^(（.）|\d\.)")
    words = {
        numbering.sub("", label)
        for schema in SCHEMAS.values()
        for table in schema.tables.values()
        for label in labels(table)
    }
    long_words = sorted((word for word in words if len(word) > 5), key=len, reverse=True)
    # A label stands by itself; the same words inside a Chinese sentence (a check's message) are just words.
    label = re.compile(rf"(?<![\u4e00-\u9fff])({'|'.join(map(re.escape, long_words))})(?![\u4e00-\u9fff])")
    declared = ROOT / "reports" / "schema"
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked("*.py", "*.html", "*.js", "*.typ", "*.css")
        if declared not in path.parents and ROOT / "tests" not in path.parents
        for match in label.finditer(without_comments(path))
    ]
    assert found == []


def test_no_tracked_file_names_a_machine() -> None:
    path_of_a_machine = re.compile(rb"(^|[^.\w/])/(work|root|home)/[.a-z]")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if ROOT / "tests" / "samples" not in path.parents and path_of_a_machine.search(path.read_bytes())
    ]
    assert found == []


def test_every_message_is_in_chinese_and_compiled() -> None:
    found = command(sys.executable, "script/messages.py", "--check")
    assert found.returncode == 0, found.stdout + found.stderr


def requirement_names(path: str) -> set[str]:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    return {re.split(r"[=<>\[ ;]", line)[0].lower() for line in lines if re.match(r"[a-zA-Z]", line)}


def declared_names(lines: list[str]) -> set[str]:
    return {re.split(r"[=<>\[ ;]", line)[0].lower() for line in lines}


def test_pinned_requirements_follow_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert declared_names(project["dependencies"]) <= requirement_names("requirements.txt")
    assert declared_names(project["optional-dependencies"]["test"]) <= requirement_names("tests/requirements.txt")
    assert requirement_names("requirements.txt") <= requirement_names("tests/requirements.txt")


def test_requirements_pin_versions_and_name_no_host() -> None:
    for path in ("requirements.txt", "tests/requirements.txt"):
        text = (ROOT / path).read_text("utf-8")
        assert "://" not in text
        assert "--" not in text.replace("-c requirements.txt", "")
        assert all("==" in line for line in text.splitlines() if re.match(r"[a-zA-Z]", line))


def test_readme_names_the_commands_and_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    settings = (ROOT / "govopen" / "settings.py").read_text("utf-8")
    variables = set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings)) | set(
        re.findall(r"\$\{(GOVOPEN_\w+)", (ROOT / "script" / "server").read_text("utf-8"))
    )
    assert {"DATABASE_URL", "GOVOPEN_DEMO", "GOVOPEN_PORT"} <= variables
    assert [name for name in sorted({*variables, "script/server", "script/test"}) if f"`{name}`" not in readme] == []


def test_the_scripts_can_be_started() -> None:
    names = ("server", "test", "benchmark", "messages", "requirements", "postgres")
    for path in (*(ROOT / "script" / name for name in names), ROOT / ".ci" / "run"):
        assert path.stat().st_mode & 0o111, path
        assert command("bash", "-n", str(path)).returncode == 0, path
