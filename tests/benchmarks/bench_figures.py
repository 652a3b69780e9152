"""One sheet of 3,000 reports, 600,000 figures, into SQLite and PostgreSQL, checks included; beside row by row."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Row

ROOT = Path(__file__).resolve().parents[2]
GOAL = 180.0  # seconds, reading and writing together
REPORTS = 3_000


def rows() -> Iterator[Row]:
    program = [sys.executable, "-m", "tests.benchmarks.figures_data", str(REPORTS)]
    for database, command in (("SQLite", program), ("PostgreSQL", [str(ROOT / "script" / "postgres"), *program])):
        environment = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        seconds = json.loads(answer.stdout.splitlines()[-1])
        *steps, alternative = seconds
        for name in steps:
            yield Row(f"{database}: {name}", seconds[name])
        yield Row(
            f"{database}: sheet of {REPORTS:,} reports imported, checks included",
            sum(seconds[name] for name in steps[1:]),
            goal=GOAL,
            baseline=alternative,
            baseline_seconds=seconds[alternative],
        )
