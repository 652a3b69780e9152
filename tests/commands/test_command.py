"""What every command does with a wrong line: one Chinese sentence, exit code 1."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


def line(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'none.sqlite3'}", "DEBUG": "1"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import_report", "a.md", "--year", "abc"), "命令的写法不对：--year 要写成整数，不能是“abc”。写法见 --help。"),
        (("check_reports", "--year"), "命令的写法不对：--year 后面要写一个值。写法见 --help。"),
        (("list_checks", "--foo"), "命令的写法不对：不认识“--foo”。写法见 --help。"),
        (("export_report", "某局"), "命令的写法不对：缺少 year、--format、-o/--output。写法见 --help。"),
        (("import_report", "没有.md"), "打不开文件 没有.md：没有这个文件或文件夹。"),
    ],
)
def test_a_wrong_line_is_answered_in_one_sentence(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = line(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{said}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import_report",), "缺少 file"),
        (("import_report", "a.md", "--scope", "foo"), "--scope 不能是“foo”，只能是 own、aggregate"),
        (("list_checks", "--json", "--markdown"), "--markdown 和 --json 不能同时用"),
    ],
)
def test_callers_get_the_sentence_as_an_error(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command(*arguments)
