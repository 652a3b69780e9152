"""One file read in a process of its own, and everything that must not happen there told: errors, time, memory.

The process reads one file after the other, so that a new one is only started when a file killed the last.
"""

import resource
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from reports.exchange import ReadResult, UnreadableFileError, read
from reports.exchange.archives import members
from reports.exchange.number import LARGEST_COUNT, LONGEST_AMOUNT, MOST_PLACES
from reports.schema import Kind

MOST_SECONDS = 5.0  # of the processor, for one file
MOST_MEMORY = 500  # MB, for one file
_PATIENCE = 40.0  # seconds by the clock until the process is given up, on a machine with other work
_LIMIT = 1_500  # MB of addresses the process may have, libraries and what the allocator holds back with them
_MEGABYTE = 1024 * 1024
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Outcome:
    """``said`` is read, refused, or what was wrong; ``seconds`` of the processor and ``memory`` in MB at its peak."""

    said: str
    seconds: float = 0.0
    memory: float = 0.0

    @property
    def is_fault(self) -> bool:
        return self.said not in ("read", "refused")


class Reader:
    """Reads files in another process."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()

    def outcome(self, name: str, data: bytes) -> Outcome:
        """What came of a file."""
        try:
            self._pipe.send((name, data))
            if self._pipe.poll(_PATIENCE):
                found: Outcome = self._pipe.recv()
                return found
            said = f"hangs: no answer after {_PATIENCE:.0f} s"
        except (EOFError, OSError):
            self._process.join(5)
            said = f"dies: the process ended with {self._process.exitcode}"
        self.close()
        self._start()
        return Outcome(said, _PATIENCE)

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_LIMIT * _MEGABYTE, _LIMIT * _MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError):
        while True:
            name, data = pipe.recv()
            pipe.send(_measured(name, data))


def _measured(name: str, data: bytes) -> Outcome:
    before = _memory("VmRSS")
    with suppress(OSError):
        _RESET.write_text("5")
    start = time.process_time()
    said = judged(name, data)
    seconds = time.process_time() - start
    memory = _memory("VmHWM") - before
    if said in ("read", "refused"):
        if seconds > MOST_SECONDS:
            said = f"slow: {seconds:.1f} s ({said})"
        elif memory > MOST_MEMORY:
            said = f"large: {memory:.0f} MB ({said})"
    return Outcome(said, seconds, memory)


def _memory(name: str) -> float:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def judged(name: str, data: bytes) -> str:
    """read or refused, or in a word what was wrong with it, in this process."""
    said = "refused"
    try:
        for member in members(data, name):
            if member.problem:
                continue
            try:
                result = read(member.data, member.path)
            except UnreadableFileError as error:
                if faults := list(_unclear(str(error))):
                    return f"refusal: {faults[0]}"
                continue
            if faults := list(unsound(result)):
                return f"result: {faults[0]}"
            said = "read"
    except UnreadableFileError:
        return "refused"
    except BaseException as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"error: {type(error).__name__}: {str(error)[:100]!r} in {Path(where.filename).name}:{where.lineno}"
    return said


def unsound(result: ReadResult) -> Iterator[str]:
    """What does not hold together in a result, however bad the file."""
    value = result.value
    named = {problem.cell for problem in result.problems}
    for key, number in value.cells.items():
        if number is None:
            if key in result.sources and key not in named:
                yield f"{key} has a source and neither value nor problem"
            continue
        kind = value.schema.specs[key].kind
        if kind is Kind.MONEY:
            whole, _, places = format(number, "f").partition(".")
            if (
                not isinstance(number, Decimal)
                or len(whole) > LONGEST_AMOUNT
                or len(places) > MOST_PLACES
                or number < 0
            ):
                yield f"{key} cannot be stored: {number!r}"
        elif type(number) is not int or abs(number) > LARGEST_COUNT or (number < 0 and kind is Kind.COUNT):
            yield f"{key} cannot be stored: {number!r}"
    known = {*value.schema.specs, ""}
    keys = (*result.sources, *named, *(key for proposal in result.proposals for key in proposal.cells))
    yield from (f"{key} is no cell" for key in keys if key not in known)
    if not 0 <= value.year <= 9999:
        yield f"year {value.year}"
    texts = [value.organ, *value.texts.values(), *(source.raw for source in result.sources.values())]
    texts += [text for problem in result.problems for text in (problem.place, problem.message)]
    texts += [cell.text for table in result.tables for row in table.rows for cell in row]
    for text in texts:
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            yield f"a text no database takes: {text[:40]!r}"
            return


def _unclear(message: str) -> Iterator[str]:
    if (
        not message
        or "\n" in message
        or len(message) > 300
        or not any("\u4e00" <= letter <= "\u9fff" for letter in message)
    ):
        yield f"not one clear sentence: {message[:80]!r}"
