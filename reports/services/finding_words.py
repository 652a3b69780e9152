"""A stored finding in words and figures for a list: its rule, its place, both sides and how far they are apart."""

from decimal import Decimal, InvalidOperation

from reports import checks
from reports.checks import jumps
from reports.checks.base import Check
from reports.checks.peers import unlike_peers
from reports.models import StoredFinding
from reports.schema import CellKey, Schema
from reports.value import Number, number_text

MANY_TIMES = 10  # from here on a percentage has too many digits to be read

# The rules that compare how large two figures are; the others say that two must be equal.
_OF_SIZE = frozenset(
    entry.code for entry in (jumps.decisions_jump, jumps.applications_jump, jumps.disputes_jump, unlike_peers)
)

RULES: dict[str, Check] = {entry.code: entry for entry in checks.CHECKS}


def rule_title(code: str) -> str:
    """A rule that is no longer kept is still known by its code."""
    return RULES[code].title if code in RULES else code


def place_of(form: Schema, finding: StoredFinding) -> str:
    """Where it stands, as short as a list needs: 二　行政处罚; 三　（一）予以公开·自然人; 一　总体情况."""
    key = next(iter(finding.cells), finding.params.get("text", ""))
    return place_of_key(form, key)


def place_of_key(form: Schema, key: CellKey) -> str:
    """A cell, a text or a section; empty for none of them."""
    if (spec := form.specs.get(key)) is not None:
        return f"{spec.section.number}　{spec.label.partition(' ')[2] or spec.label}"
    section = next((section for section in form.sections if section.key == key), None)
    return f"{section.number}　{section.title}" if section else ""


def number_of(text: str) -> Number | None:
    """A stored figure, of a share without its %; ``None`` where there is none or it is no number."""
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() else number


def sides_of(finding: StoredFinding) -> tuple[str, str]:
    """What was filed and what it is compared with, as text; empty where there is no such side.

    Sides with labels come first: of a figure in the prose they are the prose and the table, in this order.
    """
    params = finding.params
    if params.get("left_label") and params.get("right_label"):
        return params.get("left", ""), params.get("right", "")
    return finding.filed, finding.expected


def difference_of(finding: StoredFinding) -> Number | None:
    """Filed − compared."""
    filed, compared = map(number_of, sides_of(finding))
    return None if filed is None or compared is None else filed - compared


def difference_text(finding: StoredFinding) -> str:
    """The difference as every page shows it: ＋8374, −1; empty where there are no two figures, or equal ones."""
    difference = difference_of(finding)
    return signed(difference) if difference else ""


def signed(number: Number) -> str:
    """With the signs of Chinese print: ＋8374, −1."""
    if number == 0:
        return "0"
    return f"{'＋' if number > 0 else '−'}{number_text(abs(number))}"


def is_of_two_years(finding: StoredFinding) -> bool:
    """Whether it compares one cell's figure with last year's, so that a percentage says something."""
    return finding.params.get("right_label") == f"{finding.report.year_id - 1}年"


def change_of(finding: StoredFinding) -> str:
    """How far from last year or the peers: ＋84.9%, 上年的 12倍, 上年为 0; empty where two figures must be equal."""
    filed, compared = map(number_of, sides_of(finding))
    if finding.code not in _OF_SIZE or filed is None or compared is None:
        return ""
    beside = "同类" if finding.code == unlike_peers.code else "上年"
    if compared == 0:
        return f"{beside}为 0"
    ratio = float(filed) / float(compared)
    return f"{beside}的 {ratio:.0f}倍" if ratio >= MANY_TIMES else percent(ratio - 1)


def percent(share: float) -> str:
    """＋84.9%, −52.2%."""
    return f"{'＋' if share >= 0 else '−'}{abs(share) * 100:.1f}%".replace(".0%", "%")


def difference_short(finding: StoredFinding) -> str:
    """The change where two years are compared, else the difference."""
    difference = difference_of(finding)
    return change_of(finding) or ("" if difference is None else signed(difference))
