"""``script/benchmark [NAME...]``: run the benchmarks (all, or bench_NAME.py only) and print a table.

``script/benchmark files`` runs all those of files in and out, and behind the table prints how rightly they are read.
A benchmark with a function ``details()`` has more lines to say than its rows.
"""

import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.benchmarks.measure import Row

COLLECTIONS = {"files": ("reading", "workbook", "word", "pdf", "render", "intake")}


def modules(names: list[str]) -> list[ModuleType]:
    """The benchmarks of these names in the order given, a collection's in its own; all of them for no name."""
    if not names:
        names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = dict.fromkeys(one for name in names for one in COLLECTIONS.get(name, (name,)))
    known = [name for name in wanted if (Path(__file__).parent / f"bench_{name}.py").is_file()]
    return [import_module(f"tests.benchmarks.bench_{name}") for name in known]


def rows(names: list[str]) -> Iterator[Row]:
    """A benchmark that fails is one row that says so, and the others go on."""
    for module in modules(names):
        try:
            yield from module.rows()
        except Exception:
            traceback.print_exc()
            yield Row(f"{module.__name__.rpartition('.')[2]} failed, see above", float("inf"), goal=1)


HEAD = ("what", "time", "goal", "× baseline", "goal", "baseline", "")


def line(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        duration(row.seconds),
        duration(row.goal) if row.goal else "",
        f"{row.ratio:.2f}" if row.baseline else "",
        f"{row.ratio_goal:g}" if row.ratio_goal else "",
        f"{row.baseline} ({duration(row.baseline_seconds)})" if row.baseline else "",
        "" if row.is_met else "MISSED",
    )


def duration(seconds: float) -> str:
    return f"{seconds * 1000:.3f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(lines: list[tuple[str, ...]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    right = {1, 2, 3, 4}
    return "\n".join(
        "  ".join(
            text.rjust(width) if column in right else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def main(names: list[str]) -> None:
    lines = [line(row) for row in rows(names)]
    sys.stdout.write(table([HEAD, *lines]) + "\n")
    for module in modules(names):
        if names and hasattr(module, "details"):
            sys.stdout.write("\n")
            module.details()


if __name__ == "__main__":
    main(sys.argv[1:])
