"""How good the checks are: faults planted in right reports, and false alarms in reports left alone.

``python -m tests.benchmarks.detection [REPORTS [SEED]]`` prints the tables. *Caught*: a finding that the right report
does not have. *Located*: the best suggestion changes just the spoilt cells, or a finding is about the spoilt figure.
*Value*: it also says what was right.
"""

import random
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.checks import CHECKS, Context, Finding, Level, run
from reports.checks.localise import Suggestion, suggestions
from reports.checks.localise.equations import figures, structure
from reports.checks.localise.search import Search
from reports.schema import CellKey
from tests.benchmarks.faults import FAULTS, OF_TEXTS, Planted, another, plant
from tests.benchmarks.generate import Sample, samples
from tests.benchmarks.real import GENUINE, genuine_faults, real_samples, traps

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
REPORTS, SEED = 400, 2021
ATTEMPTS = 8  # a report may have no place for a fault, and then the next one is taken
TOLERANCE = Decimal("0.1")  # points of a percentage


@dataclass
class Score:
    """Of one kind of fault; ``missed`` are examples of what was not caught or not located."""

    planted: int = 0
    caught: int = 0
    located: int = 0
    right: int = 0
    by: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def new_findings(planted: Planted) -> list[Finding]:
    """What the checks say of the spoilt report and not of the right one."""
    before = {finding.subject for finding in run(planted.sample.value, planted.sample.context)}
    if planted.said:
        # The sentence itself is part of a finding's subject: what was said of the right one is known by its message.
        said = {finding.message for finding in run(planted.sample.value, planted.sample.context)}
        return [found for found in run(planted.value, planted.sample.context) if found.message not in said]
    return [found for found in run(planted.value, planted.sample.context) if found.subject not in before]


def best_changes(found: Sequence[Suggestion]) -> dict[CellKey, int]:
    """What the best suggestions for all that fails change; other ways of settling the same are left out."""
    changed: dict[CellKey, int] = {}
    settled = set[object]()
    for suggestion in found:
        if not settled & suggestion.settled:
            settled |= suggestion.settled
            changed |= {change.cell: change.after for change in suggestion.changes}
    return changed


def judge(score: Score, planted: Planted, kind: str) -> None:
    """Count one planted fault."""
    found = new_findings(planted)
    score.planted += 1
    score.caught += bool(found)
    score.by.update({finding.code for finding in found})
    located, right = _located_in_text(planted, found) if kind in OF_TEXTS else _located(planted, found)
    score.located += located
    score.right += right
    if not located:
        score.missed.append(_described(planted, found))


def _located(planted: Planted, found: Sequence[Finding]) -> tuple[bool, bool]:
    changed = best_changes(suggestions(planted.value, planted.sample.context))
    if changed.keys() == planted.right.keys():
        return True, changed == planted.right
    about = [finding for finding in found if finding.cells and finding.cells[0] in planted.right]
    if len(planted.right) > 1 or not about or any(finding.level == Level.ERROR for finding in found):
        return False, False
    return True, any(finding.expected == planted.right[finding.cells[0]] for finding in about)


def _located_in_text(planted: Planted, found: Sequence[Finding]) -> tuple[bool, bool]:
    if planted.said is None:
        return any(finding.params.get("text") for finding in found), False
    said = planted.said
    about = [
        finding
        for finding in found
        if finding.params.get("text") == said.text
        and int(finding.params.get("start") or -1) < said.end
        and int(finding.params.get("end") or -1) > said.start
    ]
    allowed = TOLERANCE if said.what != "count" else Decimal(0)
    sides = [number for finding in about for number in _NUMBER.findall(finding.params.get("right", ""))]
    right = any(abs(Decimal(number) - said.number) <= allowed for number in sides)
    return bool(about), right


def _described(planted: Planted, found: Sequence[Finding]) -> str:
    where = ", ".join(f"{cell} {planted.value[cell]} for {right}" for cell, right in planted.right.items())
    if planted.said:
        text, said = planted.value.texts[planted.said.text], planted.said
        marked = f"{text[max(0, said.start - 24) : said.start]}[{text[said.start : said.end]} for {said.number}]"
        where = f"{marked}{text[said.end : said.end + 8]}".replace("\n", " ")
    return f"{planted.sample.name} {planted.value.year}: {where} -> {[finding.code for finding in found]}"


def planted_faults(bases: Sequence[Sample], kind: str, count: int, chance: random.Random) -> Iterator[Planted]:
    """``count`` reports with a fault of this kind, fewer where too few have a place for it."""
    fault = FAULTS[kind]
    order = [chance.choice(bases) for _ in range(count * ATTEMPTS)]
    made = 0
    for sample in order:
        planted = fault(sample, chance)
        if planted:
            made += 1
            yield planted
        if made == count:
            return


def detection(bases: Sequence[Sample], count: int, seed: int) -> dict[str, Score]:
    """``count`` faults of each kind in reports drawn from ``bases``."""
    chance = random.Random(seed)  # noqa: S311  # no secret is made of it
    scores = {kind: Score() for kind in FAULTS}
    for kind, score in scores.items():
        for planted in planted_faults(bases, kind, count, chance):
            judge(score, planted, kind)
    return scores


@dataclass
class Location:
    """Of reports with one, two or three wrong cells of table 三; seconds of each."""

    planted: int = 0
    located: int = 0
    determined: int = 0
    determined_located: int = 0
    seconds: list[float] = field(default_factory=list)


def location(bases: Sequence[Sample], wrong: int, count: int, seed: int) -> Location:
    """``count`` reports with this many wrong cells: how many are named with their values by the best suggestion."""
    chance = random.Random(seed)  # noqa: S311  # no secret is made of it
    found = Location()
    for _ in range(count):
        sample = chance.choice(bases)
        cells = [cell for cell, number in figures(sample.value, sample.value.schema.cells).items()]
        cells = chance.sample([cell for cell in cells if cell.startswith("applications.")], wrong)
        planted = plant(sample, {cell: another(int(sample.value[cell] or 0), chance) for cell in cells})
        start = time.perf_counter()
        best = suggestions(planted.value, planted.sample.context)
        found.seconds.append(time.perf_counter() - start)
        is_right = best_changes(best) == planted.right
        is_determined = determined(planted)
        found.planted += 1
        found.located += is_right
        found.determined += is_determined
        found.determined_located += is_right and is_determined
    return found


def determined(planted: Planted) -> bool:
    """Whether no other set of as many cells or fewer makes the equations hold; searched without a limit of time."""
    whole = structure(planted.value.schema)
    part = next(part for part in whole.parts if next(iter(planted.right)) in part.cells)
    numbers = figures(planted.value, part.cells)
    search = Search(whole, part, numbers, part.equations, frozenset(), float("inf"))
    return [sets.keys() for sets in search.smallest()] == [planted.right.keys()]


def false_alarms(clean: Iterable[Sample]) -> tuple[int, Counter[tuple[str, str]], dict[str, list[str]]]:
    """How many reports there are, findings by level and code, and a few examples of each code."""
    found: Counter[tuple[str, str]] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    count = 0
    for sample in clean:
        count += 1
        for finding in run(sample.value, sample.context):
            found[finding.level.value, finding.code] += 1
            quote = finding.params.get("quote", "")
            examples[finding.code].append(f"{sample.name} {sample.value.year}: {finding.message} {quote}".strip())
    return count, found, examples


def seconds_by_family(clean: Sequence[Sample]) -> dict[str, list[float]]:
    """Of each report, the seconds all checks of a family take; every report is new to them."""
    found: dict[str, list[float]] = defaultdict(list)
    for sample in clean:
        spent: dict[str, float] = defaultdict(float)
        for entry in CHECKS:
            start = time.perf_counter()
            for _ in entry(sample.value, sample.context):
                pass
            family = entry.rule.__module__.removeprefix("reports.checks.")
            spent[family] += time.perf_counter() - start
        spent["all"] = sum(spent.values())
        for family, seconds in spent.items():
            found[family].append(seconds)
    return found


def milliseconds(seconds: Sequence[float]) -> tuple[str, str]:
    """The median and the 95th percentile."""
    ordered = sorted(seconds)
    return f"{statistics.median(ordered) * 1000:.2f}", f"{ordered[int(len(ordered) * 0.95)] * 1000:.2f}"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def kinds_table(scores: dict[str, Score]) -> str:
    lines = [("fault", "planted", "caught", "located", "value", "by")]
    for kind, score in scores.items():
        by = " ".join(f"{code}:{number}" for code, number in score.by.most_common(6))
        counts = [share(number, score.planted) for number in (score.caught, score.located, score.right)]
        lines.append((kind, str(score.planted), counts[0], counts[1], counts[2], by))
    return aligned(lines)


def rules_table(scores: dict[str, Score], count: int, alarms: Counter[tuple[str, str]]) -> str:
    caught = Counter[str]()
    for score in scores.values():
        caught.update(score.by)
    lines = [("rule", "level", "faults caught", "false alarms a clean report", "title")]
    for entry in CHECKS:
        false = sum(number for (_, code), number in alarms.items() if code == entry.code)
        lines.append((entry.code, entry.level.value, str(caught[entry.code]), f"{false / count:.3f}", entry.title))
    return aligned(lines)


def published_table() -> str:
    """Genuine faults of the corpus by the checks that should find them, and what the checks make of its traps."""
    lines = [("report", "kind", "expected", "found")]
    for number, value in genuine_faults().items():
        found = {finding.code for finding in run(value, Context(level="township" if number == "052" else "province"))}
        lines.append((number, "genuine", " ".join(GENUINE[number]), " ".join(sorted(found & {*GENUINE[number]}))))
    for number, value in traps().items():
        raised = [f"{finding.code} {finding.level}" for finding in run(value, Context(level="city"))]
        lines.append((number, "trap", "no error", " ".join(raised)))
    return aligned(lines)


def report(count: int, seed: int) -> Iterator[str]:
    """The tables, one after the other."""
    clean = list(samples(count, seed))
    timed = seconds_by_family(list(samples(min(count, 200), seed + 1)))
    for name, bases in (("generated", clean), ("real", real_samples())):
        number, alarms, examples = false_alarms(bases)
        yield f"\n{name} reports left alone: {number}"
        by_level = Counter[str]()
        for (level, _), times in alarms.items():
            by_level[level] += times
        yield aligned(
            [("level", "a report"), *((level.value, f"{by_level[level.value] / number:.3f}") for level in Level)]
        )
        for code, found in sorted(examples.items()):
            yield f"{code} × {len(found)}: {found[0]}"
        scores = detection(bases, max(20, count // 2), seed)
        yield f"\nfaults planted in {name} reports\n{kinds_table(scores)}"
        for kind, score in scores.items():
            for example in score.missed[:4]:
                yield f"missed, {kind}: {example}"
        if name == "generated":
            yield f"\nrules\n{rules_table(scores, number, alarms)}"
    yield f"\nfaults that published reports have\n{published_table()}"
    lines = [("wrong cells", "planted", "located", "determined", "of these located", "ms median", "ms 95 %")]
    for wrong in (1, 2, 3):
        found = location([*clean, *real_samples()], wrong, count, seed)
        shares = share(found.located, found.planted), str(found.determined)
        lines.append(
            (
                str(wrong),
                str(found.planted),
                *shares,
                share(found.determined_located, found.determined),
                *milliseconds(found.seconds),
            )
        )
    yield f"\nlocalisation in table 三\n{aligned(lines)}"
    lines = [("checks", "ms median", "ms 95 %")]
    lines += [(family, *milliseconds(seconds)) for family, seconds in timed.items()]
    yield f"\nfull check of a report\n{aligned(lines)}"


def main(arguments: list[str]) -> None:
    count, seed = (*map(int, arguments), *(REPORTS, SEED)[len(arguments) :])
    for part in report(count, seed):
        sys.stdout.write(f"{part}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
