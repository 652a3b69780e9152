"""One report and many are judged alike."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checks import run
from reports.checks.identities import ARITHMETIC, LARGEST
from reports.checks.matrix import _AT_ONCE, arithmetic
from reports.schema import SCHEMAS, V2019, V2021
from reports.value import ReportValue
from tests.builders import any_values, coherent_values, filled, schemas

CODES = {entry.code for entry in ARITHMETIC}


def single(value: ReportValue) -> list[object]:
    return [(finding, finding.params) for finding in run(value) if finding.code in CODES]


@given(schemas.flatmap(lambda schema: st.lists(any_values(schema) | coherent_values(schema), min_size=1, max_size=4)))
def test_many_give_what_each_gives(values: list[ReportValue]) -> None:
    together = arithmetic(values[0].schema).findings(values)
    assert [[(finding, finding.params) for finding in found] for found in together] == [single(v) for v in values]


@pytest.mark.parametrize("impossible", [None, Decimal("1.5"), LARGEST + 1, -LARGEST - 1])
def test_what_no_count_can_be_is_judged_by_neither(impossible: int | Decimal | None) -> None:
    value = filled(**{"applications.granted.natural": impossible, "applications.handled_total.other": 10**6})
    assert [[(f, f.params) for f in found] for found in arithmetic(V2021).findings([value])] == [single(value)]
    assert single(value)


def test_the_shape_is_that_of_the_declarations() -> None:
    assert arithmetic(V2021).matrix.shape == (190, 42)
    assert arithmetic(V2019).matrix.shape == (176, 40)
    for schema in SCHEMAS.values():
        assert {key.split(".")[0] for key in arithmetic(schema).cells} == {"applications", "disputes"}


@pytest.mark.parametrize("count", [0, 1, _AT_ONCE, _AT_ONCE + 1])
def test_the_residuals_are_those_of_the_integer_product(count: int) -> None:
    compiled = arithmetic(V2021)
    random = np.random.default_rng(count)
    figures = random.integers(-LARGEST, LARGEST, (count, len(compiled.cells)), endpoint=True)
    differences, judged = compiled.residuals(figures, np.ones(figures.shape, np.bool_))
    assert np.array_equal(differences, figures @ compiled.matrix)
    assert judged.shape == differences.shape
    assert judged.all()


def test_a_blank_excuses_its_own_identities_only() -> None:
    compiled = arithmetic(V2021)
    figures, filled_cells = compiled.figures_of([filled(), filled(**{"disputes.reconsideration.upheld": None})])
    differences, judged = compiled.residuals(figures + 1, filled_cells)
    excused = [compiled.identities[column].left[0] for column in np.flatnonzero(~judged[1])]
    assert judged[0].all()
    assert excused == ["disputes.reconsideration.total"]
    assert (differences[~judged] == 0).all()


def test_figures_too_large_to_be_exact_are_refused() -> None:
    compiled = arithmetic(V2021)
    figures = np.full((1, len(compiled.cells)), LARGEST + 1)
    with pytest.raises(ValueError, match="larger than"):
        compiled.residuals(figures, np.ones(figures.shape, np.bool_))


def test_values_of_two_schemas_do_not_mix() -> None:
    with pytest.raises(ValueError, match="a value of schema 2019"):
        arithmetic(V2021).figures_of([filled("2021"), filled("2019")])
