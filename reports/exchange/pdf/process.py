"""Has a PDF read by a process of its own, with limits of time and memory, and tells what came of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from reports.exchange.base import UnreadableFileError

from .page import Page, from_plain
from .worker import DAMAGED

_ROOT = Path(__file__).resolve().parents[3]
_PATIENCE = 8  # seconds by the clock; the process itself may use less of the processor
_TOO_COMPLEX = "这个PDF文件太复杂，在规定时间内读不完：请用PDF软件重新打印（另存）成普通PDF后再导入"
_OUT_OF_TIME = (-24, -9)  # SIGXCPU, SIGKILL


def pages_of(data: bytes) -> tuple[Page, ...]:
    """What stands on every page; raises :class:`UnreadableFileError` for a file that cannot be read."""
    try:
        # The program and its arguments are our own; the file is only ever its input.
        done = subprocess.run(
            [sys.executable, "-m", "reports.exchange.pdf.worker"],
            input=data,
            capture_output=True,
            timeout=_PATIENCE,
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(_TOO_COMPLEX) from error
    if done.returncode in _OUT_OF_TIME or b"MemoryError" in done.stderr[-2000:]:
        raise UnreadableFileError(_TOO_COMPLEX)
    if done.returncode:
        raise UnreadableFileError(DAMAGED)
    answer = json.loads(done.stdout)
    if refused := answer.get("refused"):
        raise UnreadableFileError(refused)
    return tuple(from_plain(page) for page in answer["pages"])
