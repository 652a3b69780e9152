"""``script/benchmark [NAME...]``: run the benchmarks (all, or bench_NAME.py only) and print a table."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tests.benchmarks.measure import Row


def rows(names: list[str]) -> Iterator[Row]:
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if not names or path.stem.removeprefix("bench_") in names:
            yield from import_module(f"tests.benchmarks.{path.stem}").rows()


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


if __name__ == "__main__":
    main(sys.argv[1:])
