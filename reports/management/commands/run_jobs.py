"""Do background work as it comes in, and take up what was interrupted."""

import os
import signal
import time
from threading import Thread
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.db.utils import OperationalError

from reports.management.command import ChineseCommand
from reports.services.jobs import jobs_revive

ROUND = 20  # seconds between two looks at what was interrupted


class Command(ChineseCommand):
    help = "Do background work: batches of files, bulk exports. Start as many as there are cores to spare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks into the queue")
        parser.add_argument("--while-running", type=int, metavar="PID", help="stop when this process has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        Thread(target=_watch, args=(options["while_running"],), daemon=True).start()
        call_command("db_worker", interval=options["interval"], startup_delay=False, verbosity=0)


def _watch(server: int | None) -> None:
    """Interrupted work is queued again from time to time, as other machines may have failed."""
    looked = 0.0
    while True:
        if server and not _runs(server):
            os.kill(os.getpid(), signal.SIGTERM)
            return
        if time.monotonic() - looked > ROUND or not looked:
            looked = time.monotonic()
            try:
                jobs_revive()
            except OperationalError:  # the database is busy or away: the next round looks again
                pass
            finally:
                close_old_connections()
        time.sleep(1)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
