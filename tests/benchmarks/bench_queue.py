"""The queue of findings over 30,000 reports with 100,000 findings, on PostgreSQL."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Row

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.15  # seconds, of any first page


def rows() -> Iterator[Row]:
    command = [str(ROOT / "script" / "postgres"), sys.executable, "-m", "tests.benchmarks.queue_data"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name, seconds in json.loads(answer.stdout.splitlines()[-1]).items():
        yield Row(f"queue: {name}", seconds, goal=GOAL if "first page" in name else 0)
