"""Read all the reports in a folder or an archive, and store each as the report of its organ and year."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.utils import DatabaseError

from reports.exchange.archives import Allowance, is_beside, members
from reports.exchange.base import UnreadableFileError
from reports.management.command import ChineseCommand, reason
from reports.models import FileState, Intake, IntakeFile, ScopeLabel
from reports.services.errors import RefusedError
from reports.services.filing import year_set_up
from reports.services.intake import batches, work
from reports.services.intake.reading import Desk, file_open, file_settle
from reports.value import Scope

EVERY = 2.0  # seconds between two words on progress


class Command(ChineseCommand):
    help = "Read all reports of a folder or zip and store them; print what became of each file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder with everything below it, or one zip")
        parser.add_argument("--year", type=int, default=0, help="the report year of files that say none")
        parser.add_argument(
            "--scope", choices=ScopeLabel.values, default=Scope.OWN.value, help="for whom governments report"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files, batch = self._work(options)
        except OSError as error:
            raise CommandError(f"打不开 {options['folder']}：{reason(error)}。") from error
        except (UnreadableFileError, RefusedError) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"数据库不能用：{error}。还没有建库的，请先运行 manage.py migrate。") from error
        answer = {
            "dry_run": options["dry_run"],
            "batch": batch,
            "files": [_as_json(file) for file in files],
            "totals": _totals(files),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(answer)))
        if not any(file.schema for file in files):
            raise CommandError("没有一个文件能读出来，没有写入任何内容。")

    def _work(self, options: dict[str, Any]) -> tuple[list[IntakeFile], int | None]:
        folder: Path = options["folder"]
        scope = Scope(options["scope"])
        contents = _contents(folder)
        if options["dry_run"]:
            year = year_set_up(options["year"], is_stored=False) if options["year"] else None
            desk = Desk.of_operator(is_trial=True)
            intake = Intake(title=folder.name, year=year, scope=scope.value)
            return list(self._counted("读取", _tried(intake, contents, desk), 0)), None
        year = year_set_up(options["year"]) if options["year"] else None
        intake = batches.intake_keep(files=contents, user=None, title=folder.resolve().name, year=year, scope=scope)
        total = intake.files.count()
        desk = Desk.of_operator(is_trial=False)
        for _file in self._counted("读取", work.files_read(intake=intake, desk=desk), total):
            pass
        ready = intake.files.filter(state=FileState.READY)
        for _state in self._counted("导入", work.files_apply(files=ready, user=None), ready.count()):
            pass
        return list(intake.files.select_related("organ").defer("data", "details").order_by("number")), intake.pk

    def _counted(self, doing: str, steps: Iterable[Any], total: int) -> Iterator[Any]:
        """The steps, with a word on the error output from time to time."""
        said, done = time.monotonic(), 0
        for done, step in enumerate(steps, start=1):
            if time.monotonic() - said >= EVERY:
                said = time.monotonic()
                self.stderr.write(f"{doing} {done}{f' / {total}' if total else ''}")
            yield step
        self.stderr.write(f"{doing} {done} 个文件，完成")


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folder by its path in it, one after the other, links not followed out of it."""
    if folder.is_file():
        yield folder.name, folder.read_bytes()
        return
    if not folder.is_dir():
        raise FileNotFoundError
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not is_beside(name):
            yield name, path.read_bytes()


def _tried(intake: Intake, contents: Iterable[tuple[str, bytes]], desk: Desk) -> Iterator[IntakeFile]:
    """The files as they would be read, nothing stored."""
    allowance = Allowance()
    number = 0
    for name, content in contents:
        for member in members(content, name, allowance):
            number += 1
            digest = hashlib.sha256(member.data).hexdigest()
            file = IntakeFile(intake=intake, number=number, path=member.path, data=member.data, digest=digest)
            if member.problem:
                file.state, file.message = FileState.UNREADABLE, member.problem
            elif (result := file_open(file=file)) is not None:
                file_settle(file=file, result=result, desk=desk)
            file.data = b""
            yield file
    if not number:
        raise RefusedError("里面没有可以导入的文件。")


def _as_json(file: IntakeFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "organ": file.organ.name if file.organ else file.organ_said or None,
        "year": file.year_id or file.year_said,
        "scope": file.scope,
        "schema": file.schema or None,
        "state": str(file.state),
        "cells": file.cells_read,
        "problems": file.problems,
        "findings": {"error": file.errors, "other": file.doubts},
        "differences": file.differences,
        "message": file.message,
    }


def _totals(files: list[IntakeFile]) -> dict[str, int]:
    counts = {state: sum(file.state == state for file in files) for state in FileState.values}
    return {
        "files": len(files),
        **{state: count for state, count in counts.items() if count},
        "cells": sum(file.cells_read for file in files),
        "problems": sum(file.problems for file in files),
        "errors": sum(file.errors for file in files),
    }


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    yield "文件\t机关\t年度\t读出格数\t要看的\t错误/疑点\t改动\t状态\t备注"
    for file in answer["files"]:
        findings = f"{file['findings']['error']}/{file['findings']['other']}"
        yield "\t".join(
            str(shown)
            for shown in (
                file["path"],
                file["organ"] or "—",
                file["year"] or "—",
                file["cells"],
                file["problems"],
                findings,
                file["differences"],
                FileState(file["state"]).label,
                file["message"],
            )
        )
    totals = answer["totals"]
    states = "，".join(f"{FileState(state).label} {totals[state]}" for state in FileState.values if state in totals)
    yield f"共 {totals['files']} 个文件：{states}"
    if answer["dry_run"]:
        yield "只是试读，没有写入任何内容。"
