"""Do background work as it comes in, and take up what was interrupted."""

import os
import signal
import sys
import time
from contextlib import suppress
from threading import Thread
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.db.utils import OperationalError

from reports.management.command import ChineseCommand
from reports.services.jobs import jobs_revive

ROUND = 20  # seconds between two looks at what was interrupted
PATIENCE = 3  # seconds a step may still take when the server has ended


class Command(ChineseCommand):
    help = "Do background work: batches of files, bulk exports. Start as many as there are cores to spare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks into the queue")
        parser.add_argument(
            "--until-input-ends", action="store_true", help="stop when whoever holds the other end of the input is gone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Told to stop before the worker listens: that too is a proper end.
        signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
        Thread(target=_take_up, daemon=True).start()
        if options["until_input_ends"]:
            Thread(target=_end_with_input, daemon=True).start()
        call_command("db_worker", interval=options["interval"], startup_delay=False, verbosity=0)


def _take_up() -> None:
    """Interrupted work is queued again from time to time, as other machines may have failed."""
    while True:
        # A database that is busy or away: the next round looks again.
        with suppress(OperationalError):
            jobs_revive()
        close_old_connections()
        time.sleep(ROUND)


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(0)  # in the middle of a step, which is not committed and will be done again
