"""Damaged and hostile files of every kind through the readers, until the time is up.

``python -m tests.benchmarks.fuzz --seconds 600 [--kind html …] [--seed 1] [--keep FOLDER]`` prints what came of them
and keeps every file that did harm. Nothing but a clear refusal may leave a reader; nothing may take longer than 5
seconds of the processor or more than 500 MB.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from random import Random

from tests.benchmarks.fuzz_reader import Outcome, Reader
from tests.benchmarks.fuzz_seeds import KINDS, seeds
from tests.benchmarks.mutations import mutated


@dataclass
class Tally:
    """What came of the files of one kind."""

    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: float = 0.0

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.said.split(":")[0]] += 1
        self.slowest = max(self.slowest, outcome.seconds)
        self.largest = max(self.largest, outcome.memory)

    @property
    def faults(self) -> int:
        return sum(count for said, count in self.counts.items() if said not in ("read", "refused"))


def files(kind: str, chance: Random) -> Iterator[tuple[str, bytes]]:
    """Endless damaged files of a kind; nothing where there are no sound ones."""
    sound = seeds(kind)
    while sound:
        name, data = chance.choice(sound)
        yield name, mutated(data, kind, chance, tuple(other for _, other in sound))


def fuzzed(kinds: Sequence[str], seconds: float, seed: int, keep: Path) -> Iterator[tuple[str, Outcome, Path | None]]:
    """Outcome by kind, the kinds taking turns, until the time is up; files that did harm are written to ``keep``."""
    chance = Random(seed)  # noqa: S311 - damage, not secrets
    waiting = {kind: files(kind, chance) for kind in kinds}
    reader = Reader()
    end = time.monotonic() + seconds
    number = 0
    try:
        while waiting and time.monotonic() < end:
            for kind in list(waiting):
                made = next(waiting[kind], None)
                if made is None:
                    del waiting[kind]
                    continue
                if time.monotonic() >= end:
                    break
                number += 1
                outcome = reader.outcome(*made)
                saved = None
                if outcome.is_fault:
                    keep.mkdir(parents=True, exist_ok=True)
                    saved = keep / f"{kind}-{seed}-{number}{PurePath(made[0]).suffix}"
                    saved.write_bytes(made[1])
                yield kind, outcome, saved
    finally:
        reader.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kind", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "govopen-fuzz")
    given = parser.parse_args()
    tallies = {kind: Tally(kind) for kind in given.kind}
    for kind, outcome, saved in fuzzed(given.kind, given.seconds, given.seed, given.keep):
        tallies[kind].add(outcome)
        if saved:
            sys.stdout.write(f"{kind}: {outcome.said} ({outcome.seconds:.1f} s, {outcome.memory:.0f} MB): {saved}\n")
    heads = ("kind", "files", "read", "refused", "faults", "slowest s", "peak MB")
    sys.stdout.write(f"seed {given.seed}\n" + "".join(f"{head:>10}" for head in heads) + "\n")
    for tally in tallies.values():
        cells = (tally.kind, tally.counts.total(), tally.counts["read"], tally.counts["refused"], tally.faults)
        sys.stdout.write("".join(f"{cell:>10}" for cell in cells) + f"{tally.slowest:>10.2f}{tally.largest:>10.0f}\n")
    return 1 if any(tally.faults for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
