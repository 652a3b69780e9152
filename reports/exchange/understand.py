"""From a file's lines and tables to a report: which form, whose, which year, its figures and its prose."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from reports.schema import SCHEMAS, Item, Schema, schema_of_year
from reports.value import ReportValue

from .base import Problem, ReadResult, SourceTable, UnreadableFileError
from .labels import fold, without_number
from .repeats import put_together
from .sections import Opening, openings, texts
from .source import Block, Line, Source
from .tables import Placed, read_tables
from .title import identify, is_title

NO_TABLE = "文件里没有找到年度报告的表格：请确认选对了文件；如果表格是图片，请改用有文字的文件"
_ENOUGH_LABELS = 3
_WIDE_FRAGMENT = 4
_LONGEST_CAPTION = 60


def understand(source: Source, filename: str = "") -> ReadResult:
    """Reads what is there; raises when the file has none of the form's labels at all."""
    newest = list(SCHEMAS.values())[-1]
    if _known_labels(source) < _ENOUGH_LABELS:
        raise UnreadableFileError(NO_TABLE)
    source = replace(
        source,
        blocks=tuple(put_together(block) if isinstance(block, SourceTable) else block for block in source.blocks),
    )
    found = openings(newest, source.blocks)
    lines = [block.text for block in source.blocks if isinstance(block, Line)]
    before = found[0].block if found else len(source.blocks)
    early = [text for block in source.blocks[:before] if isinstance(block, Line) for text in block.text.split("\n")]
    overview = texts(newest, source.blocks, found, "").get(newest.sections[0].key, "")
    identity = identify((*source.titles, *early), "\n".join(lines), overview, filename)
    schema = _schema(source, identity.year)
    problems = list(identity.problems)
    if identity.year and (expected := schema_of_year(identity.year)) is not schema:
        said = f"应使用{expected.document}的格式" if expected else "当时还没有统一的表格"
        problems.append(Problem("", f"表格用的是{schema.document}的格式，而{identity.year}年度{said}，请核对"))
    openings_found = openings(schema, source.blocks)
    titles = [text for text in (*early, *source.titles) if is_title(text)]
    prose = texts(schema, source.blocks, openings_found, _last_title(early) or (titles[0] if titles else ""))
    for section in schema.sections:
        if section.text and not prose.get(section.text.key):
            problems.append(Problem("", f"没有读到“{section.heading}”的正文"))
    figures = read_tables(schema, identity.year, _statutory_tables(schema, source.blocks, openings_found))
    value = ReportValue(schema, identity.organ, identity.year, cells=figures.cells, texts=prose)
    return ReadResult(value, (*problems, *figures.problems), figures.sources, source.tables, figures.proposals)


def _last_title(early: Sequence[str]) -> str:
    return next((text for text in reversed(early) if is_title(text.strip())), "")


def _statutory_tables(schema: Schema, blocks: Sequence[Block], found: Sequence[Opening]) -> Iterator[Placed]:
    """Tables as they stand in the file; those under a prose heading are the prose's own and left out."""
    headed = any(opening.section.tables for opening in found)
    number = 0
    for position, block in enumerate(blocks):
        if not isinstance(block, SourceTable):
            continue
        number += 1
        section = next((opening.section for opening in reversed(found) if opening.block < position), None)
        if section and section.text and headed and not _mostly_statutory(schema, block):
            continue
        above = takewhile(lambda line: not isinstance(line, SourceTable), reversed(blocks[:position]))
        caption = "\n".join(
            reversed([line.text for line in above if isinstance(line, Line) and len(line.text) <= _LONGEST_CAPTION])
        )
        yield Placed(number, block, section.tables if section else (), caption)


def _mostly_statutory(schema: Schema, table: SourceTable) -> bool:
    """A table so like the form's that a misread heading must not hide it."""
    labels = {fold(without_number(item.label)) for item in _items(schema)}
    return sum(fold(without_number(cell.text)) in labels for row in table.rows for cell in row) >= 2 * _ENOUGH_LABELS


def _items(schema: Schema) -> Iterator[Item]:
    def walk(items: tuple[Item, ...]) -> Iterator[Item]:
        for item in items:
            yield item
            yield from walk(item.under)

    for table in schema.tables.values():
        yield from walk(table.columns)
        for block in table.blocks:
            yield from walk(block.rows)


@lru_cache
def _forms(schema: Schema) -> frozenset[str]:
    """Every way a label of the form may be printed."""
    labels = {fold(without_number(item.label)) for item in _items(schema)}
    return frozenset(labels | {fold(alias) for item in _items(schema) for alias in item.aliases})


def _known_labels(source: Source) -> int:
    """How many different long labels of any form the file holds, wherever they stand."""
    whole = fold(source.text)
    return sum(form in whole for form in long_forms())


@lru_cache
def long_forms() -> frozenset[str]:
    """The long labels of all forms, however printed, folded: what tells a report's text from another's."""
    return frozenset(form for form in all_forms() if len(form) > _WIDE_FRAGMENT)


@lru_cache
def all_forms() -> frozenset[str]:
    """Every label of all forms, however printed, folded and without its number."""
    return frozenset(form for schema in SCHEMAS.values() for form in _forms(schema))


def _schema(source: Source, year: int) -> Schema:
    """The form whose own labels the tables print; where they do not tell, the form of the year, else the newest."""
    cells = [fold(without_number(cell.text)) for table in source.tables for row in table.rows for cell in row]
    whole = fold(source.text)
    schemas = list(reversed(SCHEMAS.values()))
    own = {
        schema.key: _forms(schema) - {form for other in schemas if other is not schema for form in _forms(other)}
        for schema in schemas
    }
    in_cells = {key: sum(any(form in cell for form in forms) for cell in cells) for key, forms in own.items()}
    in_text = {key: sum(form in whole for form in forms) for key, forms in own.items()}
    of_year = schema_of_year(year) if year else None
    return max(schemas, key=lambda schema: (in_cells[schema.key], in_text[schema.key], schema is of_year))
