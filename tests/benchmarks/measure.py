"""What a benchmark gives, and how time is taken.

A file ``bench_*.py`` in this folder with a function ``rows()`` that yields :class:`Row` is all it takes to add some.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; times in seconds. ``goal`` bounds the time, ``ratio_goal`` time / baseline; 0 = no bound.

    The baseline is the least the machine could do for the same result, timed in the same run, so that the ratio means
    the same on every machine.
    """

    name: str
    seconds: float
    goal: float = 0
    baseline: str = ""
    baseline_seconds: float = 0
    ratio_goal: float = 0

    @property
    def ratio(self) -> float:
        return self.seconds / self.baseline_seconds if self.baseline_seconds else 0

    @property
    def is_met(self) -> bool:
        return (not self.goal or self.seconds <= self.goal) and (not self.ratio_goal or self.ratio <= self.ratio_goal)


def best_of(action: Callable[[], object], runs: int = 7, calls: int = 1) -> float:
    """Seconds a call, the best of ``runs`` after one to warm up: the one least disturbed by other work."""
    return best_of_each(action, runs=runs, calls=calls)[0]


def best_of_each(*actions: Callable[[], object], runs: int = 7, calls: int = 1) -> list[float]:
    """As :func:`best_of`, of several actions taking turns, so that other work disturbs all of them alike."""
    best = [float("inf")] * len(actions)
    for action in actions:
        action()
    gc.disable()
    try:
        for _ in range(runs):
            for number, action in enumerate(actions):
                start = time.perf_counter()
                for _ in range(calls):
                    action()
                best[number] = min(best[number], (time.perf_counter() - start) / calls)
    finally:
        gc.enable()
    return best
