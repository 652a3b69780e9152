"""Many files at once: taken in, read, matched, checked and imported, on SQLite by one worker."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Row

ROOT = Path(__file__).resolve().parents[2]
GOAL = 1 / 15  # seconds a file


def rows() -> Iterator[Row]:
    for extension in ("html", "xlsx"):
        command = [sys.executable, "-m", "tests.benchmarks.intake_data", extension, "1000"]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        measured = json.loads(answer.stdout.splitlines()[-1])
        yield Row(f"intake of 1,000 .{extension}, a file: read, match, check", measured["read"])
        yield Row(f"intake of 1,000 .{extension}, a file: import", measured["apply"])
        yield Row(f"intake of 1,000 .{extension}, a file: all", measured["read"] + measured["apply"], goal=GOAL)
