"""The tests of climate indices: the printed figures of each convention."""

from __future__ import annotations

import pytest

from indicators.climate import CONVENTIONS, DIFFUSION, ENTERPRISE, PMI, diffusion, enterprise_climate, net_balance, pmi, stands
from indicators.failure import IndicatorFailed


@pytest.mark.row("B-02")
@pytest.mark.parametrize(("up", "same", "printed"), [(19.7, 47.8, 43.6), (26.3, 53.4, 53.0), (17.2, 64.3, 49.4), (39.2, 35.5, 57.0)])
def test_the_central_banks_diffusion_indices_are_reproduced(up: float, same: float, printed: float) -> None:
    assert diffusion(up, same) == pytest.approx(printed, abs=0.051)


@pytest.mark.row("B-02")
def test_the_purchasing_managers_index_of_october_2024_is_reproduced() -> None:
    found = pmi({"new_orders": 50.0, "output": 52.0, "employment": 48.4, "delivery": 49.6, "stock": 48.2})
    assert found == pytest.approx(50.06) and round(found, 1) == 50.1


@pytest.mark.row("B-02")
def test_the_enterprise_climate_weighs_the_present_four_and_the_expected_six_tenths() -> None:
    assert (net_balance(40, 10), net_balance(0, 100), net_balance(100, 0)) == (130, 0, 200)
    assert enterprise_climate(120, 130) == pytest.approx(126)


@pytest.mark.row("B-02")
def test_each_convention_names_its_range_its_line_and_its_formula() -> None:
    assert all(one.low < one.line < one.high and one.formula and one.source for one in CONVENTIONS.values())
    assert (ENTERPRISE.line, DIFFUSION.line, PMI.line) == (100, 50, 50)
    assert stands(103, ENTERPRISE) == "高于临界值 100，处于景气区间"
    assert stands(49, PMI) == "低于临界值 50，处于不景气区间" and stands(50, PMI) == "处于临界点"


@pytest.mark.parametrize(
    "wrong", [lambda: diffusion(60, 50), lambda: net_balance(-1, 5), lambda: enterprise_climate(201, 5), lambda: pmi({})]
)
def test_shares_that_cannot_be_are_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(IndicatorFailed):
        wrong()
