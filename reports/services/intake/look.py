"""One file of a batch as its page shows it: every cell beside its place in the file and what is stored."""

from dataclasses import dataclass

from reports.exchange.base import Problem, ReadResult, Source
from reports.models import IntakeFile
from reports.schema import CellSpec
from reports.services.errors import RefusedError
from reports.value import Number, Scope, number_text

from .kept import taken_out
from .reading import Outlook, outlook_of


@dataclass(frozen=True)
class CellLook:
    """``after`` is what would be stored."""

    spec: CellSpec
    stored: Number | None
    read: Number | None
    after: Number | None
    source: Source | None
    problems: tuple[Problem, ...]

    @property
    def place(self) -> str:
        return self.source.place if self.source else self.problems[0].place if self.problems else ""

    @property
    def raw(self) -> str:
        return self.source.raw if self.source else ""

    @property
    def changes(self) -> bool:
        return number_text(self.stored) != number_text(self.after)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(problem.message.removeprefix(f"{self.spec.label}：") for problem in self.problems)


@dataclass(frozen=True)
class TextLook:
    heading: str
    stored: str
    read: str
    changes: bool


@dataclass(frozen=True)
class FileLook:
    """``remarks`` concern no single cell. ``findings`` are (level, code, sentence)."""

    result: ReadResult
    cells: tuple[CellLook, ...]
    texts: tuple[TextLook, ...]
    remarks: tuple[Problem, ...]
    findings: tuple[tuple[str, str, str], ...]

    @property
    def noted(self) -> tuple[CellLook, ...]:
        return tuple(cell for cell in self.cells if cell.problems)

    @property
    def changed(self) -> tuple[CellLook, ...]:
        return tuple(cell for cell in self.cells if cell.changes)

    @property
    def overwritten(self) -> int:
        """Cells that have another number now."""
        return sum(cell.stored is not None for cell in self.changed)


def file_look(*, file: IntakeFile) -> FileLook | None:
    """Nothing where the file could not be read, or is still waiting."""
    if not file.details.get("schema"):
        return None
    result = taken_out(file.details)
    outlook = _outlook(file, result)
    schema = result.value.schema
    by_cell: dict[str, list[Problem]] = {}
    for problem in result.problems:
        by_cell.setdefault(problem.cell, []).append(problem)
    cells = tuple(
        CellLook(
            spec,
            outlook.stored.cells.get(key) if outlook else None,
            result.value[key],
            outlook.after[key] if outlook else None,
            result.sources.get(key),
            tuple(by_cell.get(key, ())),
        )
        for key, spec in schema.specs.items()
    )
    headings = {section.key: section.heading for section in schema.sections if section.text}
    texts = tuple(
        TextLook(
            headings.get(key, "引言"),
            outlook.stored.texts.get(key, "") if outlook else "",
            text,
            bool(outlook) and outlook.after.texts[key] != outlook.stored.texts.get(key, ""),
        )
        for key, text in result.value.texts.items()
        if text
    )
    remarks = tuple(problem for problem in result.problems if problem.cell not in schema.specs)
    return FileLook(result, cells, texts, remarks, tuple(tuple(one) for one in file.details.get("findings", ())))


def _outlook(file: IntakeFile, result: ReadResult) -> Outlook | None:
    """Beside what is stored now, where the file can go into a report at all."""
    if file.organ is None or file.year is None:
        return None
    try:
        return outlook_of(organ=file.organ, year=file.year, scope=Scope(file.scope), result=result)
    except RefusedError:
        return None
